"""What goes into a column comes back: instants, Chinese in JSON, keys that are unique."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import col, select

from storage.background import Audit
from storage.engine import Database
from storage.people import Member

SHANGHAI = timezone(timedelta(hours=8))


def kept(db: Database, at: datetime, detail: dict[str, object] | None = None) -> Audit:
    with db.write() as session:
        session.add(Audit(at=at, what="test", subject="x", detail=detail or {}))
    with db.read() as session:
        return session.exec(select(Audit).order_by(col(Audit.id).desc())).first()  # type: ignore[return-value]


def test_an_instant_comes_back_aware_and_utc(db: Database) -> None:
    at = datetime(2026, 11, 23, 0, 30, 5, 123456, tzinfo=SHANGHAI)
    back = kept(db, at).at
    assert (back, back.tzinfo) == (at, UTC)


def test_instants_compare_as_instants(db: Database) -> None:
    kept(db, datetime(2026, 11, 23, 1, tzinfo=SHANGHAI))
    with db.read() as session:
        found = session.exec(select(Audit.id).where(col(Audit.at) < datetime(2026, 11, 22, 18, tzinfo=UTC))).all()
    assert len(found) == 1


def test_a_naive_instant_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="needs a time zone"):
        kept(db, datetime(2026, 11, 23, 9))  # noqa: DTZ001


def test_json_keeps_chinese_and_nesting(db: Database) -> None:
    detail = {"话": "嫌贵,周三再去", "层": [{"阶段": "报价", "空": None}, 1.5, True], "字": '𠮷😀\t"引号"'}
    assert kept(db, datetime.now(UTC), detail).detail == detail


def test_chinese_lies_readable_in_the_database(db: Database) -> None:
    kept(db, datetime.now(UTC), {"话": "嫌贵"})
    with db.read() as session:
        stored = session.execute(text("SELECT CAST(detail AS TEXT) FROM audit")).scalar_one()
    assert "嫌贵" in stored


def test_one_name_is_one_member(db: Database) -> None:
    with pytest.raises(IntegrityError), db.write() as session:
        session.add_all([Member(name="甲", role="rep"), Member(name="甲", role="rep")])


def test_a_row_refers_to_one_that_is_there(db: Database) -> None:
    with pytest.raises(IntegrityError), db.write() as session:
        session.add(Member(name="甲", role="rep", team_id=99))


def test_what_fails_leaves_nothing(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as session:
        session.add(Member(name="甲", role="rep"))
        session.flush()
        raise ZeroDivisionError
    with db.read() as session:
        assert session.exec(select(Member)).all() == []
