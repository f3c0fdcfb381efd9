"""Personal WeChat (iLink) against the platform on the wire: who logs in, what comes in counts once, what goes out shows
once, within the window; a login that has ended is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from bot_process import Process
from fake_bot import CHEN_JING, START, ZHANG_WEI, FakeBot
from peers.ilink_api import ILinkApi
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot.channels import delivery, platform_values
from bot.channels.base import MaybeSent, NotFetched, NotSent, WindowClosed, reach_of
from bot.channels.ilink import api, cdn, polling, qr_login, refusals, words
from bot.channels.ilink import channel as channels
from bot.channels.ilink.cdn import NotUploaded
from bot.channels.ilink.channel import ILinkChannel
from bot.channels.ilink.credentials import BASE_URL, Credentials
from bot.channels.ilink.logins import Login, Logins
from bot.channels.ilink.messages import taken
from bot.channels.ilink.qr_login import QrLogin
from bot.channels.tencent import trouble as troubles
from bot.channels.tencent.api import NotReached
from bot.conversation.attachments import Attachment, Audio, Document, Image, Video
from bot.messaging import inbox, sends, unreachable
from bot.messaging.inbound import Inbound, Media, Said
from bot.messaging.sends import Sending
from bot.runtime import leases
from bot.turn.prepare import FileUnavailable
from storage.background import PlatformValue
from storage.conversations import Inbox, Outbox
from storage.people import Identity

ZHANG, CHEN, STRANGER = "o9cqZhangWei@im.wechat", "o9cqChenJing@im.wechat", "o9cqPasserBy@im.wechat"
KEY = "a long key of the company's"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
SILK = b"\x02#!SILK_V3" + bytes(99)
LONG = "\n".join(["已记录:宏远 · 李总 · 电话", *["·又说了一点别的事情"] * 900])  # three messages of WeChat's


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(polling, "SHORTEST_SECONDS", 0.0)
    monkeypatch.setattr(polling, "PAUSES", (0.01,))
    monkeypatch.setattr(polling, "SURE_SECONDS", 0.1)
    monkeypatch.setattr(channels, "BETWEEN_SECONDS", 0.0)
    monkeypatch.setattr(qr_login, "AGAIN_SECONDS", 0.01)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ILinkApi]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ILinkApi() as peer:
        yield peer


@pytest.fixture
def app(bot: FakeBot, server: ILinkApi) -> Iterator[FakeBot]:
    """张伟 and 陈静 have logged in; every commit is something that a test may wait for."""
    with bot.db.write() as session:
        session.add(Identity(channel="ilink", address=ZHANG, member_id=ZHANG_WEI, last_seen_at=START))
        there = session.exec(select(Identity).where(col(Identity.member_id) == CHEN_JING)).one()
        there.channel, there.address = "ilink", CHEN
    server.now = lambda: bot.clock.now().timestamp()
    for user in (ZHANG, CHEN):
        made = server.logged_in(user)
        logins(bot).keep(Login(user, made.id, made.token, server.url))
    event.listen(Session, "after_commit", server.changed)
    event.listen(bot.db.engine, "commit", server.changed)
    yield bot
    event.remove(Session, "after_commit", server.changed)


def logins(app: FakeBot) -> Logins:
    return Logins(app.db, KEY)


class at_work(Process):
    """A process: its channel and delivery, until the end of the block."""

    channel: ILinkChannel

    def __init__(self, app: FakeBot, server: ILinkApi, *, delivers: bool = True) -> None:
        super().__init__(app, "/", delivers=delivers)
        self._server = server

    def made(self) -> ILinkChannel:
        lease = leases.NamedLease(self.app.db, polling.LEASE_NAME, polling.LEASE)
        return ILinkChannel(self.app, Credentials(KEY, self._server.url), lease)


@pytest.fixture
def process(app: FakeBot, server: ILinkApi) -> Iterator[at_work]:
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


def handled(app: FakeBot) -> None:
    with app.db.write() as session:
        for row in session.exec(select(Inbox).where(col(Inbox.handled_at).is_(None))):
            row.handled_at = app.clock.now()


def wrote(app: FakeBot, server: ILinkApi, text: str = "早", user: str = ZHANG) -> None:
    """Somebody writes, it is taken in, and nobody waits for an answer to it."""
    before = len(heard(app))
    server.says(user, text)
    server.until(lambda: len(heard(app)) > before)
    handled(app)


def sending(app: FakeBot, text: str, *labels: str, attachments: tuple[Attachment, ...] = ()) -> Sending:
    """A message that is claimed for 张伟."""
    row = app.says(ZHANG_WEI, text, *labels, attachments=attachments)
    found = sends.claim_next(app.db, app.clock.now(), [sends.Reach("ilink", recognises_repeats=False)])
    assert found is not None and found.id == row
    return found


def kinds(server: ILinkApi, user: str = ZHANG) -> list[tuple[str, str]]:
    return [(shown.kind, shown.text) for shown in server.messages(user)]


# ---- in


def test_what_is_written_is_kept_once_by_sender_and_id(app: FakeBot, server: ILinkApi) -> None:
    server.again = 3
    with at_work(app, server, delivers=False):
        wrote(app, server, "刚跟李总打完电话")
        wrote(app, server, "早", CHEN)
        wrote(app, server, "他嫌贵")
    assert heard(app) == [(ZHANG, {"text": "刚跟李总打完电话"}), (CHEN, {"text": "早"}), (ZHANG, {"text": "他嫌贵"})]
    assert server.bot(ZHANG).started == 1


def test_what_came_while_nobody_was_there_is_taken_in_once_and_over_a_restart(app: FakeBot, server: ILinkApi) -> None:
    server.says(ZHANG, "一")
    server.says(ZHANG, "二")
    for _ in range(2):
        with at_work(app, server, delivers=False):
            server.until(lambda: len(heard(app)) == 2 and bool(logins(app).cursor(login(app))))
    logins(app).keep_cursor(login(app), "")  # it died before that was kept
    server.says(ZHANG, "三")
    with at_work(app, server, delivers=False):
        server.until(lambda: len(heard(app)) == 3)
    assert [said["text"] for _, said in heard(app)] == ["一", "二", "三"]


def login(app: FakeBot, user: str = ZHANG) -> Login:
    return next(each for each in logins(app).all() if each.user == user)


def test_what_cannot_be_kept_now_is_kept_later(app: FakeBot, server: ILinkApi) -> None:
    failures = 2

    def receive(inbound: Inbound) -> bool:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise OperationalError("insert", {}, Exception("away"))
        return FakeBot.receive(app, inbound)

    app.receive = receive  # type: ignore[method-assign]
    server.says(ZHANG, "一")
    with at_work(app, server, delivers=False):
        server.until(lambda: len(heard(app)) == 1)


def test_a_message_that_is_refused_again_and_again_holds_up_no_other(app: FakeBot, server: ILinkApi) -> None:
    def receive(inbound: Inbound) -> bool:
        if inbound.said.text == "坏":
            raise RuntimeError("never")
        return FakeBot.receive(app, inbound)

    app.receive = receive  # type: ignore[method-assign]
    server.says(ZHANG, "坏")
    server.says(ZHANG, "好")
    with at_work(app, server, delivers=False):
        server.until(lambda: len(heard(app)) == 1)
    assert heard(app) == [(ZHANG, {"text": "好"})]


def test_one_process_asks(app: FakeBot, server: ILinkApi) -> None:
    with at_work(app, server, delivers=False), at_work(app, server, delivers=False):
        wrote(app, server)
        assert server.bot(ZHANG).started == 1


def test_voice_that_wechat_has_heard_is_its_words_and_other_files_are_fetched(
    app: FakeBot, server: ILinkApi, process: at_work
) -> None:
    server.speaks(ZHANG, SILK, heard="刚跟李总打完电话。")
    server.speaks(ZHANG, SILK)
    server.sends_file(ZHANG, 2, PNG)
    server.sends_file(ZHANG, 4, b"%PDF-1.7", file_name="技术协议.pdf", len="8")
    server.sends_file(ZHANG, 5, b"mp4" * 9)
    server.until(lambda: len(heard(app)) == 5)
    found = [media(app, number) for number in range(5)]
    assert found[0].is_only_heard and found[0].heard == "刚跟李总打完电话。"
    assert [(each.kind, each.suffix, each.name) for each in found[1:]] == [
        ("voice", ".silk", ""),
        ("image", ".jpg", ""),
        ("file", ".pdf", "技术协议.pdf"),
        ("video", ".mp4", ""),
    ]
    assert (found[1].seconds, found[3].size) == (4, 8)
    fetched = [process.call(process.channel.fetch(each)).data for each in found[1:]]
    assert fetched == [SILK, PNG, b"%PDF-1.7", b"mp4" * 9]


def test_a_file_that_is_gone_is_asked_for_again_and_one_out_of_reach_later(
    app: FakeBot, server: ILinkApi, process: at_work, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.speaks(ZHANG, SILK)
    server.until(lambda: len(heard(app)) == 1)
    server.forgets_files()
    with pytest.raises(FileUnavailable, match="再发一次"):
        process.call(process.channel.fetch(media(app)))
    monkeypatch.setattr(cdn, "_is_theirs", lambda *_: True)
    away = Media("voice", reference='{"url": "http://127.0.0.1:9/x", "query": "", "key": ""}')
    with pytest.raises(NotFetched):
        process.call(process.channel.fetch(away))


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/latest/meta-data", "http://127.0.0.1:9/x", "https://qq.com.example.org/x"]
)
def test_a_file_is_fetched_from_no_address_that_a_message_makes_up(process: at_work, address: str) -> None:
    reference = json.dumps({"url": address, "query": "", "key": ""})
    with pytest.raises(FileUnavailable):
        process.call(process.channel.fetch(Media("voice", reference=reference)))


def test_a_file_that_does_not_go_up_is_tried_only_so_often() -> None:
    failed, away = refusals.outcome(NotUploaded("413")), refusals.outcome(NotReached("refused"))
    assert isinstance(failed, NotSent) and failed.counts
    assert isinstance(away, NotSent) and not away.counts


def test_a_message_without_a_way_to_answer_leaves_the_one_known(
    app: FakeBot, server: ILinkApi, process: at_work
) -> None:
    wrote(app, server)
    known = logins(app).way_to(ZHANG)
    logins(app).heard(login(app), ZHANG, "")
    assert known is not None and known.context and logins(app).way_to(ZHANG) == known


QUOTED = {"type": 1, "text_item": {"text": "好的"}, "ref_msg": {"title": "已记录:宏远", "message_item": {"type": 1}}}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"item_list": [QUOTED]}, [{"text": "好的"}]),
        ({"item_list": [{"type": 1, "text_item": {"text": "一"}}, QUOTED]}, [{"text": "一"}, {"text": "好的"}]),
        ({"item_list": [{"type": 99}]}, []),
        ({"item_list": None}, []),
        ({"item_list": [QUOTED], "message_type": 2}, None),  # the bot's own
        ({"item_list": [QUOTED], "group_id": "g"}, None),
        ({"item_list": [QUOTED], "from_user_id": ""}, None),
        ("rubbish", None),
    ],
)
def test_what_a_message_means(message: Any, said: list[Any] | None) -> None:
    about = {"message_id": 2**63 + 7, "from_user_id": ZHANG, "message_type": 1, "context_token": "c"}
    found = taken(about | message if isinstance(message, dict) else message, START)
    assert (found and [each.said.as_json() for each in found.inbounds]) == said
    ids = [each.event_id for each in found.inbounds] if found else []
    assert len(set(ids)) == len(ids) and all(each.startswith(f"{ZHANG}:{2**63 + 7}") for each in ids)


def test_what_cannot_be_read_is_said_to_be_so(app: FakeBot, server: ILinkApi, process: at_work) -> None:
    server.comes(ZHANG, [{"type": 99}])
    server.until(lambda: server.texts(ZHANG) == [words.NOT_READABLE])
    assert not heard(app)


def test_it_is_said_once_however_often_it_comes(app: FakeBot, server: ILinkApi, process: at_work) -> None:
    server.again = 1
    server.comes(ZHANG, [{"type": 99}])
    server.until(lambda: server.texts(ZHANG) == [words.NOT_READABLE])
    wrote(app, server)
    assert server.texts(ZHANG) == [words.NOT_READABLE]


def test_a_stranger_is_not_told_what_can_be_read(app: FakeBot, server: ILinkApi) -> None:
    made = server.logged_in(STRANGER)
    logins(app).keep(Login(STRANGER, made.id, made.token, server.url))
    server.comes(STRANGER, [{"type": 99}])
    with at_work(app, server, delivers=False):
        server.until(lambda: heard(app) == [(STRANGER, {"text": words.SOMETHING})])
    assert not server.texts(STRANGER)


def test_what_comes_again_does_not_put_back_the_way_of_before(app: FakeBot, server: ILinkApi, process: at_work) -> None:
    wrote(app, server, "一")
    app.clock.at += timedelta(seconds=1)
    wrote(app, server, "二")
    newest, before = logins(app).way_to(ZHANG), server.bot(ZHANG).held[0][1]
    logins(app).heard(login(app), ZHANG, before["context_token"], before["create_time_ms"])
    assert newest is not None and logins(app).way_to(ZHANG) == newest


# ---- out


def test_a_send_that_takes_long_is_not_taken_for_one_of_a_dead_process(
    app: FakeBot, server: ILinkApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "RENEW_SECONDS", 0.01)
    with at_work(app, server) as process:
        wrote(app, server)
        send = process.channel.send

        async def slowly(message: Sending) -> str | None:
            began = out(app, message.id).claimed_at
            assert began is not None
            while out(app, message.id).claimed_at == began:
                await asyncio.sleep(0.01)
            return await send(message)

        monkeypatch.setattr(process.channel, "send", slowly)
        row = app.says(ZHANG_WEI, "早")
        app.committed()
        server.until(becomes(app, row, "sent"))


def test_an_answer_and_its_choices_are_shown_once_as_numbers(app: FakeBot, server: ILinkApi) -> None:
    with at_work(app, server):
        wrote(app, server)
        row = app.says(ZHANG_WEI, "异议是哪一类?", "价格敏感", "功能疑虑")
        app.committed()
        server.until(becomes(app, row, "sent"))
    assert server.texts(ZHANG) == ["异议是哪一类?\n（回数字就行）\n1. 价格敏感\n2. 功能疑虑"]


def test_files_go_up_encrypted_and_are_shown_as_what_they_are(app: FakeBot, server: ILinkApi, process: at_work) -> None:
    keys = {name: app.media.put(data, name[name.index(".") :]) for name, data in FILES.items()}
    wrote(app, server)
    attachments = (
        Image(keys["f.png"], "漏斗"),
        Document(keys["d.pdf"], "技术协议.pdf"),
        Video(keys["v.mp4"]),
        Audio(keys["a.mp3"]),
    )
    process.call(process.channel.send(sending(app, "都在这里", attachments=attachments)))
    shown = server.messages(ZHANG)
    assert [each.kind for each in shown] == ["image", "file", "video", "file", "text"]
    assert [each.data for each in shown[:4]] == list(FILES.values()) and shown[1].name == "技术协议.pdf"


FILES = {"f.png": PNG, "d.pdf": b"%PDF-1.7", "v.mp4": b"mp4" * 99, "a.mp3": b"ID3" + bytes(30)}


def test_a_long_text_is_continued_and_counts_as_several(app: FakeBot, server: ILinkApi, process: at_work) -> None:
    wrote(app, server)
    ids = process.call(process.channel.send(sending(app, LONG)))
    assert "\n".join(server.texts(ZHANG)) == LONG and len(ids.split(",")) == len(server.texts(ZHANG)) == 3


def test_the_window_is_ten_messages_and_what_has_no_room_waits(app: FakeBot, server: ILinkApi) -> None:
    with at_work(app, server):
        wrote(app, server)
        rows = [app.says(ZHANG_WEI, f"第{number}条", kind="nudge") for number in range(1, 13)]
        app.committed()
        server.until(becomes(app, rows[9], "sent"))
        assert (out(app, rows[10]).status, len(server.texts(ZHANG))) == ("pending", 10)
        app.clock.at += timedelta(minutes=5)
        wrote(app, server, "在")
        server.until(becomes(app, rows[11], "sent"))
    assert server.texts(ZHANG) == [f"第{number}条" for number in range(1, 13)] and not server.refused


def test_after_a_day_it_waits_until_they_write(app: FakeBot, server: ILinkApi) -> None:
    with at_work(app, server) as process:
        wrote(app, server)
        app.clock.at += timedelta(hours=24)
        row = app.says(ZHANG_WEI, "和美超时了", kind="nudge")
        reach = reach_of(process.channel)
        assert sends.claim_next(app.db, app.clock.now(), [reach]) is None
        wrote(app, server, "早")
        app.committed()
        server.until(becomes(app, row, "sent"))


def test_what_wechat_refuses_sooner_waits_as_well_or_goes_another_way(app: FakeBot, server: ILinkApi) -> None:
    with at_work(app, server) as process:
        wrote(app, server)
        server.refuses[ZHANG] = [refusals.CLOSED]
        row = app.says(ZHANG_WEI, "和美超时了", kind="nudge")
        app.committed()
        server.until(lambda: out(app, row).held_at is not None)
        with app.db.write() as session:
            session.add(Identity(channel="telegram", address="42", member_id=ZHANG_WEI, last_seen_at=START))
        other = sends.Reach("telegram", recognises_repeats=False)
        assert unreachable.move_on(app.db, app.clock.now(), [reach_of(process.channel), other]) == 1
        assert out(app, row).channel == "telegram"


def test_nothing_is_sent_to_who_has_not_written(app: FakeBot, process: at_work) -> None:
    with pytest.raises(WindowClosed):
        process.call(process.channel.send(sending(app, "早")))


@pytest.mark.parametrize(
    ("plan", "outcome"),
    [({"drops": "before"}, MaybeSent), ({"drops": "after"}, MaybeSent), ({"fails": "before"}, MaybeSent)],
)
def test_a_send_without_an_answer_may_have_been_taken(
    app: FakeBot, server: ILinkApi, process: at_work, plan: dict[str, str], outcome: type[Exception]
) -> None:
    wrote(app, server)
    for name, when in plan.items():
        getattr(server, name)[ZHANG] = [when]
    with pytest.raises(outcome):
        process.call(process.channel.send(sending(app, "早")))


def test_what_is_refused_for_now_is_tried_again_under_another_id(
    app: FakeBot, server: ILinkApi, process: at_work
) -> None:
    wrote(app, server)
    server.refuses[ZHANG] = [-1]
    message = sending(app, "早")
    with pytest.raises(NotSent) as refusal:
        process.call(process.channel.send(message))
    assert refusal.value.retry_after is not None and refusal.value.counts
    process.call(process.channel.send(message))
    assert server.texts(ZHANG) == ["早"]


# ---- logins


def trouble(process: at_work) -> str:
    async def told() -> str:
        return process.channel.trouble() or ""

    return str(process.call(told()))


def scanned(made: QrLogin, app: FakeBot, code: str, **other: Any) -> dict[str, Any]:
    return dict(made.scanned(app.db, {"code": code, **other}))


def test_who_scans_and_confirms_is_in_and_the_token_is_sealed(app: FakeBot, server: ILinkApi) -> None:
    made = QrLogin(Credentials(KEY, server.url))
    code = made.code(app.db, {})
    assert code["content"].startswith("https://") and len(server.newest().known) == 2
    server.scans(STRANGER)
    assert scanned(made, app, code["code"]) == {"state": "seen", "host": server.url}
    bot = server.confirms(STRANGER)
    assert scanned(made, app, code["code"], seen=True) == {"state": "confirmed", "place": ["ilink", STRANGER]}
    assert login(app, STRANGER) == Login(STRANGER, bot.id, bot.token, server.url)
    with app.db.read() as session:
        kept = [row.value for row in session.exec(select(PlatformValue))]
    assert kept and not any(bot.token in value for value in kept)
    assert bot.token not in repr(login(app, STRANGER)) and not Logins(app.db, "another key of theirs").all()
    with at_work(app, server, delivers=False):
        wrote(app, server, "你好", STRANGER)


def test_digits_that_the_phone_shows_and_a_code_that_is_too_old(app: FakeBot, server: ILinkApi) -> None:
    made = QrLogin(Credentials(KEY, server.url))
    code = made.code(app.db, {})["code"]
    server.wants_digits = "42"
    server.scans(STRANGER)
    assert scanned(made, app, code)["state"] == "digits"
    assert scanned(made, app, code, digits="41")["state"] == "digits"
    assert scanned(made, app, code, digits="42")["state"] == "seen"
    code = made.code(app.db, {})["code"]
    server.expires()
    assert scanned(made, app, code) == {"state": "expired"}


def test_who_is_in_already_is_told_so(app: FakeBot, server: ILinkApi) -> None:
    made = QrLogin(Credentials(KEY, server.url))
    code = made.code(app.db, {})["code"]
    server.scans(ZHANG)
    assert scanned(made, app, code) == {"state": "bound"}


def test_a_login_that_ends_is_told_and_the_next_goes_on(app: FakeBot, server: ILinkApi) -> None:
    with at_work(app, server) as process:
        wrote(app, server)
        server.ends(ZHANG)
        server.until(lambda: "张伟" in trouble(process))
        assert "登录个人微信" in trouble(process) and "陈静" not in trouble(process)
        wrote(app, server, "早", CHEN)  # others go on
        row = app.says(ZHANG_WEI, "和美超时了", kind="nudge")
        app.committed()
        server.until(lambda: out(app, row).held_at is not None)
        bot = server.confirms(ZHANG)
        logins(app).keep(Login(ZHANG, bot.id, bot.token, server.url))
        server.until(lambda: not trouble(process))
        assert out(app, row).status == "pending"
        app.clock.at += timedelta(minutes=5)
        wrote(app, server, "在")
        app.committed()
        server.until(becomes(app, row, "sent"))
    assert server.texts(ZHANG) == ["和美超时了"]


def test_it_is_still_told_after_a_restart(app: FakeBot, server: ILinkApi) -> None:
    logins(app).end(login(app))
    with at_work(app, server, delivers=False) as process:
        server.until(lambda: "张伟" in trouble(process))


def test_a_login_is_not_ended_by_one_word_of_it(app: FakeBot, server: ILinkApi, process: at_work) -> None:
    server.slips = 1
    server.until(lambda: refusals.ENDED in server.refused)
    wrote(app, server, "在")
    assert not trouble(process) and not login(app).ended


def test_a_login_is_not_ended_by_its_word_said_often_at_once(
    app: FakeBot, server: ILinkApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "SURE_SECONDS", 60.0)
    server.slips = 5
    with at_work(app, server, delivers=False):
        server.until(lambda: server.refused.count(refusals.ENDED) >= 5)
        wrote(app, server, "在")
    assert not login(app).ended


def test_a_newer_login_kept_meanwhile_is_not_ended(app: FakeBot, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = login(app), Login(ZHANG, "new@im.bot", "new", login(app).base_url)
    kept = platform_values.kept

    def kept_then_scanned(*about: Any) -> Any:
        found = kept(*about)
        monkeypatch.setattr(platform_values, "kept", kept)
        logins(app).keep(new)
        return found

    monkeypatch.setattr(platform_values, "kept", kept_then_scanned)
    logins(app).end(old)
    assert login(app) == new


def test_a_question_that_is_never_answered_is_wechat_out_of_reach(
    app: FakeBot, server: ILinkApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(troubles, "SECONDS", 0.05)
    monkeypatch.setattr(api, "LONG", httpx.Timeout(0.05))
    server.hold_seconds = 10.0
    with at_work(app, server, delivers=False) as process:
        server.until(lambda: trouble(process) == words.AWAY)


def test_a_question_that_ends_empty_is_no_trouble(
    app: FakeBot, server: ILinkApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(troubles, "SECONDS", 0.0)
    server.hold_seconds = 0.01
    with at_work(app, server, delivers=False) as process:
        server.until(lambda: len(server.called("getupdates")) > 8)
        assert not trouble(process)


def test_a_fault_of_our_own_is_not_wechats(app: FakeBot, server: ILinkApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troubles, "SECONDS", 0.05)

    def receive(inbound: Inbound) -> bool:
        raise OperationalError("insert", {}, Exception("away"))

    app.receive = receive  # type: ignore[method-assign]
    for user in (ZHANG, CHEN):
        server.says(user, "早")
    with at_work(app, server, delivers=False) as process:
        server.until(lambda: trouble(process) == words.NOT_TAKEN_IN)
        app.receive = partial(FakeBot.receive, app)  # type: ignore[method-assign]
        server.until(lambda: len(heard(app)) == 2)


def test_logins_that_another_key_sealed_are_told(app: FakeBot, server: ILinkApi) -> None:
    Logins(app.db, "another key of theirs").keep(login(app))
    with at_work(app, server, delivers=False) as process:
        server.until(lambda: trouble(process) == words.OTHER_KEY.format(count=1))


def test_the_companys_own_address_serves_everything(app: FakeBot, server: ILinkApi, process: at_work) -> None:
    kept = login(app)
    logins(app).keep(Login(ZHANG, kept.bot, kept.token, "https://ilinkai2.weixin.qq.com"))
    wrote(app, server)
    process.call(process.channel.send(sending(app, "早")))
    assert server.texts(ZHANG) == ["早"]


@pytest.mark.parametrize(
    ("named", "place"),
    [
        ("https://ilinkai2.weixin.qq.com/", "https://ilinkai2.weixin.qq.com"),
        ("http://ilinkai2.weixin.qq.com", BASE_URL),
        ("https://qq.com.example.org", BASE_URL),
        ("https://example.org/.qq.com", BASE_URL),
        ("", BASE_URL),
    ],
)
def test_a_token_goes_to_tencent_alone(named: str, place: str) -> None:
    assert api.Api(httpx.AsyncClient(), BASE_URL).place(named) == place


def test_the_end_of_an_old_login_is_not_that_of_the_new_one(app: FakeBot) -> None:
    old = login(app)
    logins(app).keep(Login(ZHANG, "new@im.bot", "new", old.base_url))
    logins(app).end(old)
    assert not login(app).ended


def test_wechat_out_of_reach_for_a_minute_is_told(
    app: FakeBot, server: ILinkApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(troubles, "SECONDS", 0.05)
    monkeypatch.setattr(ILinkApi, "url", "http://127.0.0.1:9")
    with at_work(app, server, delivers=False) as process:
        server.until(lambda: trouble(process) == words.AWAY)


def test_strangers_are_not_of_the_company(app: FakeBot) -> None:
    assert inbox.is_of_company(app.db, "ilink", ZHANG) and not inbox.is_of_company(app.db, "ilink", STRANGER)
