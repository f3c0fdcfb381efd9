"""All tables, for what needs them complete: migrations, tests."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage import (  # noqa: F401
    background,
    coaching,
    conversations,
    deals,
    figures,
    forecasts,
    library,
    people,
    teamwork,
)

METADATA = SQLModel.metadata
