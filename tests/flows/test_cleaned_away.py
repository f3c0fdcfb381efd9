"""Somebody deletes what is long done, and is interrupted: no button of a row that is gone acts on a later one.

The bot itself deletes no messages, conversations or change sets; whoever does so by hand may stop anywhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import delete, select
from testing import WORLD, Company, found

from bot.messaging.inbound import Inbound, Said
from config import policy as policies
from sales.followup_history import WAITS
from storage.conversations import ChangeSet, Inbox, Outbox, Run
from storage.deals import FollowUp
from storage.engine import Database

REPORT = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟"
QUESTIONED = "刚跟联创孙总通完电话,周三下午再去"
STEPS = (Outbox, ChangeSet, Run, Inbox)  # in this order, as their references want it


@pytest.fixture
def anywhere(tmp_path: Path, db: Database) -> Company:
    """The test company on both databases."""
    found(db, WORLD, policies.load())
    return Company(tmp_path, Path(), db=db)


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
def test_no_button_of_a_deleted_row_means_a_later_one(anywhere: Company, steps: int) -> None:
    rep = anywhere.member("小周").says(REPORT)
    offered = rep.hears("已记录").buttons
    asked = rep.says(QUESTIONED).hears("异议是哪一类").buttons
    rep.says("取消").hears("先不弄了")
    with anywhere.db.write() as session:
        for table in STEPS[:steps]:
            session.execute(delete(table))
    rep.says(QUESTIONED).hears("异议是哪一类")
    gone = [*offered, *(asked if Run in STEPS[:steps] else ())]
    for _label, data in gone:
        tap(anywhere, data)
        rep.hears("这个按钮我认不出来了")
        anywhere.ignore()  # the waiting question may be put again
    with anywhere.db.read() as session:
        assert len([known for known in session.exec(select(FollowUp)) if WAITS not in known.details]) == 1
    rep.says("价格敏感").hears("已记录")


def tap(company: Company, data: str) -> None:
    """A button on somebody's screen, whatever became of its row."""
    now = company.clock.now()
    company.simulation.app.receive(Inbound("simulated", f"tap of {data}", "小周", Said(tap=data), now))
    company.simulation.settle()
