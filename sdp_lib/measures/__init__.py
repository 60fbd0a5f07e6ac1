"""Numbers: pure functions from a `Dataset` to `Figure`s. A number exists once, here."""
