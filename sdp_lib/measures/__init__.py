"""Numbers: pure functions from a `Dataset` to `Figure`s. Each number is computed here, once."""
