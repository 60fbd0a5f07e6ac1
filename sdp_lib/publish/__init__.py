"""Publishing: a site of all periods with versions, search and evidence, and its verification."""
