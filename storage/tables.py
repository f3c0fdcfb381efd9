"""All tables, for what needs them complete: migrations, tests."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage import background, coaching, conversations, deals, figures, library, people, teamwork  # noqa: F401

METADATA = SQLModel.metadata
