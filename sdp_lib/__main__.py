"""`python -m sdp_lib`: the command `sdp`, for when its folder is not on the path."""

from sdp_lib.cli import main

if __name__ == "__main__":
    main()
