"""Words, tables and charts: pure functions from figures and frames to fragments of a page."""
