"""What a quarter costs, measured against the plain way of making it: `make bench`."""
