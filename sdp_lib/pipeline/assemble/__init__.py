"""Assembling: front page, downloads and manifest of a built quarter."""
