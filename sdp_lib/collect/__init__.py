"""Collecting: what comes in and goes out around the form."""
