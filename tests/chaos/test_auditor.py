"""The auditor finds each thing that may go wrong in a history to which it was done, and nothing in a right one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from chaos.auditor import MARK, Auditor
from chaos.history import Confirmed, Event, Fault, History, Recorder, Seen, Sent
from chaos.ledger import FollowUp, Ledger, Message, Received, Reminder

CHAT, STRANGER = 1001, 9001
SENT = {
    1: Sent(1.0, CHAT, 1, "report", "AAAAAAA1"),
    2: Sent(2.0, CHAT, 2, "asked", "BBBBBBB2"),
    3: Sent(3.0, CHAT, 3, "answer", "BBBBBBB2"),
    4: Sent(4.0, CHAT, 4, "reminder", "CCCCCCC3"),
    5: Sent(5.0, STRANGER, 5, "words"),
    6: Sent(6.0, CHAT, 6, "report", "DDDDDDD4"),
}
TEXTS = {
    1: "已记录 单号AAAAAAA1",
    2: "异议?",
    3: "已记录 单号BBBBBBB2",
    4: "好 CCCCCCC3",
    5: "你好",
    6: "已记录 单号DDDDDDD4",
}
NUDGE = "提醒:整理单号CCCCCCC3的报价"


def story() -> tuple[History, Ledger]:
    """Six messages, each answered after half a second, one effect each; the reminder is due at 64 s."""
    seen = [Seen(sent.at + 0.5, sent.chat, 10 + number, TEXTS[number]) for number, sent in SENT.items()]
    events: list[Event] = [*SENT.values(), *seen, Seen(64.5, CHAT, 20, NUDGE), Confirmed(100.0, 7)]
    events.append(Seen(200.0, STRANGER, 21, "你好"))
    ledger = Ledger(
        tuple(Received(number, f"700:{number}", sent.chat, True) for number, sent in SENT.items()),
        (
            *(
                Message(number, sent.chat, "receipt", TEXTS[number], "sent", f"inbox:{number}", 10 + number)
                for number, sent in SENT.items()
            ),
            Message(7, CHAT, "nudge", NUDGE, "sent", "timer", 20),
            Message(8, STRANGER, "reply", "你好", "sent", "", 21),
        ),
        tuple(FollowUp(row, 1, f"… 单号{token}") for row, token in enumerate(("AAAAAAA1", "BBBBBBB2", "DDDDDDD4"))),
        (Reminder(1, NUDGE.removeprefix("提醒:"), 1064.0),),
    )
    return History(1000.0, events), ledger


def kinds(history: History, ledger: Ledger) -> set[str]:
    return {violation.kind for violation in Auditor(history, ledger).audit().violations}


def test_nothing_is_wrong_where_nothing_is() -> None:
    history, ledger = story()
    assert Auditor(history, ledger).audit().violations == ()


def without(events: list[Event], gone: Callable[[Event], bool]) -> list[Event]:
    return [event for event in events if not gone(event)]


def moved(events: list[Event], number: int, **changes: object) -> list[Event]:
    """The events, with what was seen as message `number` changed."""
    return [
        replace(event, **changes) if isinstance(event, Seen) and event.message == number else event  # type: ignore[arg-type]
        for event in events
    ]


@pytest.mark.parametrize(
    ("kind", "doctored"),
    [
        ("lost", lambda h: without(h, lambda event: isinstance(event, Confirmed))),
        ("withheld", lambda h: without(h, lambda event: isinstance(event, Seen) and event.message == 11)),
        ("withheld", lambda h: without(h, lambda event: isinstance(event, Seen) and event.message == 20)),
        ("repeated", lambda h: [*h, Seen(7.0, CHAT, 30, TEXTS[1])]),
        ("repeated", lambda h: [*h, Seen(7.0, CHAT, 30, MARK + TEXTS[1])]),
        ("repeated", lambda h: [*h, Seen(7.0, STRANGER, 30, "你好")]),
        ("late", lambda h: moved(h, 15, at=26.0)),
        ("late", lambda h: moved(h, 20, at=85.0)),
        ("late", lambda h: [*moved(h, 15, at=40.0), Fault("kill", "1", 6.0, 10.0), Fault("stop", "1", 8.0, 19.0)]),
        ("late", lambda h: [*moved(h, 15, at=40.0), Fault("stop", "1", 3.0, 6.0), Fault("kill", "1", 27.0, 90.0)]),
    ],
)
def test_what_people_saw(kind: str, doctored: Callable[[list[Event]], list[Event]]) -> None:
    history, ledger = story()
    history.events = doctored(history.events)
    assert kinds(history, ledger) == {kind}


def test_answers_in_another_order() -> None:
    history, ledger = story()
    history.events = moved(moved(moved(history.events, 11, message=99), 16, message=11), 99, message=16)
    ledger = changed(changed(ledger, "messages", 1, shown_as=16), "messages", 6, shown_as=11)
    assert kinds(history, ledger) == {"disordered"}


def changed(ledger: Ledger, table: str, row: int, **changes: object) -> Ledger:
    rows = getattr(ledger, table)
    return replace(ledger, **{table: tuple(replace(r, **changes) if r.id == row else r for r in rows)})


@pytest.mark.parametrize(
    ("kind", "doctored"),
    [
        ("lost", lambda found: replace(found, received=found.received[1:])),
        ("lost", lambda found: changed(found, "received", 5, handled=False)),
        ("lost", lambda found: replace(found, followups=found.followups[1:])),
        ("lost", lambda found: replace(found, followups=(found.followups[0], found.followups[2]))),
        ("lost", lambda found: replace(found, reminders=())),
        ("set aside", lambda found: changed(found, "received", 5, set_aside=True)),
        ("doubled", lambda found: replace(found, received=(*found.received, Received(9, "700:6", CHAT, True)))),
        ("doubled", lambda found: replace(found, followups=(*found.followups, replace(found.followups[2], id=9)))),
        ("doubled", lambda found: replace(found, reminders=(*found.reminders, replace(found.reminders[0], id=2)))),
        ("doubled", lambda found: replace(found, messages=(*found.messages, replace(found.messages[6], id=9)))),
        (
            "disordered",
            lambda found: changed(changed(found, "received", 1, event="700:6"), "received", 6, event="700:1"),
        ),
        ("disordered", lambda found: replace(found, followups=found.followups[::-1])),
        ("withheld", lambda found: changed(found, "messages", 5, status="maybe")),
        ("withheld", lambda found: changed(found, "messages", 5, status="sending")),
        ("withheld", lambda found: replace(found, messages=(*found.messages[:6], *found.messages[7:]))),
        ("unanswered", lambda found: changed(found, "messages", 5, cause="")),
    ],
)
def test_what_the_database_holds(kind: str, doctored: Callable[[Ledger], Ledger]) -> None:
    history, ledger = story()
    assert kind in kinds(history, doctored(ledger))


@pytest.mark.parametrize(("waiting", "told", "right"), [(20, True, True), (20, False, False), (19, True, False)])
def test_of_a_stranger_no_more_is_taken_in_than_is_said(waiting: int, told: bool, right: bool) -> None:
    sent = [Sent(1.0 + number, STRANGER, 1 + number, "words") for number in range(waiting + 1)]
    seen = [Seen(99.0, STRANGER, 50 + number, "你好") for number in range(waiting)]
    declined = [Seen(99.5, STRANGER, 90, "你发得太快了,前面 20 条我还没看完")] if told else []
    ledger = Ledger(
        tuple(Received(number, f"700:{number}", STRANGER, True) for number in range(1, waiting + 1)),
        (
            *(
                Message(number, STRANGER, "reply", "你好", "sent", f"inbox:{number}", 49 + number)
                for number in range(1, waiting + 1)
            ),
            Message(90, STRANGER, "reply", "你发得太快了,前面 20 条我还没看完", "sent", "declined", 90),
        ),
        (),
        (),
    )
    fault = Fault("stop", "1", 0.0, 98.0)
    history = History(1000.0, [*sent, *seen, *declined, fault, Confirmed(100.0, waiting + 2)])
    assert ("lost" not in kinds(history, ledger)) == right


def test_a_repeat_with_the_mark_and_an_offer_are_right() -> None:
    history, ledger = story()
    again, offer = MARK + NUDGE, "之前这条不确定你收到没有:\n" + TEXTS[1]
    history.events = [*without(history.events, lambda event: isinstance(event, Seen) and event.message == 11)]
    history.events += [Seen(190.0, CHAT, 31, again), Seen(6.4, CHAT, 32, offer)]
    ledger = changed(ledger, "messages", 1, status="offered", shown_as=None)
    ledger = changed(ledger, "messages", 7, text=again, shown_as=31)
    offered = Message(9, CHAT, "reply", offer, "sent", "inbox:6", 32)
    assert kinds(history, replace(ledger, messages=(*ledger.messages, offered))) == set()


def test_what_counts_is_how_long_it_was_calm() -> None:
    history, ledger = story()
    history.events = [
        *moved(history.events, 15, at=40.0),
        Fault("stop", "1", 6.0, 16.0),
        Fault("kill", "1", 14.0, 22.0),
    ]
    verdict = Auditor(history, ledger).audit()
    assert verdict.violations == ()
    assert max(wait.whole for wait in verdict.waits) == 35.0 and max(wait.calm for wait in verdict.waits) == 18.0


def test_a_repeat_may_come_two_minutes_later() -> None:
    history, ledger = story()
    again = MARK + TEXTS[5]
    ledger = changed(ledger, "messages", 5, text=again)
    history.events = moved(history.events, 15, text=again, at=144.0)
    assert kinds(history, ledger) == set()
    history.events = moved(history.events, 15, at=146.0)
    assert kinds(history, ledger) == {"late"}


def test_a_reminder_set_by_a_wrong_clock_is_due_when_it_is_set() -> None:
    history, ledger = story()
    history.events = moved(history.events, 20, at=10.0)
    assert kinds(history, changed(ledger, "reminders", 1, named=10.0)) == set()


def test_a_reminder_handled_after_its_time_is_none() -> None:
    history, ledger = story()
    history.events = without(history.events, lambda event: isinstance(event, Seen) and event.message == 20)
    ledger = replace(ledger, reminders=(), messages=(*ledger.messages[:6], ledger.messages[7]))
    assert kinds(history, ledger) == {"lost"}
    late = "下午三点零三分已经过了,改到什么时候提醒你?"
    history.events = moved(history.events, 14, text=late)
    assert kinds(history, changed(ledger, "messages", 4, text=late)) == set()


def test_histories_and_ledgers_are_kept(tmp_path: Path) -> None:
    history, ledger = story()
    with Recorder(tmp_path / "history.jsonl") as recorder:
        for event in history.events:
            recorder.note(event)
    ledger.keep(tmp_path / "ledger.json")
    assert History.read(tmp_path / "history.jsonl").events == history.events
    assert Ledger.kept(tmp_path / "ledger.json") == ledger
