"""The page when things go wrong: the server dies, the line breaks, text is hostile. A real browser, no mind behind."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from fake_bot import ZHANG_WEI, FakeBot, company, deliver, said, set_status, status
from peers.chromium import DESKTOP, PATIENCE_SECONDS, PHONE, answers, chromium, free_port, opened, say
from playwright.sync_api import Browser, WebSocketRoute, expect

from bot.channels.delivery import Delivery
from bot.channels.web.channel import WebChannel
from bot.conversation.attachments import Audio, Chart, Document, Image
from bot.messaging.inbound import Inbound, Media, Said
from bot.runtime.http.webapp import create_webapp
from config.settings import Settings
from storage.people import Identity

pytestmark = [pytest.mark.needs_chromium, pytest.mark.timeout(120)]
HOSTILE = '<img src=x onerror=alert(1)><b>粗</b>\n第二行 & "引号"'


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@contextmanager
def serving(bot: FakeBot, port: int) -> Iterator[str]:
    """The web edge and delivery on a thread of their own; ended without a farewell."""
    channel = WebChannel(bot, bot.policy, demo=bot)
    app = create_webapp(bot, [channel], Settings(_env_file=None))  # type: ignore[call-arg]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", timeout_graceful_shutdown=0))
    delivery = Delivery(bot.db, bot.clock, [channel])
    bot.listeners[:] = [delivery.wake]

    async def both() -> None:
        delivering = asyncio.create_task(delivery.run())
        await server.serve()
        delivering.cancel()

    thread = threading.Thread(target=lambda: asyncio.run(both()), daemon=True)
    thread.start()
    home = f"http://127.0.0.1:{port}"
    while not answers(f"{home}/healthz"):
        assert thread.is_alive()
    try:
        yield home
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


@pytest.fixture
def bot(tmp_path: Path) -> FakeBot:
    return company(tmp_path)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_nothing_is_lost_or_doubled_when_the_server_dies(chrome: Browser, bot: FakeBot) -> None:
    port = free_port()
    with opened(chrome, PHONE) as page:
        with serving(bot, port) as home:
            page.goto(f"{home}/?as=1")
            say(page, "一")
            expect(page.locator(".mine:not(.pending)")).to_have_count(1)  # the server has it
        expect(page.locator("#banner")).to_contain_text("断线了")
        say(page, "二")
        say(page, "三")
        expect(page.locator(".mine.pending")).to_have_count(2)
        row = bot.says(ZHANG_WEI, "回来啦")
        with serving(bot, port):
            expect(page.locator(".theirs")).to_contain_text("回来啦")
            expect(page.locator("#banner")).to_be_hidden()
            expect(page.locator(".mine.pending")).to_have_count(0)
            expect(page.locator(".mine .words")).to_have_text(["一", "二", "三"])
            assert said(bot) == [{"text": "一"}, {"text": "二"}, {"text": "三"}]
            wait_until(lambda: status(bot, row) == "sent")
            page.reload()
            expect(page.locator(".mine .words")).to_have_text(["一", "二", "三"])
            expect(page.locator(".theirs")).to_have_count(1)


def test_words_entered_before_the_server_has_greeted_go_when_it_has(chrome: Browser, bot: FakeBot) -> None:
    held: list[str | bytes] = []
    lines: list[tuple[WebSocketRoute, WebSocketRoute]] = []

    def hold(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda frame: held.append(frame))
        lines.append((route, server))

    with serving(bot, free_port()) as home, opened(chrome, PHONE) as page:
        page.route_web_socket(re.compile("/ws"), hold)
        page.goto(f"{home}/?as=1")
        box = page.get_by_label("要说的话")
        box.fill("来得早")
        box.press("Enter")
        expect(box).to_have_value("来得早")
        while not held:
            page.wait_for_timeout(20)
        ((route, server),) = lines
        server.on_message(route.send)
        route.send(held[0])
        expect(page.locator(".mine .words")).to_have_text(["来得早"])
        expect(box).to_have_value("")
        expect(page.locator(".mine.pending")).to_have_count(0)
        wait_until(lambda: said(bot) == [{"text": "来得早"}])


def test_what_the_server_took_in_but_could_not_say_so_is_not_said_twice(
    chrome: Browser, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, begun, dead = bot.receive, threading.Event(), threading.Event()

    def receive_while_dying(inbound: Inbound) -> bool:
        begun.set()
        dead.wait(PATIENCE_SECONDS)
        return receive(inbound)

    with opened(chrome, PHONE) as page:
        with monkeypatch.context() as patched, serving(bot, free_port()) as home:
            patched.setattr(bot, "receive", receive_while_dying)
            page.goto(f"{home}/?as=1")
            say(page, "只说一遍")
            assert begun.wait(PATIENCE_SECONDS)
            page.context.set_offline(True)
            dead.set()
            wait_until(lambda: said(bot) == [{"text": "只说一遍"}])
            expect(page.locator(".mine.pending")).to_have_count(1)
            page.context.set_offline(False)
            expect(page.locator(".mine.pending")).to_have_count(0)
            expect(page.locator(".mine .words")).to_have_text(["只说一遍"])
        assert said(bot) == [{"text": "只说一遍"}]


def test_a_message_that_comes_twice_is_shown_once(chrome: Browser, bot: FakeBot) -> None:
    row = bot.says(ZHANG_WEI, "和美超时了", kind="nudge")
    with serving(bot, free_port()) as home, opened(chrome, PHONE) as page:
        page.goto(f"{home}/?as=1")
        for _ in range(3):
            wait_until(lambda: status(bot, row) == "sent")
            expect(page.locator(".theirs")).to_have_count(1)
            set_status(bot, row, "pending")  # as if the process had died before it wrote down that it was sent
            bot.committed()


def test_what_was_overtaken_on_the_way_is_shown_in_its_place(chrome: Browser, bot: FakeBot) -> None:
    bot.says(ZHANG_WEI, "周一的简报", kind="brief")
    bot.clock.at += timedelta(days=1)
    bot.says(ZHANG_WEI, "周二的提醒", "缓一缓", kind="nudge")
    with serving(bot, free_port()) as home, opened(chrome, PHONE) as page:
        page.goto(f"{home}/?as=1")
        expect(page.locator(".theirs .words")).to_have_text(["周一的简报", "周二的提醒"])
        expect(page.locator(".pause")).to_have_count(2)


def test_what_could_not_be_sent_survives_closing_the_page(chrome: Browser, bot: FakeBot) -> None:
    port = free_port()
    with opened(chrome, PHONE) as page:
        with serving(bot, port) as home:
            page.goto(f"{home}/?as=1")
            expect(page.locator("#who")).to_contain_text("张伟")
        say(page, "别丢了我")
        expect(page.locator(".mine.pending")).to_have_count(1)
        later = page.context.new_page()
        page.close()
        with serving(bot, port) as home:
            later.goto(f"{home}/?as=1")
            expect(later.locator(".mine .words")).to_have_text("别丢了我")
            expect(later.locator(".mine.pending")).to_have_count(0)
            assert said(bot) == [{"text": "别丢了我"}]


def test_hostile_text_is_only_text(chrome: Browser, bot: FakeBot) -> None:
    deliver(bot, bot.says(ZHANG_WEI, HOSTILE, "<b>按</b>", kind="nudge"))
    with serving(bot, free_port()) as home, opened(chrome, DESKTOP) as page:
        page.goto(f"{home}/?as=1")
        expect(page.locator(".theirs .words")).to_have_text(HOSTILE)
        expect(page.get_by_role("button", name="<b>按</b>")).to_be_visible()
        say(page, HOSTILE)
        expect(page.locator(".mine .words")).to_have_text(HOSTILE)
        expect(page.locator(".messages b, .messages img")).to_have_count(0)


def test_a_tap_is_said_and_shown_as_chosen(chrome: Browser, bot: FakeBot) -> None:
    row = bot.says(ZHANG_WEI, "和美超时了", "已跟进", "缓一缓", kind="nudge")
    with serving(bot, free_port()) as home, opened(chrome, PHONE) as page:
        page.goto(f"{home}/?as=1")
        page.get_by_role("button", name="缓一缓").click()
        expect(page.locator(".mine .words")).to_have_text("缓一缓")
        for _ in range(2):
            expect(page.locator("[aria-pressed=true]")).to_have_text("缓一缓")
            page.reload()
        assert said(bot) == [{"tap": f"o:{row}:1"}]


def test_the_other_window_of_the_same_person_follows(chrome: Browser, bot: FakeBot) -> None:
    with serving(bot, free_port()) as home, opened(chrome, PHONE) as phone, opened(chrome, DESKTOP) as desktop:
        for page in (phone, desktop):
            page.goto(f"{home}/?as=1")
            expect(page.locator("#who")).to_contain_text("张伟")
        say(phone, "在路上")
        expect(desktop.locator(".mine .words")).to_have_text("在路上")
        bot.says(ZHANG_WEI, "好")
        bot.committed()
        expect(phone.locator(".theirs .words")).to_have_text("好")
        expect(desktop.locator(".theirs .words")).to_have_text("好")


def test_pictures_files_and_recordings(chrome: Browser, bot: FakeBot, tmp_path: Path) -> None:
    with serving(bot, free_port()) as home, opened(chrome, PHONE) as page:
        page.goto(f"{home}/?as=1")
        expect(page.locator("#who")).to_contain_text("张伟")
        page.get_by_label("要说的话").fill("柜台照片")
        shot = tmp_path / "柜台.png"
        page.screenshot(path=shot)
        page.set_input_files("#file", shot)
        page.set_input_files("#file", {"name": "空.txt", "mimeType": "text/plain", "buffer": b""})
        expect(page.get_by_role("alert")).to_contain_text("文件是空的")
        page.set_input_files("#file", {"name": "协议.docx", "mimeType": "x/y", "buffer": b"PK"})
        expect(page.locator(".file")).to_contain_text("协议.docx")
        page.get_by_role("button", name="录音").click()
        page.wait_for_timeout(1200)
        page.get_by_role("button", name="停止并发送").click()
        expect(page.locator(".voice")).to_have_count(1)
        expect(page.locator(".mine.pending")).to_have_count(0)
        page.reload()
        expect(page.locator(".mine")).to_have_count(3)
        page.get_by_role("button", name="看大图").click()
        expect(page.locator("#viewer-image")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#viewer-image")).to_be_hidden()
    kinds = [(message["media"]["kind"], message["media"]["caption"]) for message in said(bot)]
    assert kinds == [("image", "柜台照片"), ("file", ""), ("voice", "")]


def test_what_the_bot_attaches_can_be_seen_heard_and_opened(chrome: Browser, bot: FakeBot, tmp_path: Path) -> None:
    with serving(bot, free_port()) as home, opened(chrome, PHONE) as page:
        page.goto(f"{home}/?as=1")
        expect(page.locator("#who")).to_contain_text("张伟")
        shot = tmp_path / "shot.png"
        page.screenshot(path=shot)
        picture, sound, paper = (
            bot.media.put(data, suffix)
            for data, suffix in ((shot.read_bytes(), ".png"), (b"OggS", ".ogg"), (b"PDF", ".pdf"))
        )
        undrawn = Chart.of({}, "线索 12 家、在谈 3 单")
        attachments = (Image(picture, "漏斗"), Audio(sound), Document(paper, "技术协议.pdf"), undrawn)
        bot.says(ZHANG_WEI, "都在这里", attachments=attachments)
        bot.committed()
        expect(page.locator(".theirs .words")).to_have_text("都在这里\n线索 12 家、在谈 3 单")
        expect(page.locator(".theirs .voice")).to_have_count(1)
        page.get_by_role("button", name="看大图:漏斗").click()
        expect(page.locator("#viewer-image")).to_be_visible()
        page.keyboard.press("Escape")
        with page.expect_download() as download:
            page.locator(".theirs .file").click()
        assert download.value.suggested_filename == "技术协议.pdf"
        assert Path(download.value.path()).read_bytes() == b"PDF"


def test_a_file_still_with_its_platform_is_named_and_leads_nowhere(chrome: Browser, bot: FakeBot) -> None:
    with bot.db.write() as session:
        session.add(Identity(channel="telegram", address="1001", member_id=ZHANG_WEI))
    media = Media("file", name="名单.csv", caption="看看", reference="d")
    bot.receive(Inbound("telegram", "700:1", "1001", Said(media=media), bot.clock.now()))
    with serving(bot, free_port()) as home, opened(chrome, PHONE) as page:
        page.goto(f"{home}/?as=1")
        expect(page.locator(".mine .words")).to_have_text(["名单.csv", "看看"])
        expect(page.locator(".mine .file")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_nothing_runs_out_of_the_screen(chrome: Browser, bot: FakeBot, width: int) -> None:
    long_word = "https://example.com/" + "很长的一段没有空格的话" * 12
    deliver(bot, bot.says(ZHANG_WEI, long_word, *(f"很长的选项名字{n}" for n in range(7)), kind="alert"))
    with serving(bot, free_port()) as home, opened(chrome, {"width": width, "height": 700}) as page:
        page.goto(f"{home}/?as=1")
        for place in (page.locator(".bubble"), page.locator("#text"), page.locator(".choices button").last):
            box = place.bounding_box()
            assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
