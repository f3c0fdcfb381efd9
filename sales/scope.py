"""Who asks and who acts: what they may see and change, as conditions on rows, never filters on results.

What changes rows takes its `Actor`, a member as they are at that moment, and checks each row against it when it has
the row's lock: who was shown a button, or had a row when a conversation began, need not be who may change it now.
"""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import ColumnElement


class Scope(Protocol):
    """Conditions on the customers and the deals in scope."""

    @property
    def customers(self) -> ColumnElement[bool]: ...

    @property
    def deals(self) -> ColumnElement[bool]: ...


class Actor(Scope, Protocol):
    """The member who acts; `members` is the condition on themselves and the people they lead."""

    @property
    def member_id(self) -> int: ...

    @property
    def members(self) -> ColumnElement[bool]: ...
