"""Planning: the reports of a quarter, their inputs, and which of them are stale."""
