"""Planning: which reports there are, what each is made from, and which are stale."""
