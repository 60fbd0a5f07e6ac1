"""`python -m sdp_lib` is the command `sdp`, for whoever has not its folder on the path."""

from sdp_lib.cli import main

if __name__ == "__main__":
    main()
