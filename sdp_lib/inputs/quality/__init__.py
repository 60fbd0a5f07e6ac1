"""The quality of a quarter's inputs: rules that find what is odd, late, missing or contradictory.

Reading refuses what no report could be made from. These rules let a report through, and say what
somebody should look at first. Every rule is a pure function from a `Case` to `Hit`s; `rules.RULES`
is the table of them all.
"""
