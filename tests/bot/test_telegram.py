"""Telegram against a Bot API server on the wire: what comes in counts once, what goes out is known or a known doubt."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import structlog
from fake_bot import CHEN_JING, START, ZHANG_WEI, FakeBot
from peers.botapi import BOT_USER, LARGEST_DOWNLOAD, BotApi
from sqlalchemy import event
from sqlmodel import Session, col, select
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.admin import invitations
from bot.channels import base
from bot.channels.base import MaybeSent, NotFetched, NotSent, Unreachable
from bot.channels.delivery import Delivery
from bot.channels.fetching import fetchers
from bot.channels.telegram import files, intake, polling, updates
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Poller
from bot.conversation.attachments import Attachment, Audio, Document, Video
from bot.messaging import inbox, sends
from bot.messaging.inbound import Inbound, Media, Said
from bot.messaging.sends import REPEATED, STALE, Reach, Sending
from bot.runtime import leases, logs
from bot.turn.prepare import FileUnavailable
from bot.wording.turn import NOT_FETCHED
from storage.background import Lease
from storage.conversations import Inbox, Outbox
from storage.engine import database_time
from storage.people import Identity

ZHANG, CHEN, STRANGER, GROUP = 1001, 1002, 1003, -100
REACH = Reach("telegram", recognises_repeats=False)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[BotApi]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with BotApi() as peer:
        yield peer


@pytest.fixture
def app(bot: FakeBot, server: BotApi) -> Iterator[FakeBot]:
    """张伟 and 陈静 write from Telegram; every commit is something that a test may wait for."""
    with bot.db.write() as session:
        session.add(Identity(channel="telegram", address=str(ZHANG), member_id=ZHANG_WEI))
        session.exec(select(Identity).where(col(Identity.channel) == "web")).one().channel = "telegram"
        session.flush()
        session.exec(select(Identity).where(col(Identity.member_id) == CHEN_JING)).one().address = str(CHEN)
    server.opens(ZHANG)
    server.opens(CHEN)
    event.listen(Session, "after_commit", server.changed)
    yield bot
    event.remove(Session, "after_commit", server.changed)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as made:
        yield made


@pytest.fixture
def poller(app: FakeBot, server: BotApi) -> Poller:
    return asking(app, server, lease(app), wait_seconds=0)


def asking(app: FakeBot, server: BotApi, lease: base.Lease, wait_seconds: int) -> Poller:
    bot = Bot(server.token, f"{server.base_url}/bot", f"{server.base_url}/file/bot")
    request = HTTPXRequest()
    url = f"{server.base_url}/bot{server.token}/getUpdates"
    return Poller(lease, partial(updates.ask, request, url), Intake(app, bot, "700"), wait_seconds)


@pytest.fixture
def channel(app: FakeBot, server: BotApi) -> TelegramChannel:
    return TelegramChannel(app, server.token, lease(app), server.base_url)


def lease(app: FakeBot) -> leases.NamedLease:
    return leases.NamedLease(app.db, polling.LEASE_NAME, polling.LEASE)


class at_work:
    """A process: polling and delivery, until the end of the block or `stop`."""

    def __init__(self, app: FakeBot, server: BotApi) -> None:
        self._app, self._server = app, server

    def __enter__(self) -> at_work:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._thread.join()
        self._loop.close()

    def stop(self) -> None:
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._task.cancel)

    def _run(self) -> None:
        self._task = self._loop.create_task(self._work())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            self._loop.run_until_complete(self._loop.shutdown_default_executor())

    async def _work(self) -> None:
        channel = TelegramChannel(self._app, self._server.token, lease(self._app), self._server.base_url)
        delivery = Delivery(self._app.db, self._app.clock, [channel])
        self._app.listeners.append(delivery.wake)
        await asyncio.gather(channel.run(), delivery.run())


def heard(app: FakeBot) -> list[tuple[str, dict[str, Any]]]:
    with app.db.read() as session:
        return [(row.address, row.said) for row in session.exec(select(Inbox).order_by(col(Inbox.id)))]


def out(app: FakeBot, row: int) -> Outbox:
    with app.db.read() as session:
        return session.get_one(Outbox, row)


def becomes(app: FakeBot, row: int, status: str) -> Callable[[], bool]:
    return lambda: out(app, row).status == status


def sending(
    text: str, *labels: str, chat: int = ZHANG, image: str | None = None, attachments: tuple[Attachment, ...] = ()
) -> Sending:
    buttons = tuple(sends.Button(label, f"o:1:{index}") for index, label in enumerate(labels))
    return Sending(1, 1, "telegram", str(chat), "reply", text, buttons, image, START, None, attachments)


# ---- in


def test_what_is_written_is_kept_under_the_number_of_its_update(
    app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    update = server.says(ZHANG, "刚跟李总打完电话", date=1795000000)
    runner.run(poller.once())
    with app.db.read() as session:
        row = session.exec(select(Inbox)).one()
    assert (row.channel, row.event_id, row.address) == ("telegram", f"700:{update}", str(ZHANG))
    assert row.said == {"text": "刚跟李总打完电话"}
    assert row.at <= app.clock.now()


def test_an_update_is_confirmed_only_by_the_next_request(
    server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    update = server.says(ZHANG, "好")
    runner.run(poller.once())
    assert not server.confirmed(update)
    runner.run(poller.once())
    assert server.confirmed(update)


def test_after_an_empty_answer_numbers_may_start_anywhere(
    app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    server.says(ZHANG, "上周")
    for _ in range(3):
        runner.run(poller.once())
    assert "offset" not in server.called("getUpdates")[-1].data
    assert heard(app) == [(str(ZHANG), {"text": "上周"})]


def test_killed_before_confirming_it_comes_again_and_changes_nothing(app: FakeBot, server: BotApi) -> None:
    committed, dead = threading.Event(), threading.Event()

    def receive_and_die(inbound: Inbound) -> bool:
        taken = inbox.receive(app.db, inbound)
        committed.set()
        dead.wait(20)
        return taken

    app.receive = receive_and_die  # type: ignore[method-assign]
    update = server.says(ZHANG, "刚跟李总打完电话")
    with at_work(app, server) as process:
        assert committed.wait(20)
        process.stop()
        dead.set()
    assert not server.confirmed(update)
    del app.receive  # type: ignore[method-assign]
    with at_work(app, server):
        server.until(lambda: server.confirmed(update))
    assert heard(app) == [(str(ZHANG), {"text": "刚跟李总打完电话"})]


def test_what_could_not_be_kept_is_taken_in_later_and_holds_no_other_chat_up(
    app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    failing = [True]

    def receive(inbound: Inbound) -> bool:
        if inbound.sender == str(ZHANG) and failing:
            failing.pop()
            raise OSError("disk full")
        return inbox.receive(app.db, inbound)

    app.receive = receive  # type: ignore[method-assign]
    server.says(ZHANG, "一")
    server.says(ZHANG, "二")
    server.says(CHEN, "三")
    assert runner.run(poller.once()) > 0
    assert heard(app) == [(str(CHEN), {"text": "三"})]
    assert runner.run(poller.once()) == 0
    assert heard(app) == [(str(CHEN), {"text": "三"}), (str(ZHANG), {"text": "一"}), (str(ZHANG), {"text": "二"})]


def test_what_can_never_be_kept_is_passed_over_and_its_sender_knows(
    app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    def receive(inbound: Inbound) -> bool:
        if inbound.said.text == "毒":
            raise ValueError("no database takes this")
        return inbox.receive(app.db, inbound)

    app.receive = receive  # type: ignore[method-assign]
    server.says(ZHANG, "毒")
    server.says(ZHANG, "药")
    pauses = [runner.run(poller.once()) for _ in range(polling.TRIES)]
    assert [pause > 0 for pause in pauses] == [True] * (polling.TRIES - 1) + [False]
    assert [shown.text for shown in server.messages(ZHANG)] == [intake.NOT_KEPT]
    assert heard(app) == [(str(ZHANG), {"text": "药"})]


BROKEN = {
    "a date no calendar has": {"date": 10**18, "text": "秘密:底价四十万"},
    "an entity without its place": {"text": "秘密:底价四十万", "entities": [{"type": "bold"}]},
    "text that is a number": {"text": 12, "date": "昨天"},
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_an_update_that_cannot_be_read_stops_nobody_and_is_not_quoted_in_the_log(
    broken: dict[str, Any], app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    out = io.StringIO()
    logs.set_up("DEBUG", out=out)
    server.sends(ZHANG, **broken)
    server.says(ZHANG, "刚跟李总打完电话")
    server.says(CHEN, "早")
    assert runner.run(poller.once()) == 0
    runner.run(poller.once())
    assert sorted(heard(app)) == [(str(ZHANG), {"text": "刚跟李总打完电话"}), (str(CHEN), {"text": "早"})]
    assert "an update is given up" in out.getvalue()
    assert "秘密" not in out.getvalue()


def test_what_is_no_update_at_all_is_passed_over(
    app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    server.update(message=None, callback_query=["?"])
    server.update(message={"message_id": 1, "date": 1, "chat": "老王", "text": "秘密"})
    server.says(CHEN, "早")
    runner.run(poller.once())
    assert heard(app) == [(str(CHEN), {"text": "早"})]


def test_the_role_is_renewed_while_telegram_is_waited_for_and_left_once_it_is_lost(
    app: FakeBot, server: BotApi, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "RENEWED_SECONDS", 0.01)

    answers = [True, True, True, False]

    class Role:
        def take(self) -> bool:
            return answers.pop(0)

        def give_up(self) -> None:
            pass

    runner.run(asking(app, server, Role(), wait_seconds=3600).once())  # would wait an hour for the empty chat
    assert answers == []


def test_a_forged_tap_is_no_message(app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner) -> None:
    server.taps(ZHANG, data="o:1:0\x00")
    runner.run(poller.once())
    runner.run(poller.once())
    assert heard(app) == []


@pytest.mark.parametrize(
    ("written", "text"), [("/start K7MPQ2XZ", "加入 K7MPQ2XZ"), ("/start", "加入"), ("/help", "/help")]
)
def test_a_link_of_invitation_joins(
    written: str, text: str, app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    server.says(STRANGER, written)
    runner.run(poller.once())
    assert heard(app) == [(str(STRANGER), {"text": text})]


def test_bots_edits_and_what_telegram_says_itself_are_not_messages(
    app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    server.sends(ZHANG, text="我是机器人", sender=BOT_USER)
    server.sends_service(ZHANG, pinned_message=None)
    server.update(edited_message={"message_id": 1, "date": 1, "chat": {"id": ZHANG, "type": "private"}, "text": "改"})
    runner.run(poller.once())
    assert heard(app) == []
    assert server.messages(ZHANG) == []


def test_a_group_is_told_once_and_left(app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner) -> None:
    server.sends(GROUP, new_chat_members=[BOT_USER])
    server.says(GROUP, "大家好")
    for _ in range(2):
        runner.run(poller.once())
    assert [shown.text for shown in server.messages(GROUP)] == [intake.NO_GROUPS]
    assert heard(app) == []


# ---- files


def media(app: FakeBot) -> Media:
    ((_, said),) = heard(app)
    found = Said.from_json(said).media
    assert found is not None
    return found


def test_a_file_is_taken_in_by_reference_and_nothing_is_fetched_before(
    app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    server.sends(ZHANG, voice=server.file(b"OggS...", "v1") | {"duration": 3, "mime_type": "audio/ogg"})
    runner.run(poller.once())
    assert media(app) == Media("voice", reference="v1", size=7, suffix=".ogg", seconds=3)
    assert server.called("getFile") == server.called("download") == []


def test_a_voice_message_is_fetched_and_kept(
    app: FakeBot, server: BotApi, poller: Poller, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    server.sends(ZHANG, voice=server.file(b"OggS...", "v1") | {"duration": 3, "mime_type": "audio/ogg"})
    runner.run(poller.once())
    key = runner.run(fetched(app, channel))
    assert (media(app).kind, key[-4:]) == ("voice", ".ogg")
    assert app.media.read(key) == b"OggS..."


async def fetched(app: FakeBot, channel: TelegramChannel) -> str:
    """The key of what came, fetched from a thread as a worker does it."""
    return (await asyncio.to_thread(fetchers([channel], app.media)["telegram"], media(app))).key


def test_of_a_photo_the_largest_is_kept(
    app: FakeBot, server: BotApi, poller: Poller, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    sizes = [
        server.file(b"s", "small") | {"width": 9, "height": 9},
        server.file(b"large", "l") | {"width": 90, "height": 90},
    ]
    server.sends(ZHANG, photo=sizes, caption="技术协议签了")
    runner.run(poller.once())
    assert (media(app).kind, media(app).caption) == ("image", "技术协议签了")
    assert app.media.read(runner.run(fetched(app, channel))) == b"large"


def test_a_document_keeps_its_name(app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner) -> None:
    server.sends(
        ZHANG, document=server.file(b"a,b", "d") | {"file_name": "../客户\x00名单.csv", "mime_type": "text/csv"}
    )
    runner.run(poller.once())
    kept = media(app)
    assert (kept.kind, kept.name, kept.suffix) == ("file", "客户名单.csv", ".csv")


def test_of_a_stranger_the_words_are_known_and_nothing_is_fetched(
    app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner
) -> None:
    server.sends(STRANGER, voice=server.file(b"OggS", "v") | {"duration": 1}, caption="你好")
    runner.run(poller.once())
    assert server.called("getFile") == []
    assert media(app).caption == "你好"


@pytest.mark.parametrize("stated", [LARGEST_DOWNLOAD + 1, None])
def test_a_file_too_large_is_said_to_be(
    stated: int | None,
    app: FakeBot,
    server: BotApi,
    poller: Poller,
    channel: TelegramChannel,
    runner: asyncio.Runner,
) -> None:
    file = server.file(bytes(LARGEST_DOWNLOAD + 1), "big") | {"file_size": stated}
    server.sends(ZHANG, document={name: value for name, value in file.items() if value is not None})
    runner.run(poller.once())
    with pytest.raises(FileUnavailable, match=files.TOO_LARGE):
        runner.run(fetched(app, channel))
    assert len(server.called("getFile")) == (stated is None)


def test_a_download_that_broke_may_be_tried_again(
    app: FakeBot, server: BotApi, poller: Poller, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    server.breaking_downloads = 2
    server.sends(ZHANG, voice=server.file(b"OggS", "v") | {"duration": 1})
    runner.run(poller.once())
    for _ in range(2):
        with pytest.raises(NotFetched):
            runner.run(fetched(app, channel))
    assert app.media.read(runner.run(fetched(app, channel))) == b"OggS"


def test_a_file_that_telegram_no_longer_has_is_asked_for_again(
    app: FakeBot, server: BotApi, poller: Poller, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    server.sends(ZHANG, voice={"file_id": "gone", "file_unique_id": "gone", "duration": 1})
    server.says(ZHANG, "听到了吗")
    assert runner.run(poller.once()) == 0
    assert [said for _, said in heard(app)][1:] == [{"text": "听到了吗"}]
    with pytest.raises(FileUnavailable, match=NOT_FETCHED):
        runner.run(channel.fetch(Media("voice", reference="gone")))


def test_what_cannot_be_read_is_answered(app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner) -> None:
    server.sends(ZHANG, location={"latitude": 31.2, "longitude": 121.5})
    runner.run(poller.once())
    assert [shown.text for shown in server.messages(ZHANG)] == [intake.NOT_READABLE]


# ---- one process at a time


def test_only_who_holds_the_role_asks(app: FakeBot, server: BotApi, poller: Poller, runner: asyncio.Runner) -> None:
    assert leases.take(app.db, polling.LEASE_NAME, "another process", timedelta(hours=1))
    assert runner.run(poller.once()) == polling.STAND_BY_SECONDS
    assert server.called("getUpdates") == []
    leases.give_up(app.db, polling.LEASE_NAME, "another process")
    runner.run(poller.once())
    assert len(server.called("getUpdates")) == 1


def test_a_role_is_renewed_by_its_holder_and_free_when_its_lease_ends(app: FakeBot) -> None:
    assert leases.take(app.db, "r", "a", timedelta(hours=1))
    assert leases.take(app.db, "r", "a", timedelta(seconds=-1))
    assert leases.take(app.db, "r", "b", timedelta(hours=1))
    assert not leases.take(app.db, "r", "a", timedelta(hours=1))
    leases.give_up(app.db, "r", "a")
    with app.db.read() as session:
        assert session.get_one(Lease, "r").holder == "b"


def test_a_process_that_ends_leaves_its_role(app: FakeBot, server: BotApi) -> None:
    with at_work(app, server):
        server.until(lambda: server.called("getUpdates"))
        assert not leases.take(app.db, polling.LEASE_NAME, "another process", timedelta(hours=1))
    assert leases.take(app.db, polling.LEASE_NAME, "another process", timedelta(hours=1))


# ---- out


def test_a_button_goes_out_and_comes_back(app: FakeBot, server: BotApi) -> None:
    with at_work(app, server):
        row = app.says(ZHANG_WEI, "宏远超时 49 小时", "已跟进", "缓一缓", "需要支持", kind="nudge")
        app.committed()
        server.until(becomes(app, row, "sent"))
        (shown,) = server.messages(ZHANG)
        assert (shown.text, shown.labels) == ("宏远超时 49 小时", [["已跟进", "缓一缓", "需要支持"]])
        assert out(app, row).platform_id is not None
        update = server.taps(ZHANG, "缓一缓")
        server.until(lambda: server.confirmed(update) and server.answered())
    assert heard(app) == [(str(ZHANG), {"tap": f"o:{row}:1"})]


def test_retry_after_stalls_only_that_chat(app: FakeBot, server: BotApi) -> None:
    server.flooded[ZHANG] = 3600
    with at_work(app, server):
        first = app.says(ZHANG_WEI, "一")
        second = app.says(ZHANG_WEI, "二")
        other = app.says(CHEN_JING, "三")
        app.committed()
        server.until(lambda: out(app, other).status == "sent" and out(app, first).retry_at is not None)
    stalled = out(app, first)
    assert (stalled.status, stalled.attempts) == ("pending", 0)
    with app.db.read() as session:
        now = database_time(session.connection())
    assert stalled.retry_at is not None and timedelta(minutes=50) < stalled.retry_at - now <= timedelta(hours=1)
    assert out(app, second).status == "pending"
    assert [shown.text for shown in server.messages(CHEN)] == ["三"]
    assert sends.claim_next(app.db, app.clock.now(), [REACH]) is None


def test_a_long_text_has_its_buttons_at_the_end(
    server: BotApi, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    runner.run(channel.send(sending("长" * 5000, "撤回")))
    first, last = server.messages(ZHANG)
    assert (first.text + last.text, first.rows, last.labels) == ("长" * 5000, [], [["撤回"]])


def test_taken_up_again_it_goes_on_where_it_stopped(
    server: BotApi, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    message = sending("长" * 5000)
    server.flooded[ZHANG], server.before_flood[ZHANG] = 5, 1
    with pytest.raises(NotSent):
        runner.run(channel.send(message))
    server.flooded.clear()
    runner.run(channel.send(message))
    assert [len(shown.text) for shown in server.messages(ZHANG)] == [4096, 904]


def test_a_picture_carries_its_words(
    app: FakeBot, server: BotApi, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    key = app.media.put(b"PNG", ".png")
    runner.run(channel.send(sending("本周漏斗", "看明细", image=key)))
    runner.run(channel.send(sending("长" * 1025, image=key)))
    with_caption, alone, words = server.messages(ZHANG)
    assert (with_caption.photo, with_caption.text, with_caption.labels) == (b"PNG", "本周漏斗", [["看明细"]])
    assert (alone.photo, alone.text) == (b"PNG", "")
    assert words.text == "长" * 1025


def test_a_picture_that_is_no_photo_goes_as_a_file_and_a_missing_one_leaves_its_words(
    app: FakeBot, server: BotApi, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    runner.run(channel.send(sending("大图", image=app.media.put(bytes(11 * 1024 * 1024), ".png"))))
    runner.run(channel.send(sending("没图", image="0123456789abcdef.png")))
    file, words = server.messages(ZHANG)
    assert file.document is not None and len(file.document) == 11 * 1024 * 1024
    assert words.text == "没图"


def test_recordings_and_documents_go_out_as_what_they_are(
    app: FakeBot, server: BotApi, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    voice, wave, paper = (app.media.put(data, suffix) for data, suffix in ((b"O", ".ogg"), (b"W", ".wav"), (b"P", "")))
    attachments = Audio(voice), Audio(wave), Document(paper, "技术协议.pdf")
    runner.run(channel.send(sending("都在这里", "收到", attachments=attachments)))
    first, second, last = server.messages(ZHANG)
    assert (first.voice, second.document, last.document) == (b"O", b"W", b"P")
    assert (first.labels, last.text, last.labels) == ([], "都在这里", [["收到"]])


def test_videos_are_sent_as_what_they_are(
    app: FakeBot, server: BotApi, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    film, other = (app.media.put(data, suffix) for data, suffix in ((b"M", ".mp4"), (b"Q", ".mov")))
    runner.run(channel.send(sending("刘洋是这样答的", "换一条", attachments=(Video(film), Video(other)))))
    first, last = server.messages(ZHANG)
    assert (first.video, last.document) == (b"M", b"Q")
    assert (last.text, last.labels) == ("刘洋是这样答的", [["换一条"]])


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ({"video": {"duration": 3_720, "width": 1, "height": 1}}, "video"),
        ({"video_note": {"duration": 3_720, "length": 1}}, "video"),
        ({"audio": {"duration": 3_720}}, "audio"),
        ({"document": {"mime_type": "video/mp4"}}, "video"),
    ],
)
def test_a_recording_comes_with_its_length(
    sent: dict[str, dict[str, Any]],
    kind: str,
    app: FakeBot,
    server: BotApi,
    poller: Poller,
    runner: asyncio.Runner,
) -> None:
    ((name, about),) = sent.items()
    server.sends(ZHANG, **{name: server.file(b"...", "v1") | about})
    runner.run(poller.once())
    found = media(app)
    assert (found.kind, found.seconds) == (kind, about.get("duration", 0))
    assert server.called("download") == []


def test_a_message_of_which_nothing_is_left_is_not_called_sent(
    server: BotApi, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    with pytest.raises(NotSent) as refusal:
        runner.run(channel.send(sending("", image="0123456789abcdef.png")))
    assert refusal.value.retry_after is None and server.messages(ZHANG) == []


def test_whoever_blocked_the_bot_or_never_started_it_is_not_tried_again(
    server: BotApi, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    server.blocked.add(ZHANG)
    for chat in (ZHANG, STRANGER):
        with pytest.raises(NotSent) as refusal:
            runner.run(channel.send(sending("在吗", chat=chat)))
        assert refusal.value.retry_after is None
        assert isinstance(refusal.value, Unreachable) == (chat == ZHANG)  # it goes by another address


def test_how_one_joins_by_a_link_is_noted(app: FakeBot, channel: TelegramChannel, runner: asyncio.Runner) -> None:
    runner.run(channel._note_way_in())
    with app.db.read() as session:
        (address,) = invitations.ways_in(session).values()
    assert re.fullmatch(r"https://t\.me/\w+\?start=", address)


def test_where_nothing_left_it_is_sent_again(app: FakeBot, runner: asyncio.Runner) -> None:
    nobody = TelegramChannel(app, "700:T", lease(app), "http://127.0.0.1:9")
    with pytest.raises(NotSent) as refusal:
        runner.run(nobody.send(sending("在吗")))
    assert refusal.value.retry_after is not None
    assert not refusal.value.counts


def test_an_answer_that_got_lost_is_a_doubt(server: BotApi, channel: TelegramChannel, runner: asyncio.Runner) -> None:
    server.swallowing.add(ZHANG)
    with pytest.raises(MaybeSent):
        runner.run(channel.send(sending("收到")))
    assert len(server.messages(ZHANG)) == 1


def test_a_doubtful_reply_is_offered_later_and_holds_nothing_up(app: FakeBot, server: BotApi) -> None:
    server.swallowing.add(ZHANG)
    with at_work(app, server):
        reply = app.says(ZHANG_WEI, "已记录")
        app.committed()
        server.until(becomes(app, reply, "maybe"))
        after = app.says(ZHANG_WEI, "下一条")
        app.committed()
        server.until(becomes(app, after, "sent"))
    assert [shown.text for shown in server.messages(ZHANG)] == ["已记录", "下一条"]


def test_a_doubtful_nudge_goes_out_once_more_and_holds_nothing_up(app: FakeBot, server: BotApi) -> None:
    server.swallowing.add(ZHANG)
    with at_work(app, server):
        nudge = app.says(ZHANG_WEI, "宏远超时", "已跟进", kind="nudge")
        app.committed()
        server.until(lambda: out(app, nudge).last_error)
        after = app.says(ZHANG_WEI, "下一条")
        app.committed()
        server.until(becomes(app, after, "sent"))
        assert out(app, nudge).status == "sending"
        server.swallowing.add(ZHANG)
        _two_minutes_pass(app, nudge)
        app.committed()
        server.until(becomes(app, nudge, "maybe"))
    assert [shown.text for shown in server.messages(ZHANG)] == ["宏远超时", "下一条", REPEATED + "宏远超时"]


def test_a_doubtful_nudge_that_was_acted_on_is_not_repeated(app: FakeBot, server: BotApi) -> None:
    nudge = app.says(ZHANG_WEI, "宏远超时", "已跟进", kind="nudge")
    claimed = sends.claim_next(app.db, app.clock.now(), [REACH])
    assert claimed is not None
    with app.db.write() as session:
        session.get_one(Outbox, nudge).acted_at = app.clock.now()
    sends.doubtful(app.db, claimed, "no answer")
    assert out(app, nudge).status == "maybe"


def _two_minutes_pass(app: FakeBot, row: int) -> None:
    with app.db.write() as session:
        nudge = session.get_one(Outbox, row)
        assert nudge.claimed_at is not None
        nudge.claimed_at -= STALE


def test_what_was_on_its_way_when_the_process_died_holds_nothing_up(app: FakeBot, server: BotApi) -> None:
    first = app.says(ZHANG_WEI, "宏远超时", kind="nudge")
    assert sends.claim_next(app.db, START, [REACH]) is not None  # and the process dies
    second = app.says(ZHANG_WEI, "下一条")
    with at_work(app, server):
        server.until(becomes(app, second, "sent"))
    assert out(app, first).status == "sending"


# ---- the token


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    yield stream
    structlog.reset_defaults()
    for name in logs.WORDY:
        logging.getLogger(name).setLevel(logging.NOTSET)


def _everything_that_can_go_wrong(
    app: FakeBot, server: BotApi, poller: Poller, channel: TelegramChannel, runner: asyncio.Runner
) -> None:
    server.breaking_downloads = 1
    server.sends(ZHANG, voice=server.file(b"OggS", "v") | {"duration": 1})
    runner.run(poller.once())
    with pytest.raises(NotFetched):
        runner.run(fetched(app, channel))
    delivery = Delivery(app.db, app.clock, [channel])
    for trouble in (server.swallowing, server.blocked):
        trouble.add(ZHANG)
        app.says(ZHANG_WEI, "一")
        claimed = sends.claim_next(app.db, app.clock.now(), [REACH])
        assert claimed is not None
        runner.run(delivery._send(claimed))
    known, server.token = server.token, "700:another"
    assert runner.run(poller.once()) == polling.REFUSED_SECONDS
    with pytest.raises(NotSent):
        runner.run(channel.send(sending("在吗")))
    server.token = known


def test_the_token_never_reaches_the_log(
    app: FakeBot,
    server: BotApi,
    poller: Poller,
    channel: TelegramChannel,
    runner: asyncio.Runner,
    log: io.StringIO,
) -> None:
    logs.set_up("DEBUG", [server.token], log)
    for name in logs.WORDY:
        logging.getLogger(name).setLevel(logging.DEBUG)  # as if somebody asked for all of it
    logging.getLogger("any").warning("a careless line: %s", server.base_url + "/bot" + server.token)
    structlog.get_logger("any").error("another", bot=Bot(server.token))
    _everything_that_can_go_wrong(app, server, poller, channel, runner)
    assert server.token not in log.getvalue()
    assert logs.HIDDEN in log.getvalue()
    assert "look at XIAOBAN_TELEGRAM_TOKEN" in log.getvalue()


def test_the_token_is_not_in_what_is_logged_before_anything_is_set_up(
    app: FakeBot,
    server: BotApi,
    poller: Poller,
    channel: TelegramChannel,
    runner: asyncio.Runner,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    structlog.reset_defaults()
    _everything_that_can_go_wrong(app, server, poller, channel, runner)
    written = "".join(capfd.readouterr())
    assert "a message may have been sent" in written
    assert server.token not in written
    assert not [
        record for record in caplog.records if record.levelno >= logging.WARNING and server.token in str(record)
    ]


class Answering:
    """A request that is answered so."""

    def __init__(self, result: Any) -> None:
        self._result = result

    async def post(self, _url: str, **_more: Any) -> Any:
        return self._result


def test_updates_without_an_id_are_passed_over_and_no_repeats_of_each_other() -> None:
    without: list[Any] = [{}, {"update_id": None}, {"update_id": ""}, {"update_id": True}, "text", None]
    answering: Any = Answering([*without, {"update_id": 7}, *without, {"update_id": 8}])
    found = asyncio.run(updates.ask(answering, "https://bot/getUpdates", None, 0))
    assert [update.number for update in found] == [7, 8]
