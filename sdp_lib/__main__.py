"""`python -m sdp_lib` is the command `sdp`, for whoever has not its folder on the path."""

from sdp_lib.cli import script

if __name__ == "__main__":
    script()
