"""A self-built app of WeCom's against the platform on the wire: what comes in counts once, what goes out shows once."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
import structlog
from bot_process import Process
from fake_bot import CHEN_JING, START, ZHANG_WEI, FakeBot
from peers.wecom_api import WeComApi, keys
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot.channels.base import NotFetched, NotSent, Unreachable
from bot.channels.capabilities import Quota
from bot.channels.tencent import tokens
from bot.channels.tencent import trouble as troubles
from bot.channels.tencent.plain_text import as_text
from bot.channels.wecom_app import api, callback, quota, refusals, words
from bot.channels.wecom_app.channel import WeComAppChannel
from bot.channels.wecom_app.credentials import Credentials
from bot.conversation.attachments import Attachment, Audio, Document, Image
from bot.messaging import sends
from bot.messaging.inbound import Inbound, Media, Said
from bot.messaging.sends import REPEATED, Sending
from bot.runtime import leases, logs
from bot.turn.prepare import FileUnavailable
from storage.background import PlatformValue
from storage.conversations import Inbox, Outbox
from storage.media import MAX_BYTES
from storage.people import Identity

ZHANG, CHEN, STRANGER = "ZhangWei", "ChenJing", "passer-by"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
AMR = b"#!AMR\n" + bytes(99)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WeComApi]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with WeComApi() as peer:
        yield peer


@pytest.fixture
def app(bot: FakeBot, server: WeComApi) -> Iterator[FakeBot]:
    """张伟 and 陈静 write from the app; every commit is something that a test may wait for."""
    with bot.db.write() as session:
        session.add(Identity(channel="wecom_app", address=ZHANG, member_id=ZHANG_WEI))
        there = session.exec(select(Identity).where(col(Identity.member_id) == CHEN_JING)).one()
        there.channel, there.address = "wecom_app", CHEN
    server.now = lambda: bot.clock.now().timestamp()
    event.listen(Session, "after_commit", server.changed)
    event.listen(bot.db.engine, "commit", server.changed)
    yield bot
    event.remove(Session, "after_commit", server.changed)


class at_work(Process):
    """A process: its channel and delivery, until the end of the block."""

    channel: WeComAppChannel

    def __init__(self, app: FakeBot, server: WeComApi, *, delivers: bool = True, **other: Any) -> None:
        super().__init__(app, callback.PATH, delivers=delivers)
        self._server = server
        known = Credentials(
            server.corp_id,
            server.agent_id,
            server.secret,
            server.callback_token,
            server.callback_aes_key,
            server.url,
        )
        self._credentials = replace(known, **other)

    def __enter__(self) -> at_work:
        super().__enter__()
        self._server.post = self.post
        return self

    def made(self) -> WeComAppChannel:
        lease = leases.NamedLease(self.app.db, api.LEASE_NAME, tokens.LEASE)
        return WeComAppChannel(self.app, self._credentials, lease)

    def settle(self) -> None:
        """The answers of the edge have ended."""
        self.call(self.channel._intake.finish())


@pytest.fixture
def process(app: FakeBot, server: WeComApi) -> Iterator[at_work]:
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


def sending(app: FakeBot, text: str, *labels: str, attachments: tuple[Attachment, ...] = ()) -> Sending:
    """A message that is claimed for 张伟."""
    row = app.says(ZHANG_WEI, text, *labels, attachments=attachments)
    found = sends.claim_next(app.db, START, [sends.Reach("wecom_app", recognises_repeats=True)])
    assert found is not None and found.id == row
    return found


# ---- in


def test_what_is_written_is_kept_once_by_app_sender_and_msgid(app: FakeBot, server: WeComApi, process: at_work) -> None:
    first = server.says(ZHANG, "刚跟李总打完电话")
    server.says(ZHANG, "刚跟李总打完电话", MsgId=first)
    server.says(CHEN, "早", MsgId=first)
    assert heard(app) == [(ZHANG, {"text": "刚跟李总打完电话"}), (CHEN, {"text": "早"})]
    with app.db.read() as session:
        row = session.exec(select(Inbox).order_by(col(Inbox.id))).first()
    event_id = f"{server.corp_id}:{server.agent_id}:{ZHANG}:{first}"
    assert row is not None and (row.channel, row.event_id) == ("wecom_app", event_id)
    assert server.status == 200 and not server.called("media/get")


def test_what_was_quoted_are_not_the_persons_words(app: FakeBot, server: WeComApi, process: at_work) -> None:
    server.says(ZHANG, "「销伴：成交了？」\n- - - - - - - - - - - - - - -\n没有,还早")
    server.says(ZHANG, "「成交了」是他说的")
    assert [said for _, said in heard(app)] == [{"text": "没有,还早"}, {"text": "「成交了」是他说的"}]


def test_voice_pictures_and_files_come_by_reference_and_are_fetched_bounded(
    app: FakeBot, server: WeComApi, process: at_work
) -> None:
    server.speaks(ZHANG, AMR)
    server.sends_file(ZHANG, PNG, "x.png", kind="image")
    server.sends_file(ZHANG, b"a,b", "客户 名单.csv")
    server.sends_file(ZHANG, bytes(MAX_BYTES + 1), "big.zip")
    assert not server.called("media/get")
    found = [media(app, number) for number in range(4)]
    assert [(each.kind, each.suffix) for each in found[:3]] == [("voice", ".amr"), ("image", ".jpg"), ("file", "")]
    voice, picture, paper = (process.call(process.channel.fetch(each)) for each in found[:3])
    assert (voice.data, voice.name, picture.data, paper.data, paper.name) == (AMR, "", PNG, b"a,b", "客户 名单.csv")
    with pytest.raises(FileUnavailable, match="25 MB"):
        process.call(process.channel.fetch(found[3]))
    server.forgets_media()
    with pytest.raises(FileUnavailable, match="三天"):
        process.call(process.channel.fetch(found[0]))
    server.untrusted_ip = "203.0.113.9"
    with pytest.raises(NotFetched):
        process.call(process.channel.fetch(found[0]))


def test_a_place_and_what_cannot_be_read_are_answered_once(app: FakeBot, server: WeComApi, process: at_work) -> None:
    place = server.writes(ZHANG, "location", Location_X="23.1", Location_Y="113.3", Scale="15", Label="某地")
    server.writes(ZHANG, "link", Title="文章", Url="https://example.com")
    process.settle()
    assert sorted(server.texts(ZHANG)) == sorted([words.NO_LOCATION, words.NOT_READABLE])
    server.writes(ZHANG, "location", Location_X="23.1", MsgId=place)
    server.event(ZHANG, "LOCATION", Latitude="23.1")
    server.event(ZHANG, "unsubscribe", EventKey="")
    process.settle()
    assert heard(app) == [] and len(server.texts(ZHANG)) == 2


def test_who_enters_learns_the_way_in_unless_they_are_of_the_company(
    app: FakeBot, server: WeComApi, process: at_work
) -> None:
    for user in (ZHANG, STRANGER, STRANGER):
        server.enters(user)
        process.settle()
    assert (server.texts(ZHANG), server.texts(STRANGER)) == ([], [words.WELCOME])


def test_an_entry_of_the_menu_is_what_its_key_says(app: FakeBot, server: WeComApi, process: at_work) -> None:
    server.clicks(ZHANG, "今天做什么")
    assert heard(app) == [(ZHANG, {"text": "今天做什么"})]


def test_what_was_not_kept_comes_again(app: FakeBot, server: WeComApi, process: at_work) -> None:
    away = [True, True]

    def receive(inbound: Inbound) -> bool:
        if away:
            away.pop()
            raise OperationalError("INSERT", {}, OSError("gone"))
        return FakeBot.receive(app, inbound)

    app.receive = receive  # type: ignore[method-assign]
    server.says(ZHANG, "早")
    assert heard(app) == [(ZHANG, {"text": "早"})] and server.status == 200


def test_an_insert_that_takes_long_is_not_waited_for(
    app: FakeBot, server: WeComApi, process: at_work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback, "SECONDS", 0.05)
    free = threading.Event()

    def receive(inbound: Inbound) -> bool:
        free.wait(20)
        return FakeBot.receive(app, inbound)

    app.receive = receive  # type: ignore[method-assign]
    sealed = server.seal(message(server, "早", 1))
    assert process.post(sealed.query, sealed.body) == 503
    free.set()
    assert process.post(sealed.query, sealed.body) in (200, 503)
    server.until(lambda: heard(app))
    assert heard(app) == [(ZHANG, {"text": "早"})]


def test_what_comes_once_it_takes_nothing_in_comes_again_elsewhere(
    app: FakeBot, server: WeComApi, process: at_work
) -> None:
    process.channel._callback.is_open = False
    server.says(ZHANG, "早")
    assert server.status == 503 and heard(app) == []


# ---- what strangers send to the address


def message(server: WeComApi, text: str, number: int) -> str:
    return (
        f"<xml><ToUserName>{server.corp_id}</ToUserName><FromUserName>{ZHANG}</FromUserName><CreateTime>1</CreateTime>"
        f"<MsgType>text</MsgType><Content>{text}</Content><MsgId>{number}</MsgId></xml>"
    )


def test_the_address_is_tried_out_with_get(server: WeComApi, process: at_work) -> None:
    sealed = server.sealer.encrypted("1616140317555161061")
    query = server.sealer.sign(sealed, int(server.time())).parts
    answer = process.asked(str(httpx.QueryParams(query | {"echostr": sealed})), method="GET")
    assert (answer.status_code, answer.text) == (200, "1616140317555161061")
    forged = query | {"echostr": sealed, "msg_signature": "0" * 40}
    assert process.asked(str(httpx.QueryParams(forged)), method="GET").status_code == 403
    assert process.asked("", method="GET").status_code == 403


def test_hundreds_of_bad_requests_have_no_effect(app: FakeBot, server: WeComApi, process: at_work) -> None:
    """Each is refused with 4xx, or answered with 200 where WeCom itself has signed what means nothing to us."""
    now = int(server.time())
    sealer, other = server.sealer, replace(server.sealer, aes_key="A" * 43)
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + message(server, "&b;" * 99, 7)
    rubbish = [
        "", "<xml>", "<xml/>", "<xml></xml>", "no xml", "<a><b/></a>", "<xml><MsgType/></xml>", "<xml>\x01</xml>", bomb,
        "<xml><MsgType>text</MsgType></xml>", "<xml><MsgType>event</MsgType></xml>", "<xml><FromUserName/></xml>",
        "<xml><MsgType><a>1</a></MsgType></xml>", "<xml><MsgType>text</MsgType><MsgType>text</MsgType></xml>",
        "<xml><MsgType>text</MsgType><FromUserName>x</FromUserName></xml>", '<?xml-stylesheet href="x"?><xml/>',
        "<xml><MsgType>event</MsgType><FromUserName>x</FromUserName></xml>", b"\xff\xfe<xml/>", b"\x00" * 64,
        "<xml><MsgType>text</MsgType><FromUserName> </FromUserName><MsgId>1</MsgId></xml>", "<xml>" * 3000,
        message(server, "早", 1).replace("<MsgId>", "<AgentID>99</AgentID><MsgId>"), "<xml><![CDATA[]]></xml>",
    ]  # fmt: skip
    asked: list[tuple[str, bytes]] = [("", b""), ("msg_signature=1", b"<xml>"), ("", b"A" * 70_000)]
    for text in rubbish:
        sealed = sealer.seal(text, now)
        asked.append((sealed.query, sealed.body))
    good = sealer.seal(message(server, "早", 1), now)
    for number in range(200):  # forged: a signature, a time, a nonce or a text that is another
        cut = number % len(good.body)
        broken = good.body[:cut] + bytes([good.body[cut] ^ (1 + number % 7)]) + good.body[cut + 1 :]
        parts = dict(good.parts)
        name = ("msg_signature", "timestamp", "nonce")[number % 3]
        asked.append((str(httpx.QueryParams(parts | {name: parts[name][:-1] + "x"})), good.body))
        asked.append((good.query, broken) if b"Encrypt" in broken and 60 < cut < 300 else ("", broken))
    for plain in (b"", b"1" * 16, b"1" * 20, b"1" * 16 + b"\xff\xff\xff\xff" + b"<xml/>", b"1" * 16 + bytes(4)):
        wrong = sealer.sign(sealer.enciphered(plain), now)
        asked.append((wrong.query, wrong.body))
    for sealed in (
        other.seal(message(server, "早", 1), now),
        replace(sealer, receiver="ww-another").seal(message(server, "早", 1), now),
        sealer.seal(message(server, "早", 1), now - 4000),
        sealer.seal(message(server, "早", 1), now + 4000),
        sealer.sign("QUJD", now),
        sealer.sign("====", now),
        sealer.seal("x" * 200_000, now),
    ):
        asked.append((sealed.query, sealed.body))
    statuses = [process.post(query, body) for query, body in asked]
    assert len(statuses) > 400 and set(statuses) <= {200, 400, 403, 413}, set(statuses)
    assert 413 in statuses and statuses.count(200) <= 1
    assert heard(app) == [] and not server.called("message/send")
    assert [process.post(good.query, good.body) for _ in range(20)] == [200] * 20
    assert heard(app) == [(ZHANG, {"text": "早"})]


def test_a_body_without_end_is_not_read_to_its_end(process: at_work) -> None:
    read = []

    async def endless() -> Any:
        for number in range(10_000):
            read.append(number)
            yield bytes(16 * 1024)

    answer = process.call(process.browser.post(callback.PATH, content=endless()))
    assert answer.status_code == 413 and len(read) < 20


# ---- buttons


def test_a_button_goes_out_comes_back_and_its_card_is_ticked(app: FakeBot, server: WeComApi) -> None:
    with at_work(app, server) as process:
        row = app.says(ZHANG_WEI, "宏远超时 49 小时", "已跟进", "缓一缓", "需要支持", kind="nudge")
        app.committed()
        server.until(becomes(app, row, "sent"))
        (shown,) = server.messages(ZHANG)
        assert (shown.text, shown.labels) == ("宏远超时 49 小时", ["已跟进", "缓一缓", "需要支持"])
        server.taps(ZHANG, "缓一缓")
        process.settle()
        assert shown.labels == ["已跟进", "✓缓一缓", "需要支持"]
        app.clock.at += timedelta(minutes=1)
        server.taps(ZHANG, "已跟进")
        process.settle()
    assert shown.labels == ["✓已跟进", "缓一缓", "需要支持"]
    assert [said for _, said in heard(app)] == [{"tap": f"o:{row}:1"}, {"tap": f"o:{row}:0"}]


def test_a_forged_tap_is_no_message_and_a_card_of_another_database_is_left_alone(
    app: FakeBot, server: WeComApi, process: at_work
) -> None:
    row = app.says(ZHANG_WEI, "宏远超时", "已跟进")
    server.taps(ZHANG, key="rm -rf")
    server.taps(ZHANG, key=f"o:{row}:0", task=f"{row}-00000000")
    server.taps(ZHANG, key=f"o:{row}:0", task=f"{row}-00000000@12345678")
    process.settle()
    assert {said["tap"] for _, said in heard(app)} == {f"o:{row}:0"}
    assert not server.called("message/update_template_card")


def test_more_buttons_than_a_card_has_are_numbers(app: FakeBot, server: WeComApi, process: at_work) -> None:
    process.call(process.channel.send(sending(app, "哪一单?", *"甲乙丙丁戊己庚")))
    (many,) = server.messages(ZHANG)
    assert many.kind == "text" and "7. 庚" in many.text


def test_a_long_message_stands_above_its_card(app: FakeBot, server: WeComApi, process: at_work) -> None:
    text = "\n".join(["已记录:宏远 · 李总 · 电话", *["·又说了一点别的事情"] * 9])
    claimed = sending(app, text, "撤回")
    process.call(process.channel.send(claimed))
    above, card = server.messages(ZHANG)
    assert (above.text, card.labels, keys([card])) == (text, ["撤回"], [f"o:{claimed.id}:0"])


# ---- out


def test_a_text_beyond_the_limit_is_continued_behind_a_sentence(
    app: FakeBot, server: WeComApi, process: at_work
) -> None:
    sentence = "他说价格还要再谈,周三给答复。"
    process.call(process.channel.send(sending(app, sentence * 150)))
    shown = server.texts(ZHANG)
    assert "".join(shown) == sentence * 150 and len(shown) == 4
    assert all(text.endswith("。") for text in shown)


@pytest.mark.parametrize(
    ("text", "shown"), [("<a href='x'>点</a>", "＜a href='x'>点＜/a>"), ("a < b, <abc>", "a < b, <abc>")]
)
def test_plain_text_makes_no_links(text: str, shown: str) -> None:
    assert as_text(text) == shown


def test_two_messages_of_the_same_words_are_two(app: FakeBot, server: WeComApi) -> None:
    with at_work(app, server):
        rows = [app.says(ZHANG_WEI, "好的。") for _ in range(5)]
        app.committed()
        server.until(becomes(app, rows[-1], "sent"))
    assert server.texts(ZHANG) == ["好的。"] * 5


def test_files_go_out_as_what_they_are_and_up_once(app: FakeBot, server: WeComApi, process: at_work) -> None:
    picture, voice, paper = app.media.put(PNG, ".png"), app.media.put(AMR, ".amr"), app.media.put(b"%PDF-1", ".pdf")
    attachments = (Image(picture), Audio(voice), Document(paper, "技术协议.pdf"))
    for _ in range(2):
        process.call(process.channel.send(claimed := sending(app, "都在这里", "收到", attachments=attachments)))
        sends.sent(app.db, claimed, START)
    *found, card = server.messages(ZHANG)[:4]
    assert [shown.kind for shown in found] == ["image", "voice", "file"] and found[2].name == "技术协议.pdf"
    assert (card.text, card.labels) == ("都在这里", ["收到"])
    assert len(server.called("media/upload")) == 3 and len(server.messages(ZHANG)) == 8


def test_a_file_that_wecom_has_forgotten_goes_up_again(app: FakeBot, server: WeComApi, process: at_work) -> None:
    picture = (Image(app.media.put(PNG, ".png")),)
    process.call(process.channel.send(claimed := sending(app, "", attachments=picture)))
    sends.sent(app.db, claimed, START)
    server.forgets_media()
    process.call(process.channel.send(sending(app, "", attachments=picture)))
    assert len(server.messages(ZHANG)) == 2 and len(server.called("media/upload")) == 2


def test_the_31st_message_of_a_minute_is_late_and_not_lost(app: FakeBot, server: WeComApi) -> None:
    """Also after a restart: WeCom drops what is too much without a word."""
    with at_work(app, server):
        rows = [app.says(ZHANG_WEI, f"第{number}条") for number in range(1, 16)]
        app.committed()
        server.until(becomes(app, rows[-1], "sent"))
    with at_work(app, server):
        rows += [app.says(ZHANG_WEI, f"第{number}条") for number in range(16, 33)]
        other = app.says(CHEN_JING, "别人的照发")
        app.committed()
        server.until(becomes(app, other, "sent"))
        server.until(lambda: out(app, rows[30]).retry_at is not None)
        assert [out(app, row).status for row in rows] == ["sent"] * 30 + ["pending"] * 2
        assert out(app, rows[30]).attempts == 0
        app.clock.at += timedelta(seconds=61)
        with app.db.write() as session:
            session.get_one(Outbox, rows[30]).retry_at = None
        app.committed()
        server.until(becomes(app, rows[31], "sent"))
    assert server.texts(ZHANG) == [f"第{number}条" for number in range(1, 33)]


def test_the_quota_knows_both_periods() -> None:
    quotas = (Quota(2, timedelta(seconds=10)), Quota(3, timedelta(seconds=60)))
    went = [START, START + timedelta(seconds=1)]
    assert quota.wait(went, quotas, START + timedelta(seconds=2)) == timedelta(seconds=8)
    assert quota.wait(went, quotas, START + timedelta(seconds=11)) == timedelta(0)
    went.append(START + timedelta(seconds=11))
    assert quota.wait(went, quotas, START + timedelta(seconds=12)) == timedelta(seconds=48)
    assert quota.wait([], quotas, START) == timedelta(0)


def test_a_message_of_which_nothing_is_left_is_not_called_sent(app: FakeBot, process: at_work) -> None:
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(sending(app, "", attachments=(Image("0123456789abcdef.png"),))))
    assert refusal.value.retry_after is None


# ---- what goes wrong on the way


@pytest.mark.parametrize("trouble", ["drops", "fails"])
def test_without_an_answer_it_goes_again_and_shows_once(
    app: FakeBot, server: WeComApi, process: at_work, trouble: str
) -> None:
    claimed = sending(app, "\n".join(["宏远超时", *["·又说了一点别的事情"] * 99]), "已跟进")
    getattr(server, trouble)[ZHANG] = ["before", "after", "after"]
    for _ in range(3):
        with pytest.raises(NotSent) as refusal:
            process.call(process.channel.send(claimed))
        assert refusal.value.retry_after == refusals.DOUBT_PAUSE and not refusal.value.counts
    ids = process.call(process.channel.send(claimed)).split(",")
    shown = server.messages(ZHANG)
    assert len(shown) == len(ids) == 3 and "\n".join(each.text for each in shown[:2]) == claimed.text


def test_killed_between_send_and_mark_it_shows_once_whatever_it_was_made_of(app: FakeBot, server: WeComApi) -> None:
    attachments = (Image(app.media.put(PNG, ".png")),)
    text = "\n".join(["已记录", *["·又说了一点别的事情"] * 99])
    with at_work(app, server, delivers=False) as process:
        claimed = sending(app, text, "撤回", attachments=attachments)
        process.call(process.channel.send(claimed))  # and the process dies
    before = len(server.messages(ZHANG))
    with at_work(app, server):
        server.until(becomes(app, claimed.id, "sent"))
    assert len(server.messages(ZHANG)) == before >= 4
    assert len(server.called("message/send")) == 2 * before


@pytest.mark.parametrize("labels", [(), ("已跟进", "缓一缓")])
def test_left_alone_for_hours_it_goes_out_marked(app: FakeBot, server: WeComApi, labels: tuple[str, ...]) -> None:
    claimed = sending(app, "宏远超时", *labels)
    with at_work(app, server, delivers=False) as process:
        process.call(process.channel.send(claimed))  # and the process dies
    with app.db.write() as session:
        row = session.get_one(Outbox, claimed.id)
        assert row.claimed_at is not None
        row.claimed_at -= timedelta(hours=5)
    with at_work(app, server) as process:
        server.until(becomes(app, claimed.id, "sent"))
        first, second = server.messages(ZHANG)
        assert (first.text, second.text, second.labels) == ("宏远超时", REPEATED + "宏远超时", list(labels))
        if labels:
            server.taps(ZHANG, "缓一缓")
            process.settle()
            assert second.labels == ["已跟进", "✓缓一缓"]


@pytest.mark.parametrize("kind", ["nudge", "reply"])
def test_without_an_answer_for_half_an_hour_it_goes_out_marked_by_whichever_process(
    app: FakeBot, server: WeComApi, kind: str
) -> None:
    server.fails[ZHANG] = ["after"]
    with at_work(app, server):
        row = app.says(ZHANG_WEI, "在吗", "在", kind=kind)
        app.committed()
        server.until(lambda: out(app, row).retry_at)
    with app.db.write() as session:
        for value in session.exec(select(PlatformValue)):
            value.until -= timedelta(minutes=31)
        session.get_one(Outbox, row).retry_at = None
    with at_work(app, server):
        server.until(becomes(app, row, "sent"))
    assert server.texts(ZHANG) == ["在吗", REPEATED + "在吗"]


def test_what_went_in_part_goes_on_with_the_rest_however_much_later(
    app: FakeBot, server: WeComApi, process: at_work
) -> None:
    claimed = replace(sending(app, "\n".join(["已记录", *["·又说了一点别的事情"] * 99]), "撤回"), claim_no=2)
    original, calls = process.channel._send_piece, []

    async def second_is_refused(*given: Any) -> str:
        calls.append(given)
        if len(calls) == 2:
            raise NotSent("busy", timedelta(hours=1), counts=False)
        return await original(*given)

    process.channel._send_piece = second_is_refused  # type: ignore[method-assign]
    with pytest.raises(NotSent):
        process.call(process.channel.send(claimed))
    with app.db.write() as session:
        for value in session.exec(select(PlatformValue)):
            value.until -= timedelta(minutes=31)
    app.clock.at += timedelta(hours=1)
    process.call(process.channel.send(claimed))
    assert len(server.messages(ZHANG)) == 3


def test_a_token_that_ended_is_fetched_once_and_the_message_goes(
    app: FakeBot, server: WeComApi, process: at_work
) -> None:
    process.call(process.channel.send(sending(app, "一")))
    server.revoke()
    server.refuses[ZHANG] = []
    before = len(server.called("gettoken"))
    process.call(process.channel._api.get("agent/get", agentid=str(server.agent_id)))
    assert len(server.called("gettoken")) == before + 1
    server.ahead = 7300  # it has run out by WeCom's clock: 42001
    process.call(process.channel._api.get("agent/get", agentid=str(server.agent_id)))
    assert len(server.called("gettoken")) == before + 2


def test_a_token_refused_again_and_again_is_not_fetched_again_and_again(
    app: FakeBot, server: WeComApi, process: at_work
) -> None:
    server.until(lambda: server.called("agent/get"))
    server.refuses[ZHANG] = [42001] * 9
    before = len(server.called("gettoken"))
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(sending(app, "一")))
    assert refusal.value.retry_after is not None and not refusal.value.counts
    assert len(server.called("gettoken")) <= before + 1 and len(server.called("message/send")) == 2


def test_one_token_for_all_processes_sealed_in_the_database(app: FakeBot, server: WeComApi) -> None:
    row = app.says(ZHANG_WEI, "一")
    with at_work(app, server, delivers=False) as first, at_work(app, server) as second:
        server.until(becomes(app, row, "sent"))
        for process in (first, second):
            process.call(process.channel._api.get("agent/get", agentid=str(server.agent_id)))
        with app.db.read() as session:
            kept = [value.value for value in session.exec(select(PlatformValue))]
    assert len(server.called("gettoken")) == 1
    assert len(kept) == 1 and server._token[0] not in kept[0]


@pytest.mark.parametrize(
    ("code", "pause", "counts"),
    [(45009, refusals.OFTEN_PAUSE, False), (-1, refusals.BUSY_PAUSE, True), (40008, None, True)],
)
def test_what_wecom_refuses_is_known(
    app: FakeBot, server: WeComApi, process: at_work, code: int, pause: timedelta | None, counts: bool
) -> None:
    server.refuses[ZHANG] = [code]
    claimed = sending(app, "在吗")
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(claimed))
    assert (refusal.value.retry_after, refusal.value.counts) == (pause, counts)
    process.call(process.channel.send(claimed))
    assert server.texts(ZHANG) == ["在吗"]


def test_whom_the_app_cannot_see_the_administrator_learns(app: FakeBot, server: WeComApi, process: at_work) -> None:
    server.invisible = {ZHANG}
    with pytest.raises(Unreachable) as refusal:
        process.call(process.channel.send(sending(app, "在吗")))
    assert refusal.value.retry_after is None and "可见范围" in refusal.value.remedy.format(name="张伟")


@pytest.mark.parametrize(
    ("given", "ip", "sentence"),
    [
        ({}, "203.0.113.9", "企业可信IP"),
        ({"secret": "wrong"}, "", "Secret"),
        ({"corp_id": "ww-wrong"}, "", "企业 ID"),
        ({"agent_id": 7}, "", "XIAOBAN_WECOM_AGENT_ID"),
        ({"base_url": "http://127.0.0.1:9"}, "", "连不上"),
    ],
)
def test_what_only_the_administrator_can_mend_is_said_and_messages_wait(
    app: FakeBot,
    server: WeComApi,
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
            process.call(process.channel.send(claimed))
            assert process.call(trouble(process)) == ""


def test_no_secret_and_nothing_that_was_said_gets_into_the_log(app: FakeBot, server: WeComApi) -> None:
    written = io.StringIO()
    logs.set_up("DEBUG", (server.secret, server.callback_token, server.callback_aes_key), written)
    try:
        server.drops[ZHANG] = ["after"]
        with at_work(app, server) as process:
            row = app.says(ZHANG_WEI, "机密的话")
            app.committed()
            server.until(lambda: out(app, row).retry_at)
            server.untrusted_ip = "203.0.113.9"
            process.call(process.channel._can_send())
            sealed = server.seal("<xml>机密的话")
            assert process.post(sealed.query, sealed.body) == 400
            assert process.post("msg_signature=x", sealed.body) == 403
    finally:
        structlog.reset_defaults()
        for name in logs.WORDY:
            logging.getLogger(name).setLevel(logging.NOTSET)
    for hidden in (server.secret, server.callback_token, server.callback_aes_key, server._token[0], "机密的话"):
        assert hidden not in written.getvalue()
    assert "企业可信IP" in written.getvalue()
