"""The mark by which it is noticed that something was committed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from storage.background import Audit
from storage.engine import Commits, Database


def note(db: Database) -> None:
    with db.write() as session:
        session.add(Audit(at=datetime.now(UTC), what="test", subject="x", detail={}))


def test_every_commit_moves_the_mark(db: Database) -> None:
    commits = Commits(db)
    marks = [commits.mark()]
    for _ in range(3):
        note(db)
        marks.append(commits.mark())
    with db.write() as session:
        row = session.exec(select(Audit).order_by(col(Audit.id))).first()
        assert row is not None
        session.delete(row)  # it adds nothing, and changes no largest id
    marks.append(commits.mark())
    assert len(set(marks)) == len(marks)
    commits.close()


def test_a_commit_that_was_begun_before_another_moves_it_too(db: Database) -> None:
    if db.is_sqlite:
        pytest.skip("there is one writer at a time")
    commits = Commits(db)
    with db.write() as early:
        early.add(Audit(at=datetime.now(UTC), what="early", subject="x", detail={}))
        early.flush()
        note(db)
        between = commits.mark()
    assert commits.mark() != between
    commits.close()


def test_reading_leaves_the_mark_and_holds_nobody_up(db: Database) -> None:
    commits = Commits(db)
    mark = commits.mark()
    with db.read() as session:
        session.exec(select(Audit)).all()
    assert commits.mark() == mark or not db.is_sqlite  # others may be at work on the server
    note(db)
    commits.close()
    assert commits.mark() != mark  # connected anew
    commits.close()
