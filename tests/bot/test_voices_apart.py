"""Voice messages are heard beside chat: who types is answered while others' recordings wait."""

from __future__ import annotations

from testing import Company, Verbatim

from bot.app import App
from bot.messaging import inbox


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
