"""The two kinds of error that cross a front door.

    Exception
    ├── Refusal   expected: the law or a rule says no; a person reads why and what to do now
    └── Fault     ours: the outcome is unknown to the caller and the operator is told

A package subclasses `Refusal` in its `errors.py`. Foreign exceptions never cross a front door.
"""

from typing import ClassVar


class Refusal(Exception):
    """A call that the rules do not allow.

    `code` is stable and public (`<package>.<reason>`). `text` and `next_step` are Spanish sentences marked
    with `gettext_noop`, with `%(name)s` for the parameters; the portal translates and renders them.
    """

    code: ClassVar[str] = ""
    text: ClassVar[str] = ""
    next_step: ClassVar[str] = ""
    http_status: ClassVar[int] = 409

    def __init__(self, **params: str | int) -> None:
        self.params = params
        super().__init__(self.text % params if params else self.text)


class NotVisible(Refusal):
    """The row does not exist, or this actor may not know that it does. Answered as 404."""

    http_status = 404


class NotAllowed(Refusal):
    """The row is visible, and this act on it is not for this actor. Answered as 403."""

    http_status = 403


class Fault(Exception):
    """Something of ours failed. The message is for the operator, never for the person."""
