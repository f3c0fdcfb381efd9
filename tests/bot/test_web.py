"""The web edge on a real database: who may look, which requests are answered, files, the demo's clock, health."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from fake_bot import (
    CHEN_JING,
    HOME,
    LIN_HUI,
    LINE,
    SECRET,
    START,
    ZHANG_WEI,
    FakeBot,
    deliver,
    open_page,
    said,
)
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bot.channels.base import OfOne
from bot.channels.web.channel import WebChannel
from bot.channels.web.links import link_for
from bot.conversation.attachments import Audio, Document
from bot.messaging.inbound import Inbound, Said
from bot.runtime.http.health import Health
from bot.runtime.http.webapp import create_webapp
from config.settings import Settings
from storage.conversations import Outbox
from storage.media import MAX_BYTES
from storage.people import Identity, Member

# ---- who may look


def test_the_demo_asks_who_you_are(browser: TestClient) -> None:
    page = browser.get("/")
    assert page.status_code == 200 and "你想先当谁" in page.text
    people = browser.get("/people").json()["people"]
    assert [(p["name"], p["title"], p["team"]) for p in people] == [
        ("林慧", "主管", "华东一部"),
        ("张伟", "销售", "华东一部"),
        ("陈静", "销售", "华东一部"),
    ]


@pytest.mark.parametrize("who", ["4", "99", "x", "", "1 or 1=1", "guest-", "demo:1"])
def test_nobody_else_can_be_chosen(browser: TestClient, who: str) -> None:
    assert browser.get("/", params={"as": who}).headers["location"] == "/"
    assert browser.get("/me", params={"as": who}).status_code == 401
    with open_page(browser, who) as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == 4401


def test_choosing_gives_a_member_their_address(browser: TestClient, bot: FakeBot) -> None:
    assert browser.get("/me?as=1").json()["name"] == "张伟"
    with bot.db.read() as session:
        row = session.exec(select(Identity).where(col(Identity.member_id) == ZHANG_WEI)).one()
    assert (row.channel, row.address) == ("web", "demo:1")


def test_messages_that_had_nowhere_to_go_find_the_new_address(browser: TestClient, bot: FakeBot) -> None:
    row = bot.says(ZHANG_WEI, "早")
    browser.get("/?as=1")
    with bot.db.read() as session:
        assert session.get_one(Outbox, row).address == "demo:1"


def test_every_guest_is_a_new_stranger(browser: TestClient) -> None:
    first, second = (browser.get("/?as=guest").headers["location"] for _ in range(2))
    assert first != second
    assert browser.get(first).status_code == 200
    with open_page(browser, first.partition("=")[2]) as socket:
        hello = socket.receive_json()["hello"]
        assert (hello["name"], hello["role"]) == ("访客", None)


def test_without_a_link_the_door_says_where_to_get_one(guarded: TestClient) -> None:
    page = guarded.get("/?as=1")
    assert page.status_code == 401 and "请在群里/企业微信向管理员要一个链接" in page.text
    assert guarded.get("/people").status_code == guarded.post("/demo/clock", json={}).status_code == 404


def test_a_link_opens_the_page_and_is_remembered(guarded: TestClient) -> None:
    page = guarded.get(link_for(ZHANG_WEI, SECRET, HOME))
    assert page.status_code == 200
    cookie = page.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert guarded.get("/me").json()["name"] == "张伟"
    with guarded.websocket_connect(LINE) as socket:
        assert socket.receive_json()["hello"]["address"] == "member:1"


def test_before_the_first_visit_one_agrees_to_what_is_kept(guarded: TestClient, bot: FakeBot) -> None:
    assert "先说清楚" in guarded.get(link_for(LIN_HUI, SECRET, HOME)).text
    assert guarded.get("/me").status_code == 401
    with guarded.websocket_connect(LINE) as socket, pytest.raises(WebSocketDisconnect):
        socket.receive_json()
    assert "林慧" in guarded.get("/consent").json()["words"]
    assert "先说清楚" in guarded.get("/").text
    assert guarded.post("/consent").status_code == 200
    assert guarded.get("/me").json()["name"] == "林慧"
    assert "先说清楚" not in guarded.get("/").text
    assert guarded.get("/consent").status_code == 404
    with bot.db.read() as session:
        assert session.exec(select(Identity.consented_at).where(col(Identity.address) == "member:3")).one() == START


def test_nobody_agrees_without_a_link(guarded: TestClient) -> None:
    assert guarded.get("/consent").status_code == guarded.post("/consent").status_code == 404


def signed(ago: timedelta, monkeypatch: pytest.MonkeyPatch) -> str:
    """A link that was made so long ago, by the clock of then."""
    with monkeypatch.context() as then:
        then.setattr("itsdangerous.timed.time.time", lambda: (datetime.now(UTC) - ago).timestamp())
        return link_for(ZHANG_WEI, SECRET, HOME)


def test_a_link_holds_although_the_clock_was_set_back(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guarded.get(signed(timedelta(hours=-3), monkeypatch)).status_code == 200


def test_a_link_that_was_tampered_with_or_is_old_opens_nothing(
    guarded: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = link_for(ZHANG_WEI, SECRET, HOME)
    assert guarded.get(good[:-3] + "abc").status_code == 401
    assert guarded.get(link_for(ZHANG_WEI, "another secret", HOME)).status_code == 401
    assert guarded.get(signed(timedelta(days=31), monkeypatch)).status_code == 401
    assert guarded.get(good).status_code == 200


def test_a_broken_link_does_not_shut_out_whoever_is_in(guarded: TestClient) -> None:
    guarded.get(link_for(ZHANG_WEI, SECRET, HOME))
    assert guarded.get("/?key=broken").status_code == 200
    assert guarded.get("/me").json()["name"] == "张伟"


def test_a_new_link_changes_who_one_is(guarded: TestClient) -> None:
    guarded.get(link_for(ZHANG_WEI, SECRET, HOME))
    guarded.get(link_for(CHEN_JING, SECRET, HOME))
    assert guarded.get("/me").json()["name"] == "陈静"


def test_whoever_leaves_the_company_is_out_at_once(guarded: TestClient, bot: FakeBot) -> None:
    guarded.get(link_for(ZHANG_WEI, SECRET, HOME))
    with bot.db.write() as session:
        session.get_one(Member, ZHANG_WEI).active = False
    assert guarded.get("/me").status_code == 401
    assert guarded.get("/").status_code == 401


def test_outside_the_demo_a_secret_is_needed(bot: FakeBot) -> None:
    with pytest.raises(ValueError, match="XIAOBAN_SECRET"):
        WebChannel(bot, bot.policy)


# ---- which requests are answered


def test_only_known_hosts_are_answered(browser: TestClient) -> None:
    assert browser.get("/", headers={"host": "evil.example:8765"}).status_code == 403
    assert browser.get("/", headers={"host": "localhost:8765"}).status_code == 200
    assert browser.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


def test_the_public_address_is_known(bot: FakeBot, channel: WebChannel) -> None:
    settings = Settings(_env_file=None, web_url="https://chat.example.com")  # type: ignore[call-arg]
    app = create_webapp(bot, [channel], settings)
    with TestClient(app, base_url="https://chat.example.com") as client:
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"host": "example.com"}).status_code == 403


@pytest.mark.parametrize(
    "public", ["https://chat.example.com", "https://Chat.example.com:443", "https://[2001:db8::1]:8443/"]
)
@pytest.mark.parametrize("passed_on", [True, False], ids=["with the Host asked", "with a Host of its own"])
def test_behind_a_proxy_the_page_is_the_public_one(bot: FakeBot, public: str, passed_on: bool) -> None:
    """nginx and others pass on a Host of their own unless they are told otherwise; the Origin is the browser's."""
    settings = Settings(_env_file=None, web_url=public)  # type: ignore[call-arg]
    channel = WebChannel(bot, bot.policy, secret=SECRET)
    app = create_webapp(bot, [channel], settings)
    origin = public.lower().removesuffix("/").removesuffix(":443")
    host = origin.removeprefix("https://") if passed_on else "127.0.0.1:8765"
    link = link_for(ZHANG_WEI, SECRET, settings.home)
    assert link.startswith(public.rstrip("/") + "/?key=")
    with TestClient(app, base_url=f"http://{host}") as proxy:
        key = proxy.get(f"/?{link.partition('?')[2]}").cookies["xiaoban"]
        headers = {"host": host, "origin": origin, "cookie": f"xiaoban={key}"}
        assert proxy.post("/consent", headers=headers).status_code == 200
        with proxy.websocket_connect("/ws", headers=headers) as socket:
            assert socket.receive_json()["hello"]["name"] == "张伟"
        for other in ("https://evil.example", "http://" + origin.removeprefix("https://"), "null"):
            if other != f"http://{host}":  # which is the address asked
                assert proxy.post("/consent", headers={**headers, "origin": other}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "null", "http://["])
def test_other_sites_can_neither_connect_nor_change_anything(browser: TestClient, bot: FakeBot, origin: str) -> None:
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(f"{LINE}?as=1", headers={"origin": origin}):
        pass
    assert browser.post("/upload?as=1&id=a", content=b"x", headers={"origin": origin}).status_code == 403
    assert browser.post("/demo/clock", json={"advance": "1h"}, headers={"origin": origin}).status_code == 403
    assert bot.clock.now() == START and said(bot) == []


def test_our_own_page_may_connect(browser: TestClient) -> None:
    with browser.websocket_connect(f"{LINE}?as=1", headers={"origin": HOME, "host": "127.0.0.1:8765"}) as socket:
        assert socket.receive_json()["hello"]["name"] == "张伟"


@pytest.mark.parametrize("path", ["/", "/?as=1", "/static/chat.js"])
def test_pages_run_no_foreign_or_inline_code(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "onclick=" not in answer.text and "innerHTML" not in answer.text and "http://" not in answer.text


@pytest.mark.parametrize("name", ["viewers.py", "..%2Fwebapp.py", "%2e%2e/webapp.py", "index.html", "nothing.js"])
def test_nothing_but_the_pages_files_is_served(browser: TestClient, name: str) -> None:
    assert browser.get(f"/static/{name}").status_code == 404


# ---- files


def test_a_recording_arrives_once_and_only_its_owner_hears_it(browser: TestClient, bot: FakeBot) -> None:
    for _ in range(2):
        answer = browser.post("/upload?as=1&id=v1&kind=voice&name=语音-3秒.webm", content=b"OggS")
        assert answer.json() == {"received": "v1"}
    (message,) = said(bot)
    media = message["media"]
    assert (media["kind"], media["name"], media["caption"]) == ("voice", "语音-3秒.webm", "")
    heard = browser.get(f"/media/{media['key']}?as=1")
    assert heard.content == b"OggS" and heard.headers["content-disposition"].startswith("inline")
    assert browser.get(f"/media/{media['key']}?as=2").status_code == 404
    assert browser.get(f"/media/{media['key']}").status_code == 404


def test_pictures_are_shown_and_anything_that_could_run_is_downloaded(browser: TestClient, bot: FakeBot) -> None:
    for number, name in enumerate(["柜台.PNG", "页面.html", "图.svg", "协议.docx", "../../x.jpg"]):
        assert browser.post(f"/upload?as=1&id={number}&name={name}&caption=看", content=b"data").status_code == 200
    media = [message["media"] for message in said(bot)]
    assert [m["kind"] for m in media] == ["image", "file", "file", "file", "image"]
    assert media[4]["name"] == "x.jpg"
    for sent in media:
        answer = browser.get(f"/media/{sent['key']}?as=1")
        inline = sent["kind"] == "image"
        assert answer.headers["content-disposition"].startswith("inline" if inline else "attachment")
        assert answer.headers["content-type"].startswith("image/" if inline else "application/octet-stream")


def test_recordings_and_videos_are_played_where_they_are_shown(browser: TestClient, bot: FakeBot) -> None:
    for number, name in enumerate(["录音.m4a", "答价格.mp4", "答能耗.MOV"]):
        assert browser.post(f"/upload?as=1&id={number}&name={name}&caption=看", content=b"data").status_code == 200
    media = [message["media"] for message in said(bot)]
    assert [m["kind"] for m in media] == ["audio", "video", "video"]
    for sent in media:
        answer = browser.get(f"/media/{sent['key']}?as=1")
        assert answer.headers["content-disposition"].startswith("inline")
        assert answer.headers["content-type"].startswith(f"{sent['kind']}/")


def test_a_picture_that_the_bot_sent_can_be_opened(browser: TestClient, bot: FakeBot) -> None:
    assert browser.get("/?as=1").status_code == browser.get("/?as=2").status_code == 200
    key = bot.media.put(b"png", ".png")
    deliver(bot, bot.says(ZHANG_WEI, "漏斗", image=key))
    assert browser.get(f"/media/{key}?as=1").headers["content-type"] == "image/png"
    assert browser.get(f"/media/{key}?as=2").status_code == 404


def test_what_is_attached_can_be_opened_by_its_reader(browser: TestClient, bot: FakeBot) -> None:
    assert browser.get("/?as=1").status_code == browser.get("/?as=2").status_code == 200
    sound, paper, other = (bot.media.put(data, suffix) for data, suffix in ((b"O", ".ogg"), (b"P", ".pdf"), (b"X", "")))
    deliver(bot, bot.says(ZHANG_WEI, "听听看", attachments=(Audio(sound), Document(paper, other))))
    assert browser.get(f"/media/{sound}?as=1").headers["content-disposition"].startswith("inline")
    assert browser.get(f"/media/{paper}?as=1&name=协议.pdf").headers["content-disposition"].startswith("attachment")
    assert browser.get(f"/media/{sound}?as=2").status_code == browser.get(f"/media/{other}?as=1").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status_code", "content", "place"),
    [
        ("bytes=0-1", 206, b"Og", "bytes 0-1/8"),
        ("bytes=4-", 206, b"data", "bytes 4-7/8"),
        ("bytes=-3", 206, b"ata", "bytes 5-7/8"),
        ("bytes=6-99", 206, b"ta", "bytes 6-7/8"),
        ("bytes=8-", 416, b"", "bytes */8"),
        ("bytes=5-2", 416, b"", "bytes */8"),
        ("bytes=0-1,4-5", 200, b"OggSdata", None),
        ("seconds=1-2", 200, b"OggSdata", None),
        ("bytes=-", 200, b"OggSdata", None),
    ],
)
def test_a_player_is_given_the_part_it_asks_for(
    browser: TestClient, bot: FakeBot, asked: str, status_code: int, content: bytes, place: str | None
) -> None:
    browser.post("/upload?as=1&id=v&kind=voice&name=语音.webm", content=b"OggSdata")
    answer = browser.get(f"/media/{said(bot)[0]['media']['key']}?as=1", headers={"range": asked})
    assert (answer.status_code, answer.content, answer.headers.get("content-range")) == (status_code, content, place)


@pytest.mark.parametrize("asked", ["bytes=0-", "bytes=-5", "bytes=0-0"])
def test_no_part_of_an_empty_file_can_be_asked_for(browser: TestClient, bot: FakeBot, asked: str) -> None:
    key = bot.media.put(b"", ".webm")
    browser.get("/?as=1")
    deliver(bot, bot.says(ZHANG_WEI, "空的", attachments=(Audio(key),)))
    answer = browser.get(f"/media/{key}?as=1", headers={"range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */0")
    assert browser.get(f"/media/{key}?as=1").status_code == 200


def test_a_file_that_is_gone_is_not_found(browser: TestClient, bot: FakeBot) -> None:
    browser.get("/?as=1")
    deliver(bot, bot.says(ZHANG_WEI, "漏斗", image="0123456789abcdef.png"))
    assert browser.get("/media/0123456789abcdef.png?as=1").status_code == 404


@pytest.mark.parametrize("key", ["..%2F..%2Fweb.db", ".hidden", "0" * 32, "%00"])
def test_no_other_file_can_be_reached(browser: TestClient, key: str) -> None:
    browser.get("/?as=1")
    assert browser.get(f"/media/{key}?as=1").status_code == 404


def test_uploads_that_cannot_be_taken_say_why(browser: TestClient, bot: FakeBot) -> None:
    def trouble(query: str, content: bytes) -> tuple[int, str]:
        answer = browser.post(f"/upload?{query}", content=content)
        return answer.status_code, answer.json()["error"]

    assert trouble("as=1&id=a&name=x.pdf", b"0" * (MAX_BYTES + 1)) == (
        413,
        "文件超过 25 MB,这里发不了。说一句「传大文件」,给你一个能传的页面。",
    )
    assert trouble("as=1&id=a&name=x.pdf", b"") == (400, "文件是空的,没有发。")
    assert trouble("as=1&name=x.pdf", b"1")[0] == 400
    assert trouble("id=a&name=x.pdf", b"1")[0] == 401
    assert said(bot) == []


# ---- the demo's clock


def test_the_clock_moves_forwards_and_everybody_sees_it(browser: TestClient, bot: FakeBot) -> None:
    with open_page(browser, ZHANG_WEI) as socket:
        socket.receive_json()
        answer = browser.post("/demo/clock", json={"advance": "4h"}).json()
        assert answer["now"] == (START + timedelta(hours=4)).isoformat()
        assert socket.receive_json() == {"now": answer["now"]}
    assert browser.post("/demo/clock", json={"to": "2026-11-24T09:00"}).json()["now"] == "2026-11-24T01:00:00+00:00"
    bot.due = bot.clock.now() + timedelta(minutes=7)
    assert browser.post("/demo/clock", json={"next": True}).json()["now"] == bot.due.isoformat()


def test_after_a_jump_one_learns_for_whom_there_is_news(browser: TestClient, bot: FakeBot) -> None:
    bot.says(CHEN_JING, "和美", kind="nudge")
    bot.says(LIN_HUI, "预警", kind="alert")
    bot.says(LIN_HUI, "预警", kind="alert")
    waiting = browser.post("/demo/clock", json={"advance": "90m"}).json()["waiting"]
    assert [(p["name"], p["unread"]) for p in waiting] == [("林慧", 2), ("陈静", 1)]


@pytest.mark.parametrize(
    ("wish", "status_code", "words"),
    [
        ({"to": "2026-11-23T09:59:00+08:00"}, 409, "时钟只能往前拨,现在已经是11月23日 10:00"),
        ({"next": True}, 409, "没有安排好的事"),
        ({"advance": "90d"}, 400, "最多"),
        ({"advance": "bald"}, 400, "看不懂"),
        ({"to": "morgen"}, 400, "看不懂"),
        ({}, 400, "看不懂"),
        ([], 400, "JSON"),
    ],
)
def test_a_clock_that_cannot_be_moved_says_why(
    browser: TestClient, bot: FakeBot, wish: object, status_code: int, words: str
) -> None:
    answer = browser.post("/demo/clock", json=wish)
    assert answer.status_code == status_code and words in answer.json()["error"]
    assert bot.clock.now() == START


# ---- health


def test_health(browser: TestClient, bot: FakeBot) -> None:
    assert browser.get("/healthz").json() == {"ok": True}  # just started
    bot.last_sweep_at = time.monotonic()
    assert browser.get("/healthz").json() == {"ok": True}
    bot.last_sweep_at -= 90
    answer = browser.get("/healthz")
    assert answer.status_code == 503 and "90 秒" in answer.json()["reason"]


def test_a_message_that_waits_long_is_not_healthy(browser: TestClient, bot: FakeBot) -> None:
    bot.last_sweep_at = time.monotonic()
    bot.receive(Inbound("web", "1", f"demo:{CHEN_JING}", Said(text="早"), bot.clock.now()))
    assert browser.get("/healthz").status_code == 200
    bot.clock.at += timedelta(seconds=75)
    answer = browser.get("/healthz")
    assert answer.status_code == 503 and "等了 75 秒还没有处理" in answer.json()["reason"]


def test_a_message_that_could_long_be_sent_is_not_healthy(browser: TestClient, bot: FakeBot) -> None:
    bot.last_sweep_at = time.monotonic()
    bot.says(CHEN_JING, "早")
    bot.clock.at += timedelta(seconds=75)
    assert browser.get("/healthz").status_code == 200  # no page of hers is open: it waits for her, not for us
    with open_page(browser, CHEN_JING):
        answer = browser.get("/healthz")
    assert answer.status_code == 503 and "没有发出去" in answer.json()["reason"]


def test_a_message_that_waits_long_is_not_healthy_although_the_clock_was_set_back(bot: FakeBot) -> None:
    passed = [0.0]
    health = Health(bot, [], lambda: passed[0])
    bot.last_sweep_at = 100.0
    bot.receive(Inbound("web", "1", f"demo:{CHEN_JING}", Said(text="早"), bot.clock.now()))
    bot.clock.at -= timedelta(hours=3)
    with TestClient(Starlette(routes=[Route("/healthz", health.answer)])) as asking:
        assert asking.get("/healthz").status_code == 200
        passed[0] = 75.0
        answer = asking.get("/healthz")
    assert answer.status_code == 503 and "等了 75 秒还没有处理" in answer.json()["reason"]


def health_with(bot: FakeBot, reason: str) -> tuple[int, object]:
    """What is answered where this is the trouble of a channel."""

    class Down(WebChannel):
        def trouble(self) -> str | None:
            return reason

    bot.last_sweep_at = time.monotonic()
    with TestClient(
        Starlette(routes=[Route("/healthz", Health(bot, [Down(bot, bot.policy, demo=bot)]).answer)])
    ) as asking:
        answer = asking.get("/healthz")
    return answer.status_code, answer.json()


def test_a_channel_that_is_not_connected_is_not_healthy(bot: FakeBot) -> None:
    assert health_with(bot, "连不上那边") == (503, {"ok": False, "reason": "连不上那边"})


def test_one_persons_own_trouble_is_not_the_process(bot: FakeBot) -> None:
    assert health_with(bot, OfOne("小周的登录断了")) == (200, {"ok": True})


def test_without_a_page_there_is_only_health(bot: FakeBot) -> None:
    app = create_webapp(bot, [], Settings(_env_file=None))  # type: ignore[call-arg]
    with TestClient(app, base_url=HOME) as client:
        assert client.get("/healthz").json() == {"ok": True}
        assert client.get("/").status_code == client.get("/me?as=1").status_code == 404


def test_a_dead_database_is_not_healthy(browser: TestClient, bot: FakeBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def dead() -> None:
        raise OSError("gone")

    monkeypatch.setattr(bot.db, "read", dead)
    answer = browser.get("/healthz")
    assert answer.status_code == 503 and "数据库" in answer.json()["reason"]
