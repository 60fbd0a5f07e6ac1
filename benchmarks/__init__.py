"""Measurements of a quarter, against the plain way of making it: `make bench`."""
