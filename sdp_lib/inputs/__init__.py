"""Reading: the only room that opens input files."""
