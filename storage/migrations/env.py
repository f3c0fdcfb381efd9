"""Alembic's environment: migrations run on the connection they are handed (see storage.migrate)."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON
from sqlmodel import AutoString

from storage.tables import METADATA
from storage.types import UtcDateTime


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """How a column type of ours is written in a new migration; False: as Alembic writes it."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    if kind == "type" and isinstance(item, JSON):
        return "json_type()"
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
