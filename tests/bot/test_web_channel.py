"""The web channel on a real database and real sockets: nothing is lost or doubled on the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from fake_bot import (
    CHEN_JING,
    START,
    ZHANG_WEI,
    FakeBot,
    deliver,
    delivering,
    open_page,
    said,
    set_status,
    status,
    wait_for,
)
from sqlmodel import select
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bot.channels.base import NotSent
from bot.channels.web import channel as web_channel
from bot.channels.web import entries
from bot.channels.web.channel import WebChannel
from bot.channels.web.frames import MOST_CHARACTERS
from bot.messaging.sends import Sending
from storage.conversations import Conversation, Inbox, Outbox, Run

# ---- saying


def test_what_is_said_is_kept_before_it_is_acknowledged(browser: TestClient, bot: FakeBot) -> None:
    with open_page(browser, ZHANG_WEI) as socket:
        socket.receive_json()
        socket.send_json({"id": "m-1", "text": "刚跟李总打完电话"})
        assert socket.receive_json() == {"received": "m-1"}
    with bot.db.read() as session:
        row = session.exec(select(Inbox)).one()
    assert (row.channel, row.event_id, row.address, row.at) == ("web", "demo:1:m-1", "demo:1", START)
    assert row.said == {"text": "刚跟李总打完电话"}


def test_a_repeat_is_acknowledged_and_changes_nothing(browser: TestClient, bot: FakeBot) -> None:
    for _ in range(2):
        with open_page(browser, ZHANG_WEI) as socket:
            socket.receive_json()
            for _ in range(2):
                socket.send_json({"id": "m-1", "text": "好"})
                assert socket.receive_json() == {"received": "m-1"}
    assert said(bot) == [{"text": "好"}]


def test_two_people_may_use_the_same_id(browser: TestClient, bot: FakeBot) -> None:
    for who in (ZHANG_WEI, CHEN_JING):
        with open_page(browser, who) as socket:
            socket.receive_json()
            socket.send_json({"id": "1", "text": str(who)})
            socket.receive_json()
    assert said(bot) == [{"text": "1"}, {"text": "2"}]


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "字" * MOST_CHARACTERS, "<script>alert(1)</script>"])
def test_any_text_is_taken_in(browser: TestClient, bot: FakeBot, text: str) -> None:
    with open_page(browser, ZHANG_WEI) as socket:
        socket.receive_json()
        socket.send_json({"id": "1", "text": text})
        assert socket.receive_json() == {"received": "1"}
    assert len(said(bot)) == 1


@pytest.mark.parametrize(
    "frame",
    [
        {"id": "1"},
        {"id": "", "text": "x"},
        {"id": "a b", "text": "x"},
        {"id": 7, "tap": "o:1:0\n"},
        {"id": {}, "text": 3},
        {"id": "1", "text": "字" * (MOST_CHARACTERS + 1)},
    ],
)
def test_what_can_never_be_taken_in_is_refused_with_a_reason(
    browser: TestClient, bot: FakeBot, frame: dict[str, Any]
) -> None:
    with open_page(browser, ZHANG_WEI) as socket:
        socket.receive_json()
        socket.send_json(frame)
        answer = socket.receive_json()
    assert answer["refused"] == frame["id"] and answer["reason"] and said(bot) == []


def test_noise_on_the_line_is_answered_with_the_time(browser: TestClient) -> None:
    with open_page(browser, ZHANG_WEI) as socket:
        socket.receive_json()
        for noise in ("", "{", "[]", "7", "{}", '{"ping": 1}', '{"got": 99}{'):
            socket.send_text(noise)
            assert socket.receive_json() == {"now": START.isoformat()}
        socket.send_bytes(b"\xff")
        assert "now" in socket.receive_json()
        for harmless in ({"got": []}, {"got": None}, {"seen": {}}, {"seen": [[]]}):
            socket.send_json(harmless)
        socket.send_json({"ping": 1})
        assert "now" in socket.receive_json()


def test_what_fails_to_be_kept_is_not_acknowledged(
    browser: TestClient, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_inbound: object) -> bool:
        raise OSError("disk full")

    with open_page(browser, ZHANG_WEI) as socket:
        socket.receive_json()
        with monkeypatch.context() as patch:
            patch.setattr(bot, "receive", broken)
            socket.send_json({"id": "1", "text": "在吗"})
            socket.send_json({"ping": 1})
            assert "now" in socket.receive_json()
        socket.send_json({"id": "1", "text": "在吗"})
        assert socket.receive_json() == {"received": "1"}
    assert said(bot) == [{"text": "在吗"}]


def test_ones_other_page_shows_what_was_said_on_the_first(browser: TestClient) -> None:
    with open_page(browser, ZHANG_WEI) as phone, open_page(browser, ZHANG_WEI) as desktop:
        phone.receive_json()
        desktop.receive_json()
        phone.send_json({"id": "m", "text": "在路上"})
        assert phone.receive_json() == {"received": "m"}
        entry = desktop.receive_json()["said"]
        assert (entry["id"], entry["from"], entry["text"]) == ("m", "me", "在路上")


# ---- being told


def test_a_message_is_delivered_once_the_page_says_so(browser: TestClient, bot: FakeBot, channel: WebChannel) -> None:
    row = bot.says(CHEN_JING, "和美超时了", "已跟进", "缓一缓", kind="nudge")
    with open_page(browser, CHEN_JING) as socket:
        assert socket.receive_json()["hello"]["entries"] == []
        assert list(channel.addresses()) == ["demo:2"] and bot.wakes == 1
        with delivering(browser, bot, channel):
            message = socket.receive_json()["message"]
            assert (message["id"], message["kind"], message["text"]) == (row, "nudge", "和美超时了")
            assert [b["data"] for b in message["buttons"]] == [f"o:{row}:0", f"o:{row}:1"]
            assert status(bot, row) == "sending"
            socket.send_json({"got": row})
            wait_for(browser, lambda: status(bot, row) == "sent")
            socket.send_json({"seen": [row, "x", -1]})
            socket.send_json({"ping": 1})
            socket.receive_json()
    with bot.db.read() as session:
        assert session.get_one(Outbox, row).seen_at == START
    assert list(channel.addresses()) == []


def test_what_nobody_acknowledges_comes_again(
    browser: TestClient, bot: FakeBot, channel: WebChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_channel, "ACKNOWLEDGE_SECONDS", 0.05)
    monkeypatch.setattr(web_channel, "AGAIN", timedelta(0))
    row = bot.says(CHEN_JING, "在吗")
    with delivering(browser, bot, channel):
        with open_page(browser, CHEN_JING) as asleep:
            asleep.receive_json()
            assert asleep.receive_json()["message"]["id"] == row
            with pytest.raises(WebSocketDisconnect) as closed:
                asleep.receive_json()
            assert closed.value.code == 1013
            wait_for(browser, lambda: status(bot, row) == "pending")
        with open_page(browser, CHEN_JING) as awake:
            awake.receive_json()
            assert awake.receive_json()["message"]["id"] == row
            awake.send_json({"got": row})
            wait_for(browser, lambda: status(bot, row) == "sent")


def test_nobody_can_acknowledge_for_somebody_else(browser: TestClient, bot: FakeBot, channel: WebChannel) -> None:
    row = bot.says(CHEN_JING, "只给你")
    with open_page(browser, CHEN_JING) as hers, open_page(browser, ZHANG_WEI) as his:
        hers.receive_json()
        his.receive_json()
        with delivering(browser, bot, channel):
            hers.receive_json()
            his.send_json({"got": row})
            his.send_json({"ping": 1})
            his.receive_json()
            assert status(bot, row) == "sending"
            hers.send_json({"got": row})
            wait_for(browser, lambda: status(bot, row) == "sent")


def test_without_a_page_a_message_is_not_taken(channel: WebChannel) -> None:
    sending = Sending(1, 1, "web", "demo:1", "reply", "在?", (), None, START, None)
    with pytest.raises(NotSent) as refusal:
        asyncio.run(channel.send(sending))
    assert refusal.value.retry_after == timedelta(seconds=2)


# ---- what is shown on opening


def test_the_history_has_both_sides_in_order(browser: TestClient, bot: FakeBot) -> None:
    row = bot.says(ZHANG_WEI, "跟哪位?", "宏远", "明德")
    deliver(bot, row)
    with open_page(browser, ZHANG_WEI) as socket:
        socket.receive_json()
        for number, frame in enumerate([{"text": "第一句"}, {"tap": f"o:{row}:1"}, {"tap": "o:999:0"}]):
            bot.clock.at += timedelta(minutes=1)
            socket.send_json({"id": f"m{number}", **frame})
            socket.receive_json()
    with open_page(browser, ZHANG_WEI) as socket:
        hello = socket.receive_json()["hello"]
    shown = [(e["from"], e["id"], e["text"]) for e in hello["entries"]]
    assert shown == [
        ("bot", row, "跟哪位?"),
        ("me", "m0", "第一句"),
        ("me", "m1", "明德"),
        ("me", "m2", "（按了按钮）"),
    ]
    assert hello["entries"][2]["tap"] == f"o:{row}:1"


def test_the_history_shows_only_ones_own_and_nothing_that_is_not_due(browser: TestClient, bot: FakeBot) -> None:
    deliver(bot, bot.says(CHEN_JING, "陈静的"))
    bot.says(ZHANG_WEI, "还没送的")
    cancelled = bot.says(ZHANG_WEI, "撤回的")
    set_status(bot, cancelled, "cancelled")
    with open_page(browser, ZHANG_WEI) as socket:
        assert socket.receive_json()["hello"]["entries"] == []


def test_a_heavy_history_shows_its_end(browser: TestClient, bot: FakeBot) -> None:
    for row in [bot.says(ZHANG_WEI, mark * (entries.LARGEST // 2)) for mark in "甲乙丙"]:
        deliver(bot, row)
    with open_page(browser, ZHANG_WEI) as socket:
        shown = socket.receive_json()["hello"]["entries"]
    assert [entry["text"][0] for entry in shown] == ["乙", "丙"]


def test_a_long_history_shows_its_end(browser: TestClient, bot: FakeBot) -> None:
    for number in range(105):
        deliver(bot, bot.says(ZHANG_WEI, f"第{number}条"))
    with open_page(browser, ZHANG_WEI) as socket:
        entries = socket.receive_json()["hello"]["entries"]
    assert [e["text"] for e in entries] == [f"第{n}条" for n in range(5, 105)]


def test_buttons_of_answered_questions_look_spent(browser: TestClient, bot: FakeBot) -> None:
    with bot.db.write() as session:
        conversation = Conversation(key="m:1", member_id=ZHANG_WEI)
        session.add(conversation)
        session.flush()
        assert conversation.id
        open_run, done = (
            Run(conversation_id=conversation.id, flow="f", version=1, status=s, opened_at=START, updated_at=START)
            for s in ("waiting", "done")
        )
        session.add_all([open_run, done])
        session.flush()
        for run, step in ((done, 1), (open_run, 1), (open_run, 2)):
            session.add(
                Outbox(
                    conversation_id=conversation.id,
                    kind="reply",
                    text="问",
                    choices=[{"label": "甲"}],
                    run_id=run.id,
                    step=step,
                    at=START,
                    status="sent",
                )
            )
    offer = bot.says(ZHANG_WEI, "已记录", "撤回")
    deliver(bot, offer)
    with open_page(browser, ZHANG_WEI) as socket:
        assert spent_of(socket.receive_json()["hello"]["entries"]) == [True, True, False, False]


def spent_of(entries: list[dict[str, Any]]) -> list[bool]:
    return [all(button["spent"] for button in entry["buttons"]) for entry in entries]


def test_the_channel_recognises_repeats(channel: WebChannel) -> None:
    assert channel.name == "web" and channel.capabilities.recognises_repeats and list(channel.addresses()) == []
