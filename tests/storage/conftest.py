"""A few people with conversations, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from known import Known, enter

from storage.engine import Database


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def people(db: Database) -> list[Known]:
    with db.write() as session:
        return [enter(session, name) for name in ("甲", "乙", "丙")]
