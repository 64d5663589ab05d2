"""What the hall does not do, and why."""

from typing import Literal

Reason = Literal["gone", "token", "closed", "changed", "full", "voter", "input"]
"""No such room (any more); not the presenter's token; no round is open; the question is another one by now; there is no
place for more; the phone has no id; what was sent cannot be read."""


class HallError(ValueError):
    """A sentence for the person who asked, and the reason in a word.

    Parameters
    ----------
    reason : str
    message : str
        What was expected, what was given, and how to mend it.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason
