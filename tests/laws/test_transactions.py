"""A write transaction holds no understanding, no file and no network: every conversation of the tests is watched for it
(tests/watching.py); here the watch itself is tried."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlmodel import select
from testing import Company
from watching import watched

from nlu.lexicon import Lexicon


def reads_a_file(company: Company) -> None:
    with suppress(OSError):
        Path(__file__).with_suffix(".txt").read_text()


def connects(company: Company) -> None:
    with socket.socket() as end, suppress(OSError):
        end.connect(("127.0.0.1", 9))


def understands(company: Company) -> None:
    company.engine.parse("你好", company.clock.now())


def learns_names(company: Company) -> None:
    company.engine.with_lexicon(Lexicon.of({}))


@pytest.mark.parametrize("slow", [reads_a_file, connects, understands, learns_names])
def test_the_watch_sees_what_is_slow_inside_and_only_inside(company: Company, slow: Callable[[Company], None]) -> None:
    with watched() as outside:
        slow(company)
        with company.db.read():
            slow(company)
    assert outside == []
    with watched() as inside:
        with company.db.write() as session:
            slow(company)  # the database is not locked before the first statement
            session.exec(select(1)).one()
            slow(company)
        slow(company)
    assert len(inside) == 1


def test_words_kept_in_a_button_are_read_before_the_transaction(company: Company) -> None:
    """The turn finds out only inside that it needs them: it begins again, and the button works once."""
    rep = company.member("小周").says("鼎新咋个章程")
    rep.hears("没听懂", choices=["看客户情况", "…"])
    rep.taps("看客户情况").hears("杭州鼎新超市有限公司", "薛总")
