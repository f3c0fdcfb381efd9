"""All tables, for whoever needs them complete: migrations, tests."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage import clockwork, deals, people, talks

AREAS = (people, deals, talks, clockwork)
METADATA = SQLModel.metadata
