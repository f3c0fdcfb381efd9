"""WeCom against a socket on the wire: what comes in counts once, what goes out is known or a known doubt, and one
process at a time is connected."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from typing import Any

import pytest
from fake_bot import CHEN_JING, LIN_HUI, START, ZHANG_WEI, FakeBot
from peers.aibot import Aibot, keys
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot.channels.base import MaybeSent, NotSent, Unreachable
from bot.channels.capabilities import Quota
from bot.channels.delivery import Delivery
from bot.channels.wecom import channel as channels
from bot.channels.wecom import connection, link, words
from bot.channels.wecom.channel import WeComChannel
from bot.channels.wecom.markdown import as_markdown
from bot.channels.wecom.pace import Pace
from bot.conversation.attachments import Attachment, Audio, Document, Image, Video
from bot.messaging import inbox, sends, unreachable
from bot.messaging.inbound import Inbound, Media, Said
from bot.messaging.sends import REPEATED, STALE, Sending
from bot.runtime import leases
from bot.turn.prepare import FileUnavailable
from storage.conversations import Inbox, Outbox
from storage.media import MAX_BYTES
from storage.people import Identity

ZHANG, CHEN, STRANGER = "zhangwei", "chenjing", "wo-passer-by"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aibot]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Aibot() as peer:
        yield peer


@pytest.fixture
def app(bot: FakeBot, server: Aibot) -> Iterator[FakeBot]:
    """张伟 and 陈静 write from WeCom; every commit is something that a test may wait for."""
    with bot.db.write() as session:
        session.add(Identity(channel="wecom", address=ZHANG, member_id=ZHANG_WEI))
        there = session.exec(select(Identity).where(col(Identity.member_id) == CHEN_JING)).one()
        there.channel, there.address = "wecom", CHEN
    server.knows(ZHANG)
    server.knows(CHEN)
    event.listen(Session, "after_commit", server.changed)
    event.listen(bot.db.engine, "commit", server.changed)
    yield bot
    event.remove(Session, "after_commit", server.changed)


class at_work:
    """A process: its connection and delivery, until the end of the block. `kill` ends it as a crash does: the lease
    stays, and nothing is finished."""

    def __init__(
        self, app: FakeBot, server: Aibot, *, secret: str = "", span: timedelta = link.SHARED, delivers: bool = True
    ) -> None:
        self._app, self._server, self._delivers = app, server, delivers
        self._secret = secret or server.secret
        self.lease = leases.NamedLease(app.db, link.LEASE_NAME, span)

    def __enter__(self) -> at_work:
        self.loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        if self.loop.is_running():
            self.loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(30)
        self.loop.close()

    @property
    def is_connected(self) -> bool:
        return self.channel.addresses() is None

    def until_connected(self) -> None:
        self._server.until(lambda: self.is_connected)

    def call(self, coroutine: Any) -> Any:
        """The result of a coroutine on this process's loop."""
        future: Future[Any] = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        return future.result(30)

    def kill(self) -> None:
        def die() -> None:
            self.lease.give_up = self.lease.take = lambda: False  # type: ignore[method-assign, assignment]
            connected = self.channel._link._connection
            if connected is not None:
                connected._socket.transport.abort()
            self._task.cancel()

        self.loop.call_soon_threadsafe(die)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self._task = self.loop.create_task(self._work())
        try:
            self.loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            self.loop.run_until_complete(self.channel.close())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())

    async def _work(self) -> None:
        server = self._server
        self.channel = WeComChannel(self._app, server.bot_id, self._secret, self.lease, server.url)
        parts = [self.channel.run()]
        if self._delivers:
            delivery = Delivery(self._app.db, self._app.clock, [self.channel])
            self._app.listeners.append(delivery.wake)
            parts.append(delivery.run())
        self._ready.set()
        await asyncio.gather(*parts)


@pytest.fixture
def process(app: FakeBot, server: Aibot) -> Iterator[at_work]:
    """Connected; nothing is delivered by itself."""
    with at_work(app, server, delivers=False) as made:
        made.until_connected()
        yield made


def heard(app: FakeBot) -> list[tuple[str, dict[str, Any]]]:
    with app.db.read() as session:
        return [(row.address, row.said) for row in session.exec(select(Inbox).order_by(col(Inbox.id)))]


def came(app: FakeBot, count: int) -> Callable[[], bool]:
    return lambda: len(heard(app)) >= count


def out(app: FakeBot, row: int) -> Outbox:
    with app.db.read() as session:
        return session.get_one(Outbox, row)


def becomes(app: FakeBot, row: int, status: str) -> Callable[[], bool]:
    return lambda: out(app, row).status == status


def sending(
    text: str, *labels: str, to: str = ZHANG, attachments: tuple[Attachment, ...] = (), number: int = 1
) -> Sending:
    buttons = tuple(sends.Button(label, f"o:1:{index}") for index, label in enumerate(labels))
    return Sending(number, 1, "wecom", to, "reply", text, buttons, None, START, None, attachments)


def media(app: FakeBot, number: int = 0) -> Media:
    found = Said.from_json(heard(app)[number][1]).media
    assert found is not None
    return found


# ---- in


def test_what_is_written_is_kept_once_by_bot_sender_and_msgid(app: FakeBot, server: Aibot, process: at_work) -> None:
    first = server.says(ZHANG, "刚跟李总打完电话")
    server.says(ZHANG, "刚跟李总打完电话", msgid=first)
    server.says(CHEN, "早", msgid=first)
    server.until(came(app, 2))
    server.says(ZHANG, "好")
    server.until(came(app, 3))
    texts = [(address, said["text"]) for address, said in heard(app)]
    assert texts == [(ZHANG, "刚跟李总打完电话"), (CHEN, "早"), (ZHANG, "好")]
    with app.db.read() as session:
        row = session.exec(select(Inbox).order_by(col(Inbox.id))).first()
    assert row is not None and (row.channel, row.event_id) == ("wecom", f"{server.bot_id}:{ZHANG}:{first}")


def test_what_was_quoted_are_not_the_persons_words(app: FakeBot, server: Aibot, process: at_work) -> None:
    server.says(ZHANG, "这条不对", quote={"msgtype": "text", "text": {"content": "成交了"}})
    server.until(came(app, 1))
    assert heard(app) == [(ZHANG, {"text": "这条不对"})]


def test_voice_comes_as_what_it_says(app: FakeBot, server: Aibot, process: at_work) -> None:
    server.speaks(ZHANG, "刚跟宏远李总通完电话")
    server.until(came(app, 1))
    found = media(app)
    assert (found.kind, found.heard, found.is_only_heard) == ("voice", "刚跟宏远李总通完电话", True)


def test_a_file_is_taken_in_by_reference_and_fetched_with_its_name(
    app: FakeBot, server: Aibot, process: at_work
) -> None:
    content = "客户,城市\n宏远,上海\n".encode() * 100
    server.sends_file(ZHANG, content, "客户 名单.csv")
    server.until(came(app, 1))
    found = media(app)
    assert (found.kind, found.name, found.size) == ("file", "", 0) and not found.key
    fetched = process.call(process.channel.fetch(found))
    assert (fetched.data, fetched.name) == (content, "客户 名单.csv")


def test_words_and_pictures_in_one_message(app: FakeBot, server: Aibot, process: at_work) -> None:
    server.sends_mixed(ZHANG, "技术协议签了", PNG, "还有一张", PNG + b"2")
    server.sends_mixed(ZHANG, "只有", "字")
    server.until(came(app, 3))
    first, second = media(app, 0), media(app, 1)
    assert (first.kind, first.caption, second.caption) == ("image", "技术协议签了\n还有一张", "")
    assert process.call(process.channel.fetch(second)).data == PNG + b"2"
    assert heard(app)[2] == (ZHANG, {"text": "只有\n字"})


def test_an_address_that_has_expired_is_said_to_be(app: FakeBot, server: Aibot, process: at_work) -> None:
    server.sends_file(ZHANG, PNG, kind="image")
    server.until(came(app, 1))
    server.ahead = 301
    with pytest.raises(FileUnavailable, match="五分钟"):
        process.call(process.channel.fetch(media(app)))


def test_a_file_beyond_the_bound_is_not_read_to_its_end(app: FakeBot, server: Aibot, process: at_work) -> None:
    server.sends_file(ZHANG, bytes(MAX_BYTES + 100), "big.zip")
    server.until(came(app, 1))
    with pytest.raises(FileUnavailable, match="25 MB"):
        process.call(process.channel.fetch(media(app)))


@pytest.mark.parametrize("key", ["", "AAAA", "?", "A" * 43])
def test_a_file_with_another_key_is_not_kept(key: str, app: FakeBot, server: Aibot, process: at_work) -> None:
    found = server.link(b"secret" * 9, "x.txt") | ({"aeskey": key} if key else {"aeskey": "B" * 43 + "="})
    reference = json.dumps({"url": found["url"], "key": found["aeskey"]})
    with pytest.raises(FileUnavailable):
        process.call(process.channel.fetch(Media("file", reference=reference)))


def test_what_cannot_be_read_and_groups_are_answered(app: FakeBot, server: Aibot, process: at_work) -> None:
    server.writes(ZHANG, "location", {"x": 1})
    server.says(CHEN, "@销伴 在吗", chattype="group", chatid="wrGROUP")
    server.until(lambda: server.texts(ZHANG) and server.texts(CHEN))
    assert (server.texts(ZHANG), server.texts(CHEN)) == ([words.NOT_READABLE], [words.NO_GROUPS])
    assert heard(app) == []


def test_who_enters_is_welcomed_a_stranger_with_the_way_in(app: FakeBot, server: Aibot, process: at_work) -> None:
    server.enters(ZHANG)
    server.enters(STRANGER)
    server.feeds_back(ZHANG)
    server.until(lambda: server.texts(ZHANG) and server.texts(STRANGER))
    assert (server.texts(ZHANG), server.texts(STRANGER)) == ([words.WELCOME_BACK], [words.WELCOME])
    assert heard(app) == []


@pytest.mark.parametrize("body", [{"msgtype": "text"}, {"msgid": 7, "from": "?", "msgtype": "text"}, {}, [], None])
def test_what_is_no_message_at_all_stops_nobody(body: Any, app: FakeBot, server: Aibot, process: at_work) -> None:
    frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "R"}, "body": body}
    asyncio.run_coroutine_threadsafe(server._write(server._live, frame), server._loop).result(5)  # type: ignore[arg-type]
    server.says(ZHANG, "早")
    server.until(came(app, 1))
    assert heard(app) == [(ZHANG, {"text": "早"})]


def test_a_message_is_kept_once_the_database_answers_again(
    app: FakeBot, server: Aibot, process: at_work, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.channels.wecom import intake

    monkeypatch.setattr(intake, "PAUSES", (0.0,))
    away = [True] * 10

    def receive(inbound: Inbound) -> bool:
        if away:
            away.pop()
            raise OperationalError("INSERT", {}, OSError("gone"))
        return inbox.receive(app.db, inbound)

    app.receive = receive  # type: ignore[method-assign]
    server.says(ZHANG, "一")
    server.says(ZHANG, "二")
    server.until(came(app, 2))
    assert [said["text"] for _, said in heard(app)] == ["一", "二"]


def test_what_can_never_be_kept_is_given_up_and_its_sender_knows(app: FakeBot, server: Aibot, process: at_work) -> None:
    def receive(inbound: Inbound) -> bool:
        if inbound.said.text == "毒":
            raise ValueError("no database takes this")
        return inbox.receive(app.db, inbound)

    app.receive = receive  # type: ignore[method-assign]
    server.says(ZHANG, "毒")
    server.says(ZHANG, "药")
    server.until(came(app, 1))
    server.until(lambda: server.texts(ZHANG))
    assert server.texts(ZHANG) == [words.NOT_KEPT]


# ---- buttons


@pytest.mark.parametrize("nested", [True, False])
def test_a_button_goes_out_comes_back_and_its_card_is_ticked(nested: bool, app: FakeBot, server: Aibot) -> None:
    with at_work(app, server) as process:
        process.until_connected()
        row = app.says(ZHANG_WEI, "宏远超时 49 小时", "已跟进", "缓一缓", "需要支持", kind="nudge")
        app.committed()
        server.until(becomes(app, row, "sent"))
        (shown,) = server.messages(ZHANG)
        assert (shown.text, shown.labels) == ("宏远超时 49 小时", ["已跟进", "缓一缓", "需要支持"])
        server.taps(ZHANG, "缓一缓", nested=nested)
        server.until(lambda: "✓缓一缓" in server.messages(ZHANG)[0].labels)
        server.until(came(app, 1))
    assert heard(app) == [(ZHANG, {"tap": f"o:{row}:1"})]
    assert server.messages(ZHANG)[0].labels == ["已跟进", "✓缓一缓", "需要支持"]


def test_a_forged_tap_is_no_message_and_a_card_of_another_database_is_left_alone(
    app: FakeBot, server: Aibot, process: at_work
) -> None:
    server.taps(ZHANG, key="o:1:0\x00")
    server.taps(ZHANG, key="rm -rf")
    server.says(ZHANG, "早")
    server.until(came(app, 1))
    assert heard(app) == [(ZHANG, {"text": "早"})]
    assert server.sent("aibot_respond_update_msg") == []


def test_a_long_message_stands_above_its_card(server: Aibot, process: at_work) -> None:
    text = "\n".join(["已记录:宏远 · 李总 · 电话", *["·又说了一点别的事情"] * 9])
    process.call(process.channel.send(sending(text, "撤回")))
    above, card = server.messages(ZHANG)
    assert (above.kind, above.text, card.text, card.labels) == ("markdown", text, words.CHOOSE, ["撤回"])


def test_more_buttons_than_a_card_has_are_numbers(server: Aibot, process: at_work) -> None:
    process.call(process.channel.send(sending("哪一单?", *"甲乙丙丁戊己庚")))
    process.call(process.channel.send(sending("跟哪位?", "宏远建材有限公司华东分公司", "明德", number=2)))
    process.call(process.channel.send(sending("哪一单?", *"甲乙丙丁戊己", number=3)))
    many, long, six = server.messages(ZHANG)
    assert "7. 庚" in many.text and "1. 宏远建材有限公司华东分公司" in long.text
    assert (many.kind, long.kind, six.labels) == ("markdown", "markdown", list("甲乙丙丁戊己"))
    assert keys([six]) == [f"o:1:{number}" for number in range(6)]


# ---- out


def test_a_text_beyond_the_limit_is_continued_behind_a_sentence(server: Aibot, process: at_work) -> None:
    sentence = "他说价格还要再谈,周三给答复。"
    process.call(process.channel.send(sending(sentence * 1000)))
    shown = server.texts(ZHANG)
    assert "".join(shown) == sentence * 1000
    assert len(shown) == 3 and all(text.endswith("。") and len(text.encode()) <= 20_480 for text in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3*4*5 米,要 2 台", "3＊4＊5 米,要 2 台"),
        ("# 一号", "＃ 一号"),
        ("他说:\n> 太贵", "他说:\n＞ 太贵"),
        ("利润 > 3%,编号 #12", "利润 > 3%,编号 #12"),
        ("[点这里](http://x)", "[点这里］(http://x)"),
        ("<@all> 快看", "＜@all> 快看"),
        ("a < b", "a < b"),
        ("https://chat.example.com/a_b_c", "https://chat.example.com/a_b_c"),
    ],
)
def test_plain_text_gives_markdown_no_orders(text: str, shown: str) -> None:
    assert as_markdown(text) == shown


def test_files_go_up_in_chunks_and_out_as_what_they_are(app: FakeBot, server: Aibot, process: at_work) -> None:
    picture, voice = app.media.put(PNG, ".png"), app.media.put(b"#!AMR\n" + bytes(99), ".amr")
    film, wave = app.media.put(bytes(range(250)) * 6000, ".mp4"), app.media.put(b"RIFF....", ".wav")
    paper = app.media.put(PNG + b"scanned", ".png")
    server.chunks_that_fail = 2
    attachments = (Image(picture), Audio(voice), Video(film), Audio(wave), Document(paper, "技术协议.png"))
    process.call(process.channel.send(sending("都在这里", "收到", attachments=attachments)))
    *found, card = server.messages(ZHANG)
    assert [shown.kind for shown in found] == ["image", "voice", "video", "file", "file"]
    assert found[2].data == bytes(range(250)) * 6000 and found[4].name == "技术协议.png"
    assert (card.text, card.labels) == ("都在这里", ["收到"])


def test_what_is_too_large_or_gone_is_named_in_words(app: FakeBot, server: Aibot, process: at_work) -> None:
    large = app.media.put(bytes(21 * 1024 * 1024), ".zip")
    attachments = (Document(large, "全套.zip", "图纸"), Document("0123456789abcdef.pdf", "丢了.pdf"))
    process.call(process.channel.send(sending("在这", attachments=attachments)))
    assert server.texts(ZHANG) == ["[文件]全套.zip 图纸", "在这"]


def test_a_message_of_which_nothing_is_left_is_not_called_sent(server: Aibot, process: at_work) -> None:
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(sending("", attachments=(Image("0123456789abcdef.png"),))))
    assert refusal.value.retry_after is None


def test_the_31st_message_of_a_minute_is_late_and_not_lost(app: FakeBot, server: Aibot) -> None:
    with at_work(app, server) as process:
        process.until_connected()
        moment = [0.0]
        process.channel._pace = Pace(process.channel.capabilities.quotas, lambda: moment[0])
        rows = [app.says(ZHANG_WEI, f"第{number}条") for number in range(1, 33)]
        other = app.says(CHEN_JING, "别人的照发")
        app.committed()
        server.until(becomes(app, other, "sent"))
        server.until(lambda: out(app, rows[30]).retry_at is not None)
        assert [out(app, row).status for row in rows] == ["sent"] * 30 + ["pending"] * 2
        assert out(app, rows[30]).attempts == 0
        moment[0] = server.ahead = 61.0
        _no_longer_late(app, rows[30])
        app.committed()
        server.until(becomes(app, rows[31], "sent"))
    assert server.texts(ZHANG) == [f"第{number}条" for number in range(1, 33)]


def _no_longer_late(app: FakeBot, row: int) -> None:
    with app.db.write() as session:
        session.get_one(Outbox, row).retry_at = None


def test_the_pace_knows_both_periods() -> None:
    moment = [0.0]
    quotas = (Quota(2, timedelta(seconds=10)), Quota(3, timedelta(seconds=60)))
    pace = Pace(quotas, lambda: moment[0])
    for at, waits in ((0.0, 0.0), (1.0, 0.0), (2.0, 8.0), (10.5, 0.0), (11.5, 48.5), (61.0, 0.0)):
        moment[0] = at
        assert pace.wait("a") == timedelta(seconds=waits)
        if not waits:
            pace.note("a")
    assert pace.wait("b") == timedelta(0)


def test_refused_as_too_often_it_waits_and_does_not_count(server: Aibot, process: at_work) -> None:
    server.refuses[ZHANG] = [45009]
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(sending("在吗")))
    assert refusal.value.retry_after == channels.TOO_OFTEN and not refusal.value.counts
    process.call(process.channel.send(sending("在吗")))
    assert server.texts(ZHANG) == ["在吗"]


def test_taken_up_again_it_goes_on_where_it_stopped(server: Aibot, process: at_work) -> None:
    text = "\n".join(["长" * 20] * 9)
    process.call(process.channel.send(sending("先", number=2)))
    server.refuses[ZHANG] = []
    message = sending(text, "撤回")
    original = process.channel._send_piece
    calls = []

    async def second_fails(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise NotSent("busy", timedelta(seconds=1))
        await original(*args)

    process.channel._send_piece = second_fails  # type: ignore[method-assign]
    with pytest.raises(NotSent):
        process.call(process.channel.send(message))
    process.call(process.channel.send(message))
    assert server.texts(ZHANG) == ["先", text, words.CHOOSE]


def test_to_who_has_never_written_nothing_goes_and_somebody_is_to_be_told(server: Aibot, process: at_work) -> None:
    with pytest.raises(Unreachable) as refusal:
        process.call(process.channel.send(sending("在吗", to=STRANGER)))
    assert refusal.value.retry_after is None and "你好" in refusal.value.remedy.format(name="张伟")


def test_another_refusal_is_final(server: Aibot, process: at_work) -> None:
    server.refuses[ZHANG] = [40008]
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(sending("在吗")))
    assert refusal.value.retry_after is None


# ---- what goes wrong on the way


def test_dropped_before_or_after_it_was_taken_it_is_a_doubt(
    server: Aibot, process: at_work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "FIRST_PAUSE", 0.01)
    server.drops[ZHANG] = ["before", "after"]
    for number in (1, 2):
        server.until(lambda: process.is_connected and server.is_connected)
        with pytest.raises(MaybeSent):
            process.call(process.channel.send(sending("在吗", number=number)))
    assert server.texts(ZHANG) == ["在吗"]


def test_an_acknowledgement_that_got_lost_is_a_doubt(
    server: Aibot, process: at_work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.Connection.request, "__defaults__", (None, "", 0.2))
    server.loses[ZHANG] = 1
    with pytest.raises(MaybeSent):
        process.call(process.channel.send(sending("在吗")))


def test_a_doubtful_nudge_goes_out_once_more_marked_and_a_reply_is_offered_later(
    app: FakeBot, server: Aibot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "FIRST_PAUSE", 0.01)
    server.drops[ZHANG] = ["after", "after"]
    with at_work(app, server) as process:
        process.until_connected()
        nudge = app.says(ZHANG_WEI, "宏远超时", "已跟进", kind="nudge")
        app.committed()
        server.until(lambda: out(app, nudge).last_error)
        reply = app.says(ZHANG_WEI, "已记录")
        app.committed()
        server.until(becomes(app, reply, "maybe"))
        with app.db.write() as session:
            row = session.get_one(Outbox, nudge)
            assert row.claimed_at is not None
            row.claimed_at -= STALE
        app.committed()
        server.until(becomes(app, nudge, "sent"))
    assert server.texts(ZHANG) == ["宏远超时", "已记录", REPEATED + "宏远超时"]


def test_without_a_connection_nothing_is_claimed_and_nothing_lost(app: FakeBot, server: Aibot) -> None:
    row = app.says(ZHANG_WEI, "早")
    with at_work(app, server, secret="wrong"):
        server.until(lambda: server.sent("aibot_subscribe"))
        assert out(app, row).status == "pending"
    with at_work(app, server):
        server.until(becomes(app, row, "sent"))
    assert server.texts(ZHANG) == ["早"]


def test_killed_between_send_and_mark_nothing_is_lost_and_nothing_repeated_unmarked(
    app: FakeBot, server: Aibot
) -> None:
    nudge = app.says(ZHANG_WEI, "宏远超时", kind="nudge")
    with at_work(app, server, delivers=False) as process:
        process.until_connected()
        claimed = sends.claim_next(app.db, START, [sends.Reach("wecom", recognises_repeats=False)])
        assert claimed is not None
        process.call(process.channel.send(claimed))  # and the process dies
    with app.db.write() as session:
        row = session.get_one(Outbox, nudge)
        assert row.claimed_at is not None
        row.claimed_at -= STALE
    with at_work(app, server):
        server.until(becomes(app, nudge, "sent"))
    assert server.texts(ZHANG) == ["宏远超时", REPEATED + "宏远超时"]


# ---- one connection


def test_a_broken_connection_is_opened_anew(
    app: FakeBot, server: Aibot, process: at_work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "FIRST_PAUSE", 0.01)
    for number in range(1, 4):
        server.breaks()
        server.until(lambda: server.is_connected and process.is_connected)
        server.says(ZHANG, f"第{number}条")
        server.until(came(app, number))
    assert (server.subscribed, server.pushed_out) == (4, 0)


def test_a_dead_connection_is_noticed_by_its_silence(
    server: Aibot, app: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.Connection.__init__, "__defaults__", (0.05,))
    monkeypatch.setattr(connection.Connection.request, "__defaults__", (None, "", 0.1))
    monkeypatch.setattr(link, "FIRST_PAUSE", 0.01)
    with at_work(app, server, delivers=False):
        server.until(lambda: len(server.sent("ping")) > 2)
        assert server.subscribed == 1
        server.silent = True
        server.until(lambda: server.subscribed > 1)
        server.silent = False


def test_only_who_holds_the_lease_connects_and_another_takes_over_when_it_ends(app: FakeBot, server: Aibot) -> None:
    with at_work(app, server, delivers=False) as first:
        first.until_connected()
        with at_work(app, server, delivers=False) as second:
            first.loop.call_soon_threadsafe(first._task.cancel)
            second.until_connected()
            server.says(ZHANG, "早")
            server.until(came(app, 1))
    assert (server.subscribed, server.pushed_out) == (2, 0)


def test_ten_kills_and_two_replicas_never_fight(app: FakeBot, server: Aibot) -> None:
    """Each time the other takes over while the dead one's lease runs out; nobody is pushed out, and what is said then
    is heard once."""
    span = timedelta(seconds=0.6)
    here = at_work(app, server, span=span, delivers=False)
    here.__enter__()
    here.until_connected()
    for number in range(1, 11):
        there = at_work(app, server, span=span, delivers=False)
        there.__enter__()
        here.kill()
        server.until(lambda: there.is_connected, seconds=5.0)  # noqa: B023
        server.says(ZHANG, f"第{number}条")
        server.until(came(app, number))
        here.__exit__()
        here = there
    here.__exit__()
    assert (server.subscribed, server.pushed_out) == (11, 0)
    assert [said["text"] for _, said in heard(app)] == [f"第{number}条" for number in range(1, 11)]


def test_while_the_database_is_away_the_connection_is_kept_and_opened_by_nobody(app: FakeBot, server: Aibot) -> None:
    with at_work(app, server, delivers=False) as process:
        process.until_connected()

        def away() -> bool:
            raise OperationalError("SELECT", {}, OSError("gone"))

        process.lease.take = away  # type: ignore[method-assign]
        assert process.call(process.channel._link._is_ours())
        server.says(ZHANG, "早")
        server.until(came(app, 1))
        process.channel._link._connection = None
        assert process.call(process.channel._link.once()) == link.STAND_BY_SECONDS
    assert server.subscribed == 1


def test_pushed_out_by_another_replica_it_stands_by(app: FakeBot, server: Aibot) -> None:
    """As after a long pause of its machine, in which the lease has run out and the other has connected."""
    with at_work(app, server, span=timedelta(minutes=10), delivers=False) as frozen:
        frozen.until_connected()
        leases.recover(app.db)
        with at_work(app, server, delivers=False) as other:
            other.until_connected()
            server.until(lambda: not frozen.is_connected)
            assert frozen.call(frozen.channel._link.once()) == link.STAND_BY_SECONDS
            server.says(ZHANG, "早")
            server.until(came(app, 1))
            assert other.is_connected
    assert (server.subscribed, server.pushed_out) == (2, 1)


def test_pushed_out_by_a_stranger_it_does_not_fight_back(app: FakeBot, server: Aibot, process: at_work) -> None:
    async def intrude() -> None:
        other = await connection.open_connection(server.url, came=_ignore)
        serving = asyncio.create_task(other.serve())
        await other.subscribe(server.bot_id, server.secret)
        for _ in range(3):
            await asyncio.to_thread(server.until, lambda: not process.is_connected)
            assert process.channel.addresses() == ()
        serving.cancel()

    async def _ignore(_incoming: object) -> None:
        return None

    asyncio.run(intrude())
    assert (server.subscribed, server.pushed_out) == (2, 1)
    process.call(process.channel._link.once())  # asked again, it still waits
    assert server.subscribed == 2


def test_what_keeps_it_from_the_platform_is_known_and_over_once_it_is_connected(
    app: FakeBot, server: Aibot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def trouble(process: at_work) -> str | None:
        return process.channel.trouble()

    with at_work(app, server, secret="wrong", delivers=False) as process:
        server.until(lambda: process.channel._link._down_since is not None)
        assert process.call(trouble(process)) is None  # for a minute nobody need know
        monkeypatch.setattr(link, "TROUBLE_SECONDS", 0.0)
        assert process.call(trouble(process)) == words.REFUSED
    with at_work(app, server, delivers=False) as process:
        process.until_connected()
        assert process.call(trouble(process)) is None


def test_a_wrong_secret_is_said_and_not_tried_at_once(app: FakeBot, server: Aibot) -> None:
    with at_work(app, server, secret="wrong", delivers=False) as process:
        server.until(lambda: server.sent("aibot_subscribe"))
        assert process.call(process.channel._link.once()) == link.REFUSED_SECONDS


# ---- who has never written


def test_who_cannot_be_reached_is_written_to_elsewhere_and_the_administrator_knows(app: FakeBot, server: Aibot) -> None:
    """林慧 was brought over from a bot of before, and has a page too; 张伟 has nothing else."""
    asked: list[tuple[str, str]] = []
    with app.db.write() as session:
        session.add(Identity(channel="wecom", address="linhui", member_id=LIN_HUI, last_seen_at=START))
        session.add(Identity(channel="web", address="member:3", member_id=LIN_HUI, last_seen_at=START - STALE))
    server._written.discard(ZHANG)

    def cannot_reach(sending: Sending, reason: str, remedy: str) -> None:
        asked.append((sending.address, remedy))
        with app.db.write() as session:
            unreachable.give_up(session, sending, reason)

    with at_work(app, server, delivers=False) as process:
        process.until_connected()
        delivery = Delivery(app.db, app.clock, [process.channel], cannot_reach=cannot_reach)
        lost, moved, after = (app.says(who, "在吗") for who in (ZHANG_WEI, LIN_HUI, LIN_HUI))
        for _ in range(2):
            claimed = sends.claim_next(app.db, START, [sends.Reach("wecom", recognises_repeats=False)])
            assert claimed is not None
            process.call(delivery._send(claimed))
    assert asked == [(ZHANG, words.SAY_HELLO), ("linhui", words.SAY_HELLO)]
    assert out(app, lost).status == "maybe"
    for row in (moved, after):
        assert (out(app, row).status, out(app, row).channel, out(app, row).address) == ("pending", "web", "member:3")
