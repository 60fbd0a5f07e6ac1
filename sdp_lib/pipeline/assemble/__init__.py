"""Assembly of a built quarter: front page, downloads and manifest."""
