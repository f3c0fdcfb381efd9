"""Somebody writes without end: everybody else is answered as if nothing were."""

from __future__ import annotations

from sqlmodel import col, select
from testing import Company

from bot.channels.simulated import NAME
from bot.messaging.inbound import Inbound, Said
from bot.messaging.strangers import MOST_OPEN
from bot.wording.turn import HOW_TO_JOIN, too_many
from storage.conversations import Outbox

FLOOD = 1_500


def floods(company: Company, sender: str) -> list[bool]:
    """All of it comes before anything is handled."""
    app = company.simulation.app
    return [
        app.receive(Inbound(NAME, f"{sender}-{number}", sender, Said(text=f"在吗{number}"), company.clock.now()))
        for number in range(FLOOD)
    ]


def answered(company: Company, person: str) -> list[str]:
    with company.db.read() as session:
        rows = select(Outbox.text).where(col(Outbox.address) == person).order_by(col(Outbox.id))
        return list(session.exec(rows))


def test_behind_fifteen_hundred_messages_of_a_stranger_a_member_is_answered_at_once(company: Company) -> None:
    floods(company, "生人")
    company.simulation.app.receive(Inbound(NAME, "小吴-1", "小吴", Said(text="帮助"), company.clock.now()))
    company.simulation.app.work_once()
    assert len(answered(company, "小吴")) == 1
    company.simulation.settle()
    company.ignore()


def test_what_a_stranger_sends_beyond_the_cap_is_declined_and_said(company: Company) -> None:
    assert floods(company, "生人").count(True) == MOST_OPEN
    company.simulation.settle()
    stranger = company.member("生人")
    stranger.hears(too_many(MOST_OPEN))
    for _ in range(MOST_OPEN):
        stranger.hears(HOW_TO_JOIN)
    stranger.hears_nothing()
