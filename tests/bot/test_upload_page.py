"""The page for large files on a running server: who opens it by which link, what of a file is taken, and that it comes
once, whatever is cut off, repeated, forged or restarted."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from socket import create_connection
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from fake_bot import CHEN_JING, SECRET, START, ZHANG_WEI, FakeBot, company, said
from peers.chromium import PHONE, answers, chromium, free_port, opened, picture
from playwright.sync_api import Route, expect
from recorded import video
from sqlmodel import select
from structlog.testing import capture_logs

from bot.admin.large_files import PART_BYTES, UploadLinks
from bot.admin.large_files.content import content_of, named
from bot.admin.large_files.links import Link, make
from bot.channels.web.channel import WebChannel
from bot.channels.web.upload_page import routes
from bot.channels.web.upload_page.page import PAGE_FILES
from bot.messaging import file_quota
from bot.runtime.http.webapp import create_webapp
from config import policy as policies
from config.policy_times import FileQuota
from config.settings import Settings
from storage.conversations import Inbox, ReceivedFile, Upload, UploadPart
from storage.media import FolderStore
from storage.people import Identity, Member

MB = 1024 * 1024
FILM = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * (12 * 1024)  # three parts and a bit
ADDRESS = "9001"
PUBLIC = "https://chat.example.com"
NO_FILES = [b"", b"[]", b"x", b'{"name": 1, "size": 2}', b'{"name": "a", "size": true}', b"[" * 9000]


@dataclass
class Desk:
    """A bot, what answers for it, and its links."""

    bot: FakeBot
    home: str
    links: UploadLinks
    made: int = 0

    def link(self, member: int = ZHANG_WEI, caption: str = "") -> str:
        """A new link's key."""
        self.made += 1
        of = {"member": member, "channel": "telegram", "address": ADDRESS, "run": self.made, "meant": ""}
        now = self.bot.clock.now().isoformat()
        url = make(self.bot.policy, self.links, self.bot.db, {**of, "at": now, "caption": caption})["url"]
        return str(url.partition("key=")[2])

    def browser(self) -> Browser:
        return Browser(httpx.Client(base_url=self.home, timeout=30))

    def opened(self, **given: Any) -> Browser:
        browser = self.browser()
        assert browser.opens(self.link(**given)).status_code == 200
        return browser


class Browser:
    """What the page's script does."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def opens(self, key: str) -> httpx.Response:
        return self.client.post("/send/session", content=key)

    @property
    def state(self) -> dict[str, Any]:
        return dict(self.client.get("/send/state").json())

    def begins(self, name: str = "讲解.mp4", size: int = len(FILM)) -> httpx.Response:
        return self.client.post("/send/begin", json={"name": name, "size": size})

    def puts(self, begins: int, content: bytes = FILM) -> httpx.Response:
        return self.client.put(f"/send/part?from={begins}", content=content[begins : begins + PART_BYTES])

    def finishes(self, content: bytes = FILM) -> httpx.Response:
        return self.client.post("/send/finish", content=sha256(content).hexdigest())

    def sends(self, content: bytes = FILM, name: str = "讲解.mp4") -> httpx.Response:
        self.begins(name, len(content))
        for begins in range(0, len(content), PART_BYTES):
            answer = self.puts(begins, content)
            if answer.status_code != 200:
                return answer
        return self.finishes(content)


@contextmanager
def serving(bot: FakeBot, port: int, links: UploadLinks) -> Iterator[None]:
    """The web edge on a thread of its own; ended without a farewell."""
    channel = WebChannel(bot, bot.policy, secret=SECRET, uploads=links)
    app = create_webapp(bot, [channel], Settings(_env_file=None))  # type: ignore[call-arg]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", timeout_graceful_shutdown=0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not answers(f"http://127.0.0.1:{port}/healthz"):
        assert thread.is_alive()
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[FakeBot]:
    made = company(tmp_path)
    with made.db.write() as session:
        session.add(Identity(channel="telegram", address=ADDRESS, member_id=ZHANG_WEI))
    yield made
    made.db.close()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def desk(bot: FakeBot, port: int) -> Iterator[Desk]:
    home = f"http://127.0.0.1:{port}"
    links = UploadLinks(SECRET, PUBLIC)
    with serving(bot, port, links):
        yield Desk(bot, home, links)


def came(bot: FakeBot) -> list[dict[str, Any]]:
    return [row["media"] for row in said(bot) if "media" in row]


# ---- the whole way


def test_a_file_goes_on_as_if_it_had_been_sent_in_the_chat(desk: Desk) -> None:
    browser = desk.opened(caption="这是刘洋答价格质疑的")
    assert browser.state == {
        "name": "", "size": 0, "received": 0, "most": 200 * MB, "done": False, "part": PART_BYTES
    }  # fmt: skip
    assert browser.sends().json() == {"done": True}
    (media,) = came(desk.bot)
    assert (media["kind"], media["name"], media["caption"]) == ("video", "讲解.mp4", "这是刘洋答价格质疑的")
    assert desk.bot.media.read(media["key"]) == FILM and media["size"] == len(FILM)
    with desk.bot.db.read() as session:
        row = session.exec(select(Inbox)).one()
        assert (row.channel, row.address) == ("telegram", ADDRESS)
        assert [file.size for file in session.exec(select(ReceivedFile))] == [len(FILM)]
    assert desk.bot.wakes and browser.state["done"]
    assert browser.finishes().json() == {"done": True} and len(came(desk.bot)) == 1


def test_what_was_cut_off_goes_on_where_the_server_says(desk: Desk) -> None:
    browser = desk.opened()
    browser.begins()
    assert browser.puts(0).json() == {"received": PART_BYTES}
    place = urlsplit(desk.home)
    cookie = f"{routes.COOKIE}={browser.client.cookies[routes.COOKIE]}"
    head = f"PUT /send/part?from={PART_BYTES} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookie}\r\n"
    with create_connection((str(place.hostname), place.port or 80)) as line:  # the line breaks in the middle of a part
        line.sendall(f"{head}Content-Length: {PART_BYTES}\r\n\r\n".encode() + FILM[PART_BYTES : PART_BYTES + 5000])
    again = desk.browser()  # the page is loaded anew, in the same browser
    again.client.cookies = browser.client.cookies
    assert (again.state["received"], again.begins().json()["received"]) == (PART_BYTES, PART_BYTES)
    assert again.sends().status_code == 409  # not from the beginning
    for begins in range(PART_BYTES, len(FILM), PART_BYTES):
        assert again.puts(begins).status_code == 200
    assert again.finishes().status_code == 200 and len(came(desk.bot)) == 1


def test_the_bot_is_restarted_between_two_parts(bot: FakeBot, port: int) -> None:
    links = UploadLinks(SECRET, PUBLIC)
    with serving(bot, port, links):
        browser = Desk(bot, f"http://127.0.0.1:{port}", links).opened()
        browser.begins()
        browser.puts(0)
    bot.media = FolderStore(Path(bot.media.place_of("x")).parents[1])  # nothing of the process is left
    with serving(bot, port, links):
        client = httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies=browser.client.cookies, timeout=30)
        again = Browser(client)
        assert again.state["received"] == PART_BYTES
        for begins in range(PART_BYTES, len(FILM), PART_BYTES):
            assert again.puts(begins).status_code == 200
        assert again.finishes().status_code == 200
    assert bot.media.read(came(bot)[0]["key"]) == FILM


def test_two_tabs_at_once_send_one_file(desk: Desk) -> None:
    browser = desk.opened()
    browser.begins()

    def send(_tab: int) -> int:
        tab, received = desk.browser(), 0
        tab.client.cookies = browser.client.cookies
        while received < len(FILM):
            answer = tab.puts(received)
            assert answer.status_code in (200, 409), answer.text
            received = answer.json()["received"]
        return tab.finishes().status_code

    with ThreadPoolExecutor(2) as pool:
        assert [*pool.map(send, range(2))] == [200, 200]
    (media,) = came(desk.bot)
    assert desk.bot.media.read(media["key"]) == FILM


def test_another_file_is_begun_anew(desk: Desk) -> None:
    browser = desk.opened()
    browser.begins()
    browser.puts(0)
    assert browser.begins("另一段.mp4").json()["received"] == 0
    assert browser.puts(PART_BYTES).json() == {"received": 0}
    assert browser.sends(name="另一段.mp4").status_code == 200
    assert came(desk.bot)[0]["name"] == "另一段.mp4"


# ---- what is not taken


@pytest.mark.parametrize("begins", [PART_BYTES, 2 * PART_BYTES, len(FILM), 10**11])
def test_a_part_from_elsewhere_is_told_where_to_go_on(desk: Desk, begins: int) -> None:
    browser = desk.opened()
    browser.begins()
    answer = browser.client.put(f"/send/part?from={begins}", content=b"x" * 100)
    assert (answer.status_code, answer.json()) == (409, {"received": 0})
    assert browser.finishes().status_code == 409 and came(desk.bot) == []


@pytest.mark.parametrize("begins", ["-1", "x", "", "1e3", "٣", "9" * 40])
def test_a_place_that_is_none_is_refused(desk: Desk, begins: str) -> None:
    browser = desk.opened()
    browser.begins()
    assert browser.client.put("/send/part", params={"from": begins}, content=b"x").status_code == 400


@pytest.mark.parametrize("size", [0, -1, 201 * MB, 10**15])
def test_a_file_above_the_limit_or_empty_is_not_begun(desk: Desk, size: int) -> None:
    answer = desk.opened().begins(size=size)
    assert answer.status_code == 422
    assert ("200 MB" if size > 0 else "空的") in answer.json()["error"]


@pytest.mark.parametrize("body", NO_FILES)
def test_what_is_no_file_is_not_begun(desk: Desk, body: bytes) -> None:
    assert desk.opened().client.post("/send/begin", content=body).status_code == 400


def test_more_than_was_announced_is_not_taken(desk: Desk) -> None:
    browser = desk.opened()
    browser.begins(size=100)
    assert browser.client.put("/send/part?from=0", content=FILM[:200]).status_code == 422
    assert browser.client.put("/send/part?from=0", content=FILM[: PART_BYTES + 1]).status_code == 413
    assert browser.client.put("/send/part?from=0", content=b"").status_code == 400
    with desk.bot.db.read() as session:
        assert session.exec(select(UploadPart)).all() == []


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("讲解.mp4", b"MZ\x90\x00"),
        ("照片.jpg", b"\x7fELF\x02\x01"),
        ("脚本.mp4", b"#!/bin/sh\n"),
        ("页面.mp4", b"<html><script>"),
        ("包.mp4", b"PK\x03\x04"),
        ("包.zip", b"PK\x03\x04"),
        ("文字.txt", b"hello"),
    ],
)
def test_the_content_says_what_a_file_is_not_its_name(desk: Desk, name: str, head: bytes) -> None:
    browser = desk.opened()
    answer = browser.sends(head + b"0" * 2000, name)
    assert answer.status_code == 422 and "按内容看" in answer.json()["error"]
    assert browser.sends().status_code == 200  # another file may come by the same link
    assert [media["name"] for media in came(desk.bot)] == ["讲解.mp4"]


def test_a_file_that_is_another_in_the_end_is_begun_anew(desk: Desk) -> None:
    browser = desk.opened()
    browser.begins()
    for begins in range(0, len(FILM), PART_BYTES):
        browser.puts(begins)
    answer = browser.client.post("/send/finish", content=sha256(b"another").hexdigest())
    assert answer.status_code == 422 and "对不上" in answer.json()["error"]
    assert browser.state["received"] == 0 and came(desk.bot) == []


# ---- who


@pytest.mark.parametrize("key", ["", "x", "WzEsIjE6MSIsOTk5OTk5OTk5OV0.x", "a" * 3990])
def test_a_forged_link_opens_nothing(desk: Desk, key: str) -> None:
    desk.link()
    answer = desk.browser().opens(key)
    assert answer.status_code == 403 and "链接不对" in answer.json()["error"]


def test_links_of_another_secret_or_for_something_else_open_nothing(desk: Desk) -> None:
    desk.link()
    link = Link(ZHANG_WEI, f"{ZHANG_WEI}:1", START + timedelta(minutes=5))
    assert desk.browser().opens(UploadLinks("another secret altogether", PUBLIC).sign(link)).status_code == 403
    unknown = desk.links.sign(link._replace(id="1:77"))
    assert "过期" in desk.browser().opens(unknown).json()["error"]


def test_a_link_is_good_for_minutes_one_browser_and_one_file(desk: Desk) -> None:
    key = desk.link()
    browser = desk.browser()
    assert browser.opens(key).status_code == browser.opens(key).status_code == 200  # tapped again, it goes on
    assert "用过了" in desk.browser().opens(key).json()["error"]
    assert browser.sends().status_code == 200
    assert browser.begins("另一个.mp4").json()["done"]  # one file
    assert browser.puts(0).status_code == 409 and len(came(desk.bot)) == 1
    old = desk.link()
    desk.bot.clock.at = START + timedelta(minutes=31)
    assert "过期" in desk.browser().opens(old).json()["error"]


def test_an_upload_ends_after_some_hours(desk: Desk) -> None:
    browser = desk.opened()
    browser.begins()
    desk.bot.clock.at = START + timedelta(hours=12, minutes=1)
    assert browser.client.get("/send/state").status_code == browser.puts(0).status_code == 401


def test_only_whoever_has_the_cookie_sends(desk: Desk) -> None:
    desk.opened().begins()
    stranger = desk.browser()
    for answer in (stranger.client.get("/send/state"), stranger.puts(0)):
        assert answer.status_code == 401 and "已经结束" in answer.json()["error"]
    assert stranger.begins().status_code == stranger.finishes().status_code == 422


@pytest.mark.parametrize("gone", ["left", "address"])
def test_who_has_lost_the_right_finishes_nothing(desk: Desk, gone: str) -> None:
    browser = desk.opened()
    browser.begins()
    for begins in range(0, len(FILM), PART_BYTES):
        browser.puts(begins)
    with desk.bot.db.write() as session:
        if gone == "left":
            session.get_one(Member, ZHANG_WEI).active = False
        else:
            session.exec(select(Identity).where(Identity.address == ADDRESS)).one().member_id = CHEN_JING
    assert browser.finishes().status_code == 422 and came(desk.bot) == []


def test_what_is_under_way_counts_for_the_quota(desk: Desk) -> None:
    files = FileQuota(mb_a_day=10, mb_upload=8)
    desk.bot.policy = policies.load().model_copy(update={"files": files})
    page = routes.UploadPage(desk.bot, desk.bot.policy, desk.links)
    first, second = desk.opened(), desk.opened()
    now = desk.bot.clock.now()
    cookies = [browser.client.cookies[routes.COOKIE] for browser in (first, second)]
    page._receiving.begin(cookies[0], "a.mp4", 6 * MB, now)
    with pytest.raises(Exception, match="10 MB"):
        page._receiving.begin(cookies[1], "b.mp4", 6 * MB, now)
    page._receiving.begin(cookies[1], "b.mp4", 3 * MB, now)
    file_quota.check(desk.bot.db, desk.bot.policy, ZHANG_WEI, 0, now)


# ---- what a browser and a log are given


def test_pages_are_kept_by_nobody_and_secrets_are_in_no_log(desk: Desk) -> None:
    key = desk.link()
    with capture_logs() as logs:
        browser = desk.browser()
        page = browser.client.get(f"/send?key={key}")
        assert page.status_code == 200 and key not in page.text
        opened_by = browser.opens(key)
        answers_given = [page, opened_by, browser.begins(), browser.puts(0), browser.client.get("/send/state")]
    for answer in answers_given:
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    cookie = opened_by.headers["set-cookie"].lower()
    for words in ("httponly", "samesite=strict", "path=/send", "max-age=43200"):
        assert words in cookie
    with desk.bot.db.read() as session:
        kept = repr(session.exec(select(Upload)).one())
    secret = browser.client.cookies[routes.COOKIE]
    assert all(text not in kept + repr(logs) for text in (key, secret))
    evil = browser.client.post("/send/begin", json={}, headers={"Origin": "https://evil.example"})
    assert evil.status_code == 403


@pytest.mark.parametrize("name", [*sorted(PAGE_FILES), "nothing.js", "../send.html", "__init__.py"])
def test_only_files_of_the_page_are_served(desk: Desk, name: str) -> None:
    answer = desk.browser().client.get(f"/send/static/{name}")
    assert answer.status_code == (200 if name in PAGE_FILES else 404)


@pytest.mark.parametrize(
    ("head", "name", "kind", "suffix"),
    [
        (b"\x00\x00\x00\x14ftypqt  ", "IMG_1.MOV", "video", ".mov"),
        (b"\x00\x00\x00\x18ftypmp42", "讲解", "video", ".mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "新录音.m4a", "audio", ".m4a"),
        (b"\x00\x00\x00\x18ftypheic", "照片.HEIC", "image", ".heic"),
        (b"\x1a\x45\xdf\xa3", "a.exe", "video", ".webm"),
        (b"OggS", "a.ogg", "audio", ".ogg"),
        (b"RIFF\x00\x00\x00\x00WAVE", "录音", "audio", ".wav"),
        (b"XXXX\x00\x00\x00\x00WAVE", "录音", None, ""),
        (b"#!AMR\n", "a.amr", "audio", ".amr"),
        (b"\xff\xd8\xff\xe0", "a.png", "image", ".jpg"),
        (b"%PDF-1.7", "标书.pdf", "file", ".pdf"),
        (b"PK\x03\x04", "标书.DOCX", "file", ".docx"),
        (b"PK\x03\x04", "标书.apk", None, ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧.ppt", "file", ".ppt"),
        (b"\xca\xfe\xba\xbe", "a.mp4", None, ""),
        (b"", "a.mp4", None, ""),
    ],
)
def test_first_bytes(head: bytes, name: str, kind: str | None, suffix: str) -> None:
    found = content_of(head, name)
    assert (found.kind, found.suffix) == (kind, suffix) if found is not None else kind is None


@pytest.mark.parametrize(
    ("name", "suffix", "clean"),
    [
        ("讲解.MP4", ".mp4", "讲解.mp4"),
        ("../../etc/passwd", ".mp4", "passwd.mp4"),
        ("C:\\a\\b.mov", ".mp4", "b.mov.mp4"),
        ("a\nb\x00.pdf", ".pdf", "ab.pdf"),
        ("长" * 300 + ".mp4", ".mp4", "长" * 116 + ".mp4"),
        ("", ".mp4", ""),
    ],
)
def test_names(name: str, suffix: str, clean: str) -> None:
    assert named(name, suffix) == clean


# ---- on a phone


@pytest.mark.needs_chromium
@pytest.mark.timeout(180)
def test_a_phone_sends_a_film_through_a_break_and_a_reload(bot: FakeBot, port: int, tmp_path: Path) -> None:
    links = UploadLinks(SECRET, PUBLIC)
    desk = Desk(bot, f"http://127.0.0.1:{port}", links)
    film = video(1) + bytes(5 * MB)
    (tmp_path / "答价格质疑.mp4").write_bytes(film)
    broken: list[str] = []

    def break_the_third(route: Route) -> None:
        if len(broken) < 3 and route.request.url.endswith(str(2 * PART_BYTES)):
            broken.append(route.request.url)
            return route.abort("connectionreset")
        route.continue_()

    with chromium() as browser, opened(browser, PHONE) as page, serving(bot, port, links):
        forged = links.sign(Link(ZHANG_WEI, f"{ZHANG_WEI}:1", START + timedelta(minutes=30)))
        page.goto(f"{desk.home}/send?key={forged}")
        expect(page.locator("#words")).to_contain_text("过期")  # nobody has asked for it
        key = desk.link(caption="这是刘洋答价格质疑的")
        page.goto(f"{desk.home}/send?key={key}")
        expect(page.locator("#choose")).to_be_visible()
        assert "key=" not in page.url
        picture(page, "upload-phone.png")
        page.set_input_files("#file", {"name": "空.mp4", "mimeType": "video/mp4", "buffer": b""})
        expect(page.locator("#trouble")).to_contain_text("空的")
        page.set_input_files("#file", {"name": "程序.mp4", "mimeType": "video/mp4", "buffer": b"MZ" + bytes(99)})
        expect(page.locator("#trouble")).to_contain_text("按内容看")

        page.route("**/send/part?from=*", break_the_third)
        page.set_input_files("#file", tmp_path / "答价格质疑.mp4")
        expect(page.locator("#trouble")).to_contain_text("接着传")
        expect(page.locator("#percent")).to_have_text(f"{int(2 * PART_BYTES / len(film) * 100)}%")
        picture(page, "upload-broken.png")
        page.reload()
        expect(page.locator("#words")).to_contain_text("再选一次「答价格质疑.mp4」")
        picture(page, "upload-again.png")
        page.set_input_files("#file", tmp_path / "答价格质疑.mp4")
        expect(page.locator("#title")).to_have_text("传好了")
        picture(page, "upload-done.png")
        page.reload()
        expect(page.locator("#title")).to_have_text("传好了")
    (media,) = came(bot)
    assert bot.media.read(media["key"]) == film and media["caption"] == "这是刘洋答价格质疑的"
    assert broken
