"""What a person may see and change, as conditions on rows. They stand in every query; results are never filtered."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement


@dataclass(frozen=True)
class Scope:
    """Conditions on customers and on deals."""

    customers: ColumnElement[bool]
    deals: ColumnElement[bool]
