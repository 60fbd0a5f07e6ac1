"""Publishing: a site of all periods, its versions, search and evidence, and the check of it."""
