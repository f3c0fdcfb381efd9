"""An Official Account of WeChat's against the platform on the wire: what comes in counts once, what goes out shows
once, within the window."""

from __future__ import annotations

import asyncio
import io
import logging
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
import structlog
from bot_process import Process
from fake_bot import CHEN_JING, START, ZHANG_WEI, FakeBot
from peers.cgi_peer import xml
from peers.official_api import OfficialApi
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot.channels.base import MaybeSent, NotFetched, NotSent, Unreachable, WindowClosed, reach_of
from bot.channels.official import api, callback, refusals, words
from bot.channels.official import channel as channels
from bot.channels.official.channel import OfficialChannel
from bot.channels.official.credentials import Credentials
from bot.channels.tencent import tokens
from bot.channels.tencent import trouble as troubles
from bot.conversation.attachments import Attachment, Audio, Document, Image
from bot.messaging import inbox, sends, unreachable
from bot.messaging.inbound import Inbound, Media, Said
from bot.messaging.sends import Sending
from bot.runtime import leases, logs
from bot.turn.prepare import FileUnavailable
from storage.background import PlatformValue
from storage.conversations import Inbox, Outbox
from storage.media import MAX_BYTES
from storage.people import Identity

ZHANG, CHEN, STRANGER = "oZhangWei", "oChenJing", "oPasserBy"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
AMR = b"#!AMR\n" + bytes(99)
LONG = "\n".join(["已记录:宏远 · 李总 · 电话", *["·又说了一点别的事情"] * 99])  # three messages of WeChat's


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OfficialApi]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with OfficialApi() as peer:
        yield peer


@pytest.fixture
def app(bot: FakeBot, server: OfficialApi) -> Iterator[FakeBot]:
    """张伟 and 陈静 write from the account; every commit is something that a test may wait for."""
    with bot.db.write() as session:
        session.add(Identity(channel="official", address=ZHANG, member_id=ZHANG_WEI, last_seen_at=START))
        there = session.exec(select(Identity).where(col(Identity.member_id) == CHEN_JING)).one()
        there.channel, there.address = "official", CHEN
    server.now = lambda: bot.clock.now().timestamp()
    event.listen(Session, "after_commit", server.changed)
    event.listen(bot.db.engine, "commit", server.changed)
    yield bot
    event.remove(Session, "after_commit", server.changed)


@pytest.fixture(autouse=True)
def hurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers in most tests, and nobody waits for it."""
    if "patient" not in request.fixturenames:
        monkeypatch.setattr(callback, "SECONDS", 0.2)


@pytest.fixture
def patient() -> None:
    """Answers come, and are waited for as long as WeChat waits."""


class at_work(Process):
    """A process: its channel and delivery, until the end of the block."""

    channel: OfficialChannel

    def __init__(self, app: FakeBot, server: OfficialApi, *, delivers: bool = True, **other: Any) -> None:
        super().__init__(app, callback.PATH, delivers=delivers)
        self._server = server
        key = "" if server.mode == "plain" else server.aes_key
        self._credentials = replace(Credentials(server.app_id, server.secret, server.token, key, server.url), **other)

    def __enter__(self) -> at_work:
        super().__enter__()
        self._server.post = self.called
        return self

    def made(self) -> OfficialChannel:
        return OfficialChannel(
            self.app, self._credentials, leases.NamedLease(self.app.db, api.LEASE_NAME, tokens.LEASE)
        )

    def called(self, query: str, body: bytes) -> tuple[int, bytes]:
        answer = self.asked(query, body)
        return answer.status_code, answer.content


@pytest.fixture
def process(app: FakeBot, server: OfficialApi) -> Iterator[at_work]:
    """Nothing is delivered by itself."""
    with at_work(app, server, delivers=False) as made:
        yield made


def heard(app: FakeBot) -> list[tuple[str, dict[str, Any]]]:
    with app.db.read() as session:
        return [(row.address, row.said) for row in session.exec(select(Inbox).order_by(col(Inbox.id)))]


def media(app: FakeBot, number: int = 0) -> Media:
    found = Said.from_json(heard(app)[number][1]).media
    assert found is not None
    return found


def out(app: FakeBot, row: int) -> Outbox:
    with app.db.read() as session:
        return session.get_one(Outbox, row)


def becomes(app: FakeBot, row: int, status: str) -> Callable[[], bool]:
    return lambda: out(app, row).status == status


def answers(app: FakeBot, *texts: str, labels: tuple[str, ...] = ()) -> list[int]:
    """From now on everything that is written is answered like this, at once. Returns the rows, as they come."""
    rows: list[int] = []

    def receive(inbound: Inbound) -> bool:
        if not FakeBot.receive(app, inbound):
            return False
        handled(app)
        member = ZHANG_WEI if inbound.sender == ZHANG else CHEN_JING
        rows.extend(app.says(member, text, *labels) for text in texts)
        app.committed()
        return True

    app.receive = receive  # type: ignore[method-assign]
    return rows


def handled(app: FakeBot) -> None:
    with app.db.write() as session:
        for row in session.exec(select(Inbox).where(col(Inbox.handled_at).is_(None))):
            row.handled_at = app.clock.now()


def sending(app: FakeBot, text: str, *labels: str, attachments: tuple[Attachment, ...] = ()) -> Sending:
    """A message that is claimed for 张伟, who has just written."""
    handled(app)
    row = app.says(ZHANG_WEI, text, *labels, attachments=attachments)
    found = sends.claim_next(app.db, app.clock.now(), [sends.Reach("official", recognises_repeats=False)])
    assert found is not None and found.id == row
    return found


def kinds(server: OfficialApi, user: str = ZHANG) -> list[tuple[str, str]]:
    return [(shown.kind, shown.text) for shown in server.messages(user)]


# ---- in


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_what_is_written_is_kept_once_by_account_sender_and_msgid(app: FakeBot, server: OfficialApi, mode: str) -> None:
    server.mode = mode
    with at_work(app, server, delivers=False):
        first = server.says(ZHANG, "刚跟李总 ]]> <a> & 打完电话")
        server.says(ZHANG, "刚跟李总打完电话", MsgId=first)
        server.says(CHEN, "早", MsgId=first)
    assert heard(app) == [(ZHANG, {"text": "刚跟李总 ]]> <a> & 打完电话"}), (CHEN, {"text": "早"})]
    with app.db.read() as session:
        row = session.exec(select(Inbox).order_by(col(Inbox.id))).first()
    assert row is not None and (row.channel, row.event_id) == ("official", f"{server.app_id}:{ZHANG}:{first}")
    assert server.status == 200 and not server.unanswered and not server.called("media/get")


def test_voice_that_wechat_has_heard_is_its_words_and_other_voice_is_fetched(
    app: FakeBot, server: OfficialApi, process: at_work
) -> None:
    server.speaks(ZHANG, AMR, heard="刚跟李总打完电话。")
    server.speaks(ZHANG, AMR)
    server.sends_file(ZHANG, PNG)
    server.sends_file(ZHANG, b"mp4" * 9, "video")
    server.sends_file(ZHANG, b"mp4" * 9, "shortvideo")
    server.sends_file(ZHANG, bytes(MAX_BYTES + 1), "video")
    assert not server.called("media/get")
    found = [media(app, number) for number in range(6)]
    assert (found[0].kind, found[0].heard, found[0].is_only_heard) == ("voice", "刚跟李总打完电话。", True)
    assert [(each.kind, each.suffix) for each in found[1:4]] == [
        ("voice", ".amr"),
        ("image", ".jpg"),
        ("video", ".mp4"),
    ]
    got = [process.call(process.channel.fetch(each)).data for each in found[1:5]]
    assert got == [AMR, PNG, b"mp4" * 9, b"mp4" * 9]
    with pytest.raises(FileUnavailable, match="25 MB"):
        process.call(process.channel.fetch(found[5]))
    server.forgets_media()
    with pytest.raises(FileUnavailable, match="三天"):
        process.call(process.channel.fetch(found[1]))
    server.revoke()
    server.untrusted_ip = "203.0.113.9"
    with pytest.raises(NotFetched):
        process.call(process.channel.fetch(found[1]))


@pytest.mark.parametrize(
    ("kind", "about", "answer"),
    [
        ("location", {"Location_X": "23.1", "Location_Y": "113.3", "Scale": "15", "Label": "某地"}, words.NO_LOCATION),
        ("link", {"Title": "文章", "Url": "https://example.com"}, words.NO_LINK),
        ("file", {"Title": "名单.xlsx"}, words.NOT_READABLE),
        ("text", {"Content": " "}, None),
    ],
)
def test_what_cannot_be_read_is_answered_at_once(
    app: FakeBot, server: OfficialApi, process: at_work, kind: str, about: dict[str, str], answer: str | None
) -> None:
    server.writes(ZHANG, kind, **about)
    assert kinds(server) == ([("answer", answer)] if answer else []) and heard(app) == []
    assert not server.called("message/custom/send")


def test_who_follows_learns_the_way_in_unless_they_are_of_the_company(
    app: FakeBot, server: OfficialApi, process: at_work
) -> None:
    server.follows(STRANGER)
    server.follows(ZHANG)
    assert server.texts(STRANGER) == [words.WELCOME] and server.texts(ZHANG) == [words.WELCOME_BACK]
    assert heard(app) == []


def test_a_scanned_code_is_an_invitation(app: FakeBot, server: OfficialApi, process: at_work) -> None:
    server.follows(STRANGER, "ABCD2345")
    app.clock.at += timedelta(seconds=1)
    server.scans(STRANGER, "ABCD2345")
    server.scans(STRANGER, "not a code")
    assert heard(app) == [(STRANGER, {"text": "加入 ABCD2345"})] * 2


def test_an_entry_of_the_menu_is_what_its_key_says_and_counts_once(
    app: FakeBot, server: OfficialApi, process: at_work
) -> None:
    server.clicks(ZHANG, "我手上有哪些单子")
    server.clicks(ZHANG, "我手上有哪些单子")  # in the same second: the same tap, come again
    app.clock.at += timedelta(seconds=1)
    server.clicks(ZHANG, "我手上有哪些单子")
    server.event(ZHANG, "VIEW", EventKey="https://example.com")
    server.event(ZHANG, "LOCATION", Latitude="23.1")
    server.event(ZHANG, "TEMPLATESENDJOBFINISH", Status="success")
    assert heard(app) == [(ZHANG, {"text": "我手上有哪些单子"})] * 2


def test_who_leaves_is_written_to_elsewhere(app: FakeBot, server: OfficialApi, process: at_work) -> None:
    with app.db.write() as session:
        session.add(
            Identity(channel="web", address="zhang", member_id=ZHANG_WEI, last_seen_at=START - timedelta(days=9))
        )
    row = app.says(ZHANG_WEI, "鼎新超时", kind="nudge")
    assert out(app, row).channel == "official"
    server.leaves(ZHANG)
    assert (out(app, row).channel, out(app, row).address) == ("web", "zhang")
    server.leaves(STRANGER)
    assert heard(app) == []


def test_an_account_without_a_menu_is_given_one_and_another_is_left_alone(app: FakeBot, server: OfficialApi) -> None:
    with at_work(app, server):
        server.until(lambda: server.menu)
    assert server.menu is not None and [each["name"] for each in server.menu["button"]] == [
        "今天跟谁",
        "我的单子",
        "帮助",
    ]
    server.menu = theirs = {"button": [{"type": "view", "name": "官网", "url": "https://example.com"}]}
    before = len(server.called("get_current_selfmenu_info"))
    with at_work(app, server):
        server.until(lambda: len(server.called("get_current_selfmenu_info")) > before)
    assert server.menu == theirs and len(server.called("menu/create")) == 1


def test_what_was_not_kept_comes_again(app: FakeBot, server: OfficialApi, process: at_work) -> None:
    away = [True, True]

    def receive(inbound: Inbound) -> bool:
        if away:
            away.pop()
            raise OperationalError("INSERT", {}, OSError("gone"))
        return FakeBot.receive(app, inbound)

    app.receive = receive  # type: ignore[method-assign]
    server.says(ZHANG, "早")
    assert heard(app) == [(ZHANG, {"text": "早"})] and server.status == 200


def test_an_insert_that_takes_long_is_not_waited_for(app: FakeBot, server: OfficialApi, process: at_work) -> None:
    free = threading.Event()

    def receive(inbound: Inbound) -> bool:
        free.wait(20)
        return FakeBot.receive(app, inbound)

    app.receive = receive  # type: ignore[method-assign]
    query, body = server.seal(message(server, "早", 1), ZHANG)
    assert process.post(query, body) == 503
    free.set()
    server.until(lambda: heard(app))
    assert process.post(query, body) == 200 and heard(app) == [(ZHANG, {"text": "早"})]


def test_what_comes_once_it_takes_nothing_in_comes_again_elsewhere(
    app: FakeBot, server: OfficialApi, process: at_work
) -> None:
    process.channel._callback.is_open = False
    server.says(ZHANG, "早")
    assert server.status == 503 and heard(app) == []


# ---- answers to callbacks


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_an_answer_that_is_ready_is_the_answer_to_the_callback(app: FakeBot, server: OfficialApi, mode: str) -> None:
    server.mode = mode
    rows = answers(app, "哪一类异议? ]]> & <b>", labels=("价格敏感", "暂无"))
    with at_work(app, server):
        server.says(ZHANG, "刚跟李总打完电话")
        server.until(lambda: becomes(app, rows[0], "sent")())
    assert kinds(server) == [("answer", "哪一类异议? ]]> & <b>\n（回数字就行）\n1. 价格敏感\n2. 暂无")]
    assert not server.called("message/custom/send") and out(app, rows[0]).platform_id == "answer"


@pytest.mark.usefixtures("patient")
def test_what_comes_after_the_first_words_goes_by_service(app: FakeBot, server: OfficialApi) -> None:
    rows = answers(app, "一", LONG)
    with at_work(app, server):
        server.says(ZHANG, "早")
        server.until(lambda: len(rows) == 2 and becomes(app, rows[1], "sent")())
    shown = kinds(server)
    assert [text for kind, text in shown if kind == "answer"] == ["一"] and len(shown) == 3
    assert "\n".join(text for kind, text in shown if kind == "text") == LONG


def test_an_answer_that_takes_longer_goes_by_service(app: FakeBot, server: OfficialApi) -> None:
    with at_work(app, server):
        server.says(ZHANG, "早")
        assert kinds(server) == [] and server.status == 200
        handled(app)
        row = app.says(ZHANG_WEI, "在")
        app.committed()
        server.until(becomes(app, row, "sent"))
    assert kinds(server) == [("text", "在")] and out(app, row).platform_id == "service"


def test_nobody_is_given_what_is_for_somebody_else(app: FakeBot, server: OfficialApi) -> None:
    with at_work(app, server) as process:
        server.says(CHEN, "早")
        handled(app)
        callback.SECONDS = 2.0  # reset by the fixture
        asking = threading.Thread(target=server.says, args=(ZHANG, "早"))
        asking.start()
        server.until(lambda: process.channel._passive._waiting)
        handled(app)
        row = app.says(CHEN_JING, "给陈静的")
        app.committed()
        server.until(becomes(app, row, "sent"))
        asking.join()
    assert kinds(server, CHEN) == [("text", "给陈静的")] and kinds(server) == []


@pytest.mark.usefixtures("patient")
def test_a_callback_that_comes_again_is_given_the_same_answer_and_nothing_more(
    app: FakeBot, server: OfficialApi
) -> None:
    """The first answer got lost on the way: WeChat calls again, five seconds later."""
    rows = answers(app, "在")
    with at_work(app, server) as process:
        query, body = server.seal(message(server, "早", 1), ZHANG)
        server._windows[ZHANG] = [server.time() + 99, 5]
        first = process.asked(query, body)
        server.until(lambda: becomes(app, rows[0], "sent")())
        again = process.asked(query, body)
        texts = [server._opened(parsed(answer.content)) for answer in (first, again)]
        assert all("<![CDATA[在]]>" in text for text in texts)
    assert len(rows) == 1 and not server.called("message/custom/send")
    assert heard(app) == [(ZHANG, {"text": "早"})]


def parsed(content: bytes) -> Any:
    import xmltodict

    return xmltodict.parse(content.decode())["xml"]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(("kind", "becoming"), [("reply", "maybe"), ("nudge", "sending")])
def test_an_answer_of_which_nobody_knows_whether_it_went_may_have_been_sent(
    app: FakeBot, server: OfficialApi, kind: str, becoming: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: Any) -> None:
        raise OSError("the connection is gone")

    monkeypatch.setattr(callback.Response, "__call__", breaks)
    rows: list[int] = []

    def receive(inbound: Inbound) -> bool:
        kept = FakeBot.receive(app, inbound)
        handled(app)
        rows.append(app.says(ZHANG_WEI, "在", kind=kind))
        app.committed()
        return kept

    app.receive = receive  # type: ignore[method-assign]
    with at_work(app, server) as process:
        query, body = server.seal(message(server, "早", 1), ZHANG)
        with pytest.raises(OSError, match="gone"):
            process.asked(query, body)
        server.until(lambda: out(app, rows[0]).retry_at is not None)
    assert out(app, rows[0]).status == becoming and not server.called("message/custom/send")


def test_killed_between_answer_and_mark_it_is_never_sent_again_unmarked(app: FakeBot, server: OfficialApi) -> None:
    server.post = lambda query, body: (200, b"success")
    server.says(ZHANG, "早")
    inbox.receive(app.db, Inbound("official", "1", ZHANG, Said(text="早"), START))
    claimed = sending(app, "在")  # given as an answer, and the process dies
    with app.db.write() as session:
        row = session.get_one(Outbox, claimed.id)
        assert row.claimed_at is not None
        row.claimed_at -= timedelta(minutes=5)
    with at_work(app, server):
        server.until(becomes(app, claimed.id, "maybe"))
    assert kinds(server) == []


# ---- out


def writes(app: FakeBot, server: OfficialApi, user: str = ZHANG) -> None:
    """Somebody writes, and nobody answers."""
    server.says(user, "在")
    handled(app)


def test_files_go_out_as_what_they_are_and_up_once(app: FakeBot, server: OfficialApi, process: at_work) -> None:
    writes(app, server)
    picture, voice, paper = app.media.put(PNG, ".png"), app.media.put(AMR, ".amr"), app.media.put(b"%PDF-1", ".pdf")
    attachments = (Image(picture), Audio(voice), Document(paper, "技术协议.pdf"))
    claimed = sending(app, "都在这里", "收到", attachments=attachments)
    ids = process.call(process.channel.send(claimed))
    shown = kinds(server)
    assert [kind for kind, _ in shown] == ["image", "voice", "text"]
    assert "都在这里" in shown[2][1] and "[文件]技术协议.pdf" in shown[2][1] and "1. 收到" in shown[2][1]
    assert ids == "service,service,service" and len(server.called("media/upload")) == 2
    sends.sent(app.db, claimed, app.clock.now(), ids)
    app.clock.at += timedelta(seconds=1)
    writes(app, server)
    server.forgets_media()
    process.call(process.channel.send(sending(app, "", attachments=(Image(picture),))))
    assert kinds(server)[-1] == ("image", "") and len(server.called("media/upload")) == 3


def test_what_wechat_does_not_take_is_named_in_words(app: FakeBot, server: OfficialApi, process: at_work) -> None:
    writes(app, server)
    large = app.media.put(PNG + bytes(11 * 1024 * 1024), ".png")
    process.call(process.channel.send(claimed := sending(app, "", attachments=(Image(large, "本周漏斗"),))))
    assert kinds(server) == [("text", "[图片]本周漏斗")]
    sends.sent(app.db, claimed, app.clock.now(), "service")
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(replace(sending(app, "x"), text="")))
    assert refusal.value.retry_after is None


def test_the_window_is_kept_and_what_waited_comes_when_they_write(app: FakeBot, server: OfficialApi) -> None:
    """WeChat is asked for nothing that it would refuse."""
    with at_work(app, server):
        writes(app, server)
        rows = [app.says(ZHANG_WEI, f"{number}", kind="nudge") for number in range(7)]
        app.committed()
        server.until(becomes(app, rows[4], "sent"))
        app.clock.at += timedelta(hours=49)
        late = app.says(ZHANG_WEI, "隔天的", kind="nudge")
        other = app.says(CHEN_JING, "没说过话的", kind="nudge")
        writes(app, server)
        app.committed()
        server.until(becomes(app, late, "sent"))
    assert server.texts(ZHANG) == ["0", "1", "2", "3", "4", "5", "6", "隔天的"]
    assert out(app, other).status == "pending"
    assert set(server.refused) <= {42001}  # the token is two days old


def test_a_message_of_which_only_a_part_would_be_taken_is_not_begun(
    app: FakeBot, server: OfficialApi, process: at_work
) -> None:
    writes(app, server)
    for number in range(4):
        sends.sent(app.db, sending(app, f"{number}"), app.clock.now(), "service")
    with pytest.raises(WindowClosed):
        process.call(process.channel.send(sending(app, LONG)))
    assert kinds(server) == []


def test_longer_than_any_window_it_goes_on_when_they_write(app: FakeBot, server: OfficialApi) -> None:
    text = "\n".join(["·又说了一点别的事情,还有下一步"] * 330)
    with at_work(app, server):
        writes(app, server)
        row = app.says(ZHANG_WEI, text)
        app.committed()
        server.until(lambda: out(app, row).held_at is not None)
        assert len(server.texts(ZHANG)) == 5 and out(app, row).status == "pending"
        app.clock.at += timedelta(hours=1)
        writes(app, server)
        app.committed()
        server.until(becomes(app, row, "sent"))
    assert "\n".join(server.texts(ZHANG)) == text


@pytest.mark.parametrize("code", [45015, 45047, 48001])
def test_refused_though_it_seemed_open_it_waits_or_goes_elsewhere(app: FakeBot, server: OfficialApi, code: int) -> None:
    server.refuses[ZHANG] = [code]
    with at_work(app, server) as process:
        writes(app, server)
        row = app.says(ZHANG_WEI, "鼎新超时", kind="nudge")
        app.committed()
        server.until(lambda: out(app, row).held_at is not None)
        assert len(server.called("message/custom/send")) == 1
        with app.db.write() as session:
            known = Identity(
                channel="web", address="zhang", member_id=ZHANG_WEI, last_seen_at=START - timedelta(days=9)
            )
            session.add(known)
        reaches = [reach_of(process.channel), sends.Reach("web", recognises_repeats=True)]
        assert unreachable.move_on(app.db, app.clock.now(), reaches) == 1
    assert (out(app, row).channel, out(app, row).held_at) == ("web", None)


@pytest.mark.parametrize("trouble", ["drops", "fails"])
def test_without_an_answer_nobody_knows_and_it_does_not_go_again_by_itself(
    app: FakeBot, server: OfficialApi, process: at_work, trouble: str
) -> None:
    writes(app, server)
    getattr(server, trouble)[ZHANG] = ["after"]
    with pytest.raises(MaybeSent):
        process.call(process.channel.send(sending(app, "在吗")))
    assert server.texts(ZHANG) == ["在吗"]


def test_a_token_that_ended_is_fetched_once_and_the_message_goes(
    app: FakeBot, server: OfficialApi, process: at_work
) -> None:
    server.until(lambda: server.menu)
    before = len(server.called("stable_token"))
    server.revoke()  # 40001
    process.call(process.channel._api.get("get_current_selfmenu_info"))
    assert len(server.called("stable_token")) == before + 1
    server.ahead = 7300  # it has run out by WeChat's clock: 42001
    process.call(process.channel._api.get("get_current_selfmenu_info"))
    assert len(server.called("stable_token")) == before + 2
    server.dead.add(server._token[0])  # and is given out all the same: another is forced
    process.call(process.channel._api.get("get_current_selfmenu_info"))
    forced = [call.body["force_refresh"] for call in server.called("stable_token")[before:]]
    assert forced == [False, False, False, True]


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_token_refused_again_and_again_is_not_fetched_again_and_again(
    app: FakeBot, server: OfficialApi, process: at_work, code: int
) -> None:
    server.until(lambda: server.menu)
    writes(app, server)
    server.refuses[ZHANG] = [code] * 9
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(sending(app, "一")))
    assert refusal.value.retry_after == refusals.TOKEN_PAUSE and not refusal.value.counts
    assert len(server.called("stable_token")) <= 3 and len(server.called("message/custom/send")) == 2


def test_one_token_for_all_processes_sealed_in_the_database(app: FakeBot, server: OfficialApi) -> None:
    with at_work(app, server, delivers=False) as first, at_work(app, server, delivers=False) as second:
        for process in (first, second):
            process.call(process.channel._api.get("get_current_selfmenu_info"))
        with app.db.read() as session:
            kept = [value.value for value in session.exec(select(PlatformValue))]
    assert len(server.called("stable_token")) == 1
    assert len(kept) == 1 and server._token[0] not in kept[0]


@pytest.mark.parametrize(
    ("code", "pause", "counts"),
    [(-1, refusals.BUSY_PAUSE, True), (45009, refusals.MENDED_PAUSE, False), (40008, None, True)],
)
def test_what_wechat_refuses_is_known(
    app: FakeBot, server: OfficialApi, process: at_work, code: int, pause: timedelta | None, counts: bool
) -> None:
    writes(app, server)
    server.refuses[ZHANG] = [code]
    claimed = sending(app, "在吗")
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(claimed))
    assert (refusal.value.retry_after, refusal.value.counts) == (pause, counts)
    process.call(process.channel.send(claimed))
    assert server.texts(ZHANG) == ["在吗"]


def test_of_who_does_not_follow_the_administrator_learns(app: FakeBot, server: OfficialApi, process: at_work) -> None:
    with pytest.raises(Unreachable) as refusal:
        process.call(process.channel.send(sending(app, "在吗")))
    assert refusal.value.retry_after is None and "没有关注" in refusal.value.remedy.format(name="张伟")
    writes(app, server)
    server._gone.add(ZHANG)
    sends.recover(app.db, [sends.Reach("official", recognises_repeats=True)])
    claimed = sends.claim_next(app.db, app.clock.now(), [sends.Reach("official", recognises_repeats=False)])
    assert claimed is not None
    with pytest.raises(Unreachable):
        process.call(process.channel.send(claimed))


@pytest.mark.parametrize(
    ("given", "ip", "sentence"),
    [
        ({}, "203.0.113.9", "IP白名单"),
        ({"secret": "wrong"}, "", "AppSecret"),
        ({"app_id": "wx-wrong"}, "", "AppID"),
        ({"base_url": "http://127.0.0.1:9"}, "", "连不上"),
    ],
)
def test_what_only_the_administrator_can_mend_is_said_and_messages_wait(
    app: FakeBot,
    server: OfficialApi,
    given: dict[str, Any],
    ip: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.untrusted_ip = ip

    async def trouble(process: at_work) -> str:
        return process.channel.trouble() or ""

    with at_work(app, server, delivers=False, **given) as process:
        with pytest.raises(NotSent) as refusal:
            process.call(process.channel.send(claimed := sending(app, "在吗")))
        assert refusal.value.retry_after is not None and not refusal.value.counts
        assert process.call(trouble(process)) == ""  # for a minute nobody need know
        monkeypatch.setattr(troubles, "SECONDS", 0.0)
        assert sentence in process.call(trouble(process)) and ip in process.call(trouble(process))
        if ip:
            server.untrusted_ip = ""
            writes(app, server)
            process.call(process.channel.send(claimed))
            assert process.call(trouble(process)) == ""


def test_an_account_that_may_not_serve_answers_and_keeps_the_rest(
    app: FakeBot, server: OfficialApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.certified = False
    monkeypatch.setattr(troubles, "SECONDS", 0.0)
    monkeypatch.setattr(callback, "SECONDS", 3.8)
    rows = answers(app, "一", "二")
    with at_work(app, server) as process:
        server.says(ZHANG, "早")
        server.until(lambda: len(rows) == 2 and out(app, rows[1]).held_at is not None)

        async def trouble() -> str:
            return process.channel.trouble() or ""

        assert "客服消息" in process.call(trouble())
    assert kinds(server) == [("answer", "一")] and out(app, rows[1]).status == "pending"


# ---- what strangers send to the address


def message(server: OfficialApi, text: str, number: int) -> str:
    return xml(
        {
            "ToUserName": server.account,
            "FromUserName": ZHANG,
            "CreateTime": 1,
            "MsgType": "text",
            "Content": text,
            "MsgId": str(number),
        }
    )


@pytest.mark.parametrize("mode", ["plain", "safe"])
def test_the_address_is_tried_out_with_get(app: FakeBot, server: OfficialApi, mode: str) -> None:
    server.mode = mode
    parts = dict(parse_qsl(server.seal("", mode="plain")[0]))
    with at_work(app, server, delivers=False) as process:
        answer = process.asked(urlencode(parts | {"echostr": "1616140317555161061"}), method="GET")
        assert (answer.status_code, answer.text) == (200, "1616140317555161061")
        assert process.asked(urlencode(parts | {"echostr": "1", "nonce": "9"}), method="GET").status_code == 403
        for echostr in ("", "<script>" + "a" * 300, "\x01"):
            assert process.asked(urlencode(parts | {"echostr": echostr}), method="GET").status_code == 400
        assert process.asked("", method="GET").status_code == 403


def test_where_a_key_is_set_what_is_in_plain_has_no_effect(app: FakeBot, server: OfficialApi, process: at_work) -> None:
    query, body = server.seal(message(server, "早", 1), ZHANG, "plain")
    assert process.post(query, body) == 400 and heard(app) == []


def test_where_none_is_set_what_is_encrypted_is_refused(app: FakeBot, server: OfficialApi) -> None:
    with at_work(app, server, delivers=False, aes_key="") as process:
        assert process.post(*server.seal(message(server, "早", 1), ZHANG)) == 400
    assert heard(app) == []


def bad_requests(server: OfficialApi, count: int, seed: int) -> list[tuple[str, bytes]]:
    """So many that are malformed, forged, old, of another, wrongly encrypted or too large; and a few that are signed
    and mean nothing."""
    chance = random.Random(seed)
    sealer = server.sealer
    good = message(server, "早", 1)
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + good.replace("早", "&b;" * 99)
    rubbish: list[str | bytes] = [
        "", "<xml>", "<xml/>", "<xml></xml>", "no xml", "<a><b/></a>", "<xml><MsgType/></xml>", "<xml>\x01</xml>", bomb,
        "<xml><MsgType>text</MsgType></xml>", "<xml><MsgType>event</MsgType></xml>", "<xml><FromUserName/></xml>",
        "<xml><MsgType><a>1</a></MsgType></xml>", "<xml><MsgType>text</MsgType><MsgType>text</MsgType></xml>",
        "<xml><MsgType>text</MsgType><FromUserName>x</FromUserName></xml>", '<?xml-stylesheet href="x"?><xml/>',
        "<xml><MsgType>device_x</MsgType></xml>", b"\xff\xfe<xml/>", b"\x00" * 64, "<xml>" * 3000,
        "<xml><MsgType>event</MsgType><Event><a/></Event><FromUserName> </FromUserName></xml>",
    ]  # fmt: skip
    found: list[tuple[str, bytes]] = [("", b""), ("signature=1", b"<xml>"), ("", b"A" * 70_000)]
    while len(found) < count:
        query, body = server.seal(good, ZHANG)
        parts = dict(parse_qsl(query))
        match chance.randrange(8):
            case 0:
                found.append(server.seal(chance.choice(rubbish), ZHANG))
            case 1:  # another signature, time or nonce
                name = chance.choice(("msg_signature", "timestamp", "nonce"))
                found.append((urlencode(parts | {name: parts[name][:-1] + "x"}), body))
            case 2:  # another text
                cut = chance.randrange(len(body))
                found.append((urlencode(parts | {"msg_signature": "0" * 40}), body[:cut] + b"?" + body[cut + 1 :]))
            case 3:  # another key, or another account's
                other = replace(sealer, **chance.choice([{"aes_key": "A" * 43}, {"receiver": "wx-another"}]))
                sealed = other.encrypted(good)
                signed = sealer.signature(parts["timestamp"], parts["nonce"], sealed)
                found.append((urlencode(parts | {"msg_signature": signed}), b"<Encrypt>%s</Encrypt>" % sealed.encode()))
            case 4:  # nothing that can be decrypted
                plain = chance.choice([b"", b"1" * 16, b"1" * 20, b"1" * 16 + b"\xff\xff\xff\xff<xml/>"])
                sealed = chance.choice([sealer.enciphered(plain), "QUJD", "===="])
                signed = sealer.signature(parts["timestamp"], parts["nonce"], sealed)
                found.append((urlencode(parts | {"msg_signature": signed}), b"<Encrypt>%s</Encrypt>" % sealed.encode()))
            case 5:  # from long ago, or from later
                stamp = str(int(server.time()) + chance.choice((-4000, 4000)))
                sealed = sealer.encrypted(good)
                signed = sealer.signature(stamp, parts["nonce"], sealed)
                about = {"timestamp": stamp, "msg_signature": signed}
                found.append((urlencode(parts | about), b"<Encrypt>%s</Encrypt>" % sealed.encode()))
            case 6:
                found.append(server.seal(good, ZHANG, "plain"))
            case _:
                found.append((query, b"<xml>" + b"A" * chance.choice((200_000, 10))))
    return found


def test_hundreds_of_bad_requests_have_no_effect(app: FakeBot, server: OfficialApi, process: at_work) -> None:
    """Each is refused with 4xx, or answered with 200 where WeChat itself has signed what means nothing to us."""
    server.until(lambda: server.menu)
    asked = bad_requests(server, 600, seed=1)
    statuses = [process.post(query, body) for query, body in asked]
    assert set(statuses) <= {200, 400, 403, 413} and {400, 403, 413} <= set(statuses), set(statuses)
    assert heard(app) == [] and not server.called("message/custom/send")
    query, body = server.seal(message(server, "早", 1), ZHANG)
    assert [process.post(query, body) for _ in range(4)] == [200] * 4
    assert heard(app) == [(ZHANG, {"text": "早"})]


def test_nothing_secret_and_nothing_that_was_said_gets_into_the_log(app: FakeBot, server: OfficialApi) -> None:
    written = io.StringIO()
    logs.set_up("DEBUG", (server.secret, server.token, server.aes_key), written)
    try:
        server.drops[ZHANG] = ["after"]
        with at_work(app, server) as process:
            server.says(ZHANG, "机密的问题")
            handled(app)
            row = app.says(ZHANG_WEI, "机密的话")
            app.committed()
            server.until(lambda: out(app, row).status != "pending" and out(app, row).last_error)
            server.revoke()
            server.untrusted_ip = "203.0.113.9"
            process.call(process.channel._can_send())
            assert process.post(*server.seal("<xml>机密的话", ZHANG)) == 400
            assert process.post("msg_signature=x", server.seal("<xml/>", ZHANG)[1]) == 403
    finally:
        structlog.reset_defaults()
        for name in logs.WORDY:
            logging.getLogger(name).setLevel(logging.NOTSET)
    for hidden in (server.secret, server.token, server.aes_key, server._token[0], "机密"):
        assert hidden not in written.getvalue()


def test_the_channel_says_what_it_can() -> None:
    can = channels.OfficialChannel.capabilities
    assert (can.buttons, can.longest_text, can.window_quota) == (None, 2048, 5)
    assert can.reply_window is not None and timedelta(hours=47) < can.reply_window < timedelta(hours=48)


def test_a_stop_while_callbacks_wait_leaves_none_behind(app: FakeBot, server: OfficialApi) -> None:
    with at_work(app, server, delivers=False) as process:
        server.says(ZHANG, "早")

        async def left() -> int:
            await asyncio.sleep(0)
            return len(process.channel._passive._waiting)

        assert process.call(left()) == 0
