"""A kind of problem: its code, and what everybody who meets it should know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Kind:
    """A kind of problem, with a code that is never changed and never used for another kind.

    `title` names it in a list, `meaning` explains it, and `fix` says what to do. `fix` is also the
    second sentence of a message, unless its `Problem` has a more precise one.
    """

    code: str
    title: str
    meaning: str
    fix: str

    def coded(self, words: str) -> str:
        """Put the code behind words, each line of which is a message of its own.

        >>> Kind("SDP-601", "A failure", "It failed.", "Try again").coded("Typst: panicked")
        'Typst: panicked [SDP-601]'
        """
        return "\n".join(f"{line} [{self.code}]" for line in words.split("\n"))
