"""Voice messages are heard beside chat: who types is answered while others' recordings wait."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select
from testing import Company, Verbatim

from bot.app import App
from bot.messaging import inbox
from bot.turn.processor import APART
from storage.conversations import Conversation


def handle_all(app: App) -> int:
    """Whatever the workers of chat can handle."""
    return sum(1 for _ in iter(app.processor.work_once, False))


def test_chat_goes_on_while_voice_messages_wait(company: Company) -> None:
    company.hearing = Verbatim()
    company.restarts = False
    company.simulation.app = app = company.rebuild()
    app.processor.hear_apart()
    for number in range(5):
        path = company.folder / f"{number}.ogg"
        path.write_bytes(f"刚去鼎新见了薛总,第{number}次,挺感兴趣,无异议".encode())
        company.say("小周", {"voice": str(path)})
    company.member("赵琳").says("帮助").hears(".")
    company.member("小周").hears_nothing()
    assert app.processor.hear_once()
    company.simulation.settle()
    company.member("小周").hears("听到:「刚去鼎新见了薛总,第0次")
    assert not app.work_once() or app.processor.hear_once()
    company.ignore()


def held_until(company: Company) -> datetime | None:
    with company.db.read() as session:
        (until,) = session.exec(select(Conversation.lease_until).where(Conversation.lease_no > 0)).all()
    return until


def test_a_voice_message_is_held_while_its_process_lives_and_no_longer(company: Company) -> None:
    company.hearing = Verbatim()
    company.restarts = False
    company.simulation.app = app = company.rebuild()
    app.processor.hear_apart()
    company.member("小周").speaks("刚去鼎新见了薛总,挺感兴趣,无异议")
    first = held_until(company)
    app.processor.keep_apart()
    again = held_until(company)
    assert first is not None and again is not None and first < again < first + 2 * APART
    assert app.processor.hear_once()
    app.processor.keep_apart()
    assert held_until(company) is None
    company.simulation.settle()
    company.member("小周").hears("听到")
    company.member("小周").hears("已记录")


def test_a_voice_message_that_a_dead_process_had_claimed_is_heard_by_the_next(company: Company) -> None:
    company.hearing = Verbatim()
    company.restarts = False
    company.simulation.app = app = company.rebuild()
    app.processor.hear_apart()
    company.member("小周").speaks("刚去鼎新见了薛总,挺感兴趣,无异议")
    company.member("小周").hears_nothing()
    inbox.recover(company.db)
    company.simulation.app = company.rebuild()
    company.simulation.settle()
    company.member("小周").hears("听到")
    company.member("小周").hears("已记录")
    assert app.processor.hear_once()  # the old one finds its claim gone
    company.member("小周").hears_nothing()
