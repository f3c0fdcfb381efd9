"""The board's edge on a real database: who opens it by which link, for how long, and what they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from fake_bot import CHEN_JING, HOME, LIN_HUI, SECRET, START, ZHANG_WEI, FakeBot, SetClock
from sqlmodel import col, delete, select
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bot.admin.board_links import BoardLinks, Link
from bot.channels.web.board import boards, contents, live
from bot.channels.web.board.page import PAGE_FILES
from bot.channels.web.board.routes import BoardPage
from bot.runtime.http.guard import Guard
from storage.deals import Customer, Opportunity, StageChange
from storage.people import BoardSession, Identity, Member

LINKS = BoardLinks(SECRET, HOME)
LINE = "ws://127.0.0.1:8765/board/live"
GONE = 4


class Desk:
    """A browser, and what the tests do with it."""

    def __init__(self, client: TestClient, bot: FakeBot, clock: SetClock) -> None:
        self.client, self.bot, self.clock = client, bot, clock

    def opens(self, key: str) -> int:
        return self.client.post("/board/session", content=key).status_code

    def figures(self) -> dict[str, Any]:
        answer = self.client.get("/board/figures")
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["board"])

    def sees(self) -> set[str]:
        """The customers whose deals are shown."""
        return {card["full_name"] for stage in self.figures()["stages"] for card in (*stage["fresh"], *stage["cards"])}

    @property
    def status(self) -> int:
        return self.client.get("/board/figures").status_code


def key(member: int, number: int = 1, minutes: float = 10) -> str:
    return LINKS.sign(Link(member, f"{member}:{number}", "web", f"member:{member}", START + timedelta(minutes=minutes)))


def change(bot: FakeBot, member_id: int, **values: Any) -> None:
    with bot.db.write() as session:
        member = session.get_one(Member, member_id)
        for name, value in values.items():
            setattr(member, name, value)
        session.add(member)


def add_deal(bot: FakeBot, customer: str, owner: int, hours_ago: float = 1) -> None:
    """A deal that came to 方案报价, whose limit is 72 hours, so many hours ago."""
    at = START - timedelta(hours=hours_ago)
    with bot.db.write() as session:
        row = Customer(name=customer, owner_id=owner, created_at=at)
        session.add(row)
        session.flush()
        deal = Opportunity(
            customer_id=row.id, owner_id=owner, stage="quote", stage_entered_at=at, clock_started_at=at,
            product_line="仓储系统", amount_fen=36_000_000,
        )  # fmt: skip
        session.add(deal)
        session.flush()
        session.add(StageChange(deal_id=deal.id, stage_to="quote", at=at))


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def app(bot: FakeBot, clock: SetClock) -> Guard:
    with bot.db.write() as session:
        for member in (ZHANG_WEI, LIN_HUI, GONE):
            session.add(Identity(channel="web", address=f"member:{member}", member_id=member))
    add_deal(bot, "宏远建材有限公司", ZHANG_WEI)
    add_deal(bot, "南京仁和医院", CHEN_JING)
    page = BoardPage(bot, bot.policy, LINKS, clock)
    return Guard(Starlette(routes=list(page.routes())), hosts=(), home=HOME)


@pytest.fixture
def desk(app: Guard, bot: FakeBot, clock: SetClock) -> Iterator[Desk]:
    with TestClient(app, base_url=HOME) as client:
        yield Desk(client, bot, clock)


@pytest.fixture
def other(app: Guard, bot: FakeBot, clock: SetClock) -> Desk:
    return Desk(TestClient(app, base_url=HOME), bot, clock)


# ---- who may look


def test_a_link_opens_what_its_member_may_see(desk: Desk, other: Desk) -> None:
    assert desk.opens(key(LIN_HUI)) == 200 and other.opens(key(ZHANG_WEI)) == 200
    assert desk.sees() == {"宏远建材有限公司", "南京仁和医院"}
    assert desk.figures()["title"] == "华东一部看板"
    assert other.sees() == {"宏远建材有限公司"}
    assert other.figures()["title"] == "我的看板"
    assert [matrix["by"] for matrix in other.figures()["losses"]] == ["product"]


def test_the_cookie_is_for_the_board_of_this_site_alone(desk: Desk) -> None:
    answer = desk.client.post("/board/session", content=key(LIN_HUI))
    cookie = answer.headers["set-cookie"].lower()
    for words in ("httponly", "samesite=strict", "path=/board", "max-age=43200"):
        assert words in cookie
    with desk.bot.db.read() as session:
        kept = session.exec(select(BoardSession)).one()
    assert kept.cookie_hash not in cookie and key(LIN_HUI) not in repr(kept)


def test_without_a_session_there_are_no_figures(desk: Desk) -> None:
    assert desk.client.get("/board").status_code == 200  # the page, without figures
    answer = desk.client.get("/board/figures")
    assert answer.status_code == 401 and "从聊天里打开" in answer.json()["error"]
    with desk.client.websocket_connect(LINE) as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == live.OVER


def test_a_link_is_good_for_one_browser(desk: Desk, other: Desk) -> None:
    assert desk.opens(key(LIN_HUI)) == 200
    answer = other.client.post("/board/session", content=key(LIN_HUI))
    assert answer.status_code == 403 and "已经在别处打开过" in answer.json()["error"]
    assert other.status == 401 and desk.status == 200


def test_whoever_taps_their_old_link_again_goes_on(desk: Desk) -> None:
    desk.opens(key(LIN_HUI))
    desk.bot.clock.at = START + timedelta(hours=1)
    assert desk.opens(key(LIN_HUI)) == 200 and desk.status == 200
    assert desk.opens(key(ZHANG_WEI)) == 403, "an old link of somebody else's"


def test_a_new_link_in_the_same_browser_is_who_it_is_for(desk: Desk) -> None:
    desk.opens(key(LIN_HUI))
    desk.opens(key(ZHANG_WEI))
    assert desk.figures()["who"]["name"] == "张伟" and desk.sees() == {"宏远建材有限公司"}


@pytest.mark.parametrize("what", ["GET", "HEAD"])
def test_looking_at_a_link_does_not_use_it_up(desk: Desk, what: str) -> None:
    answer = desk.client.request(what, f"/board?key={key(LIN_HUI)}")
    assert answer.status_code == 200 and "set-cookie" not in answer.headers
    assert desk.status == 401
    assert desk.opens(key(LIN_HUI)) == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/board/session"), ("HEAD", "/board/session"), ("POST", "/board"), ("POST", "/board/figures")],
)
def test_each_path_has_its_method(desk: Desk, method: str, path: str) -> None:
    assert desk.client.request(method, path, params={"key": key(LIN_HUI)}).status_code == 405


def test_head_says_no_more_than_get(desk: Desk) -> None:
    assert desk.client.head("/board/figures").status_code == 401
    desk.opens(key(LIN_HUI))
    answer = desk.client.head("/board/figures")
    assert answer.status_code == 200 and not answer.content


def test_a_link_lives_minutes(desk: Desk) -> None:
    desk.bot.clock.at = START + timedelta(minutes=10, seconds=1)
    answer = desk.client.post("/board/session", content=key(LIN_HUI))
    assert answer.status_code == 403 and "过期" in answer.json()["error"]


@pytest.mark.parametrize("bad", ["", "x", "é", "a.b", key(LIN_HUI)[:-1] + "_", "9" * 5000])
def test_what_we_did_not_sign_opens_nothing(desk: Desk, bad: str) -> None:
    answer = desk.client.post("/board/session", content=bad.encode())
    assert answer.status_code == 403 and "不对" in answer.json()["error"]
    forged = Link(LIN_HUI, "3:1", "web", f"member:{LIN_HUI}", START + timedelta(hours=1))
    assert desk.opens(BoardLinks("another secret of somebody", HOME).sign(forged)) == 403


def test_another_sites_page_opens_nothing(desk: Desk) -> None:
    answer = desk.client.post("/board/session", content=key(LIN_HUI), headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403 and desk.status == 401


@pytest.mark.parametrize("values", [{"active": False}, {"role": "legal"}])
def test_a_link_of_who_has_no_board_any_more(desk: Desk, values: dict[str, Any]) -> None:
    change(desk.bot, LIN_HUI, **values)
    assert desk.opens(key(LIN_HUI)) == 403
    assert desk.opens(key(GONE)) == 403


@pytest.mark.parametrize(
    "values", [{"active": False}, {"role": "rep"}, {"role": "legal"}, {"team_id": None}, {"admin": True}]
)
def test_the_session_ends_when_the_rights_are_others(desk: Desk, values: dict[str, Any]) -> None:
    desk.opens(key(LIN_HUI))
    assert desk.status == 200
    change(desk.bot, LIN_HUI, **values)
    assert desk.status == 401


def test_a_demoted_supervisor_sees_the_own_deals_by_a_new_link(desk: Desk) -> None:
    change(desk.bot, LIN_HUI, role="rep")
    add_deal(desk.bot, "苏州明德实验学校", LIN_HUI)
    desk.opens(key(LIN_HUI))
    assert desk.sees() == {"苏州明德实验学校"}


def test_the_session_ends_with_the_address_it_was_asked_from(desk: Desk) -> None:
    desk.opens(key(LIN_HUI))
    with desk.bot.db.write() as session:
        session.execute(delete(Identity).where(col(Identity.address) == f"member:{LIN_HUI}"))
    assert desk.status == 401


def test_the_session_ends_after_hours(desk: Desk) -> None:
    desk.opens(key(LIN_HUI))
    desk.clock.at = START + timedelta(hours=11, minutes=59)
    assert desk.status == 200
    desk.clock.at = START + timedelta(hours=12)
    assert desk.status == 401


def test_what_is_over_for_long_is_forgotten(desk: Desk) -> None:
    desk.opens(key(LIN_HUI))
    desk.clock.at = START + timedelta(days=3)
    desk.opens(key(LIN_HUI, 2))
    with desk.bot.db.read() as session:
        assert [row.link for row in session.exec(select(BoardSession))] == ["3:2"]


# ---- what is sent


def test_what_the_page_has_already_is_not_sent_again(desk: Desk) -> None:
    desk.opens(key(LIN_HUI))
    first = desk.client.get("/board/figures")
    again = desk.client.get("/board/figures", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    add_deal(desk.bot, "上海普济医院", ZHANG_WEI)
    assert desk.client.get("/board/figures", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_the_page_hears_when_a_deal_turns_red(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.02)
    desk.opens(key(LIN_HUI))
    with desk.client.websocket_connect(LINE) as socket:
        first = socket.receive_json()["state"]
        desk.bot.clock.at = START + timedelta(hours=71, minutes=1)  # nothing is committed: time passes the limit
        second = socket.receive_json()["state"]
        assert first != second
        assert sum(stage["late"] for stage in desk.figures()["stages"]) == 2
        add_deal(desk.bot, "上海普济医院", ZHANG_WEI)
        assert socket.receive_json()["state"] != second
        change(desk.bot, LIN_HUI, active=False)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == live.OVER


def test_others_are_not_told_of_what_is_not_theirs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(live, "NEWS_SECONDS", 0.1)
    desk.opens(key(ZHANG_WEI))
    with desk.client.websocket_connect(LINE) as socket:
        assert "state" in socket.receive_json()
        add_deal(desk.bot, "上海普济医院", CHEN_JING)
        assert "state" not in socket.receive_json()  # only that the line is alive


def test_no_text_of_the_company_is_read_as_markup(desk: Desk) -> None:
    page = desk.client.get("/board").text
    assert not re.search(r"<script(?![^>]* src=)|\son\w+=|style=", page)
    policy = desk.client.get("/board").headers["content-security-policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
    for name in PAGE_FILES - {"chart.umd.min.js"}:
        answer = desk.client.get(f"/board/static/{name}")
        assert answer.status_code == 200
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", answer.text), name
    assert desk.client.get("/board/static/board.html").status_code == 404
    assert desk.client.get("/board/static/..%2Froutes.py").status_code == 404


def test_what_takes_long_comes_later_and_holds_nothing_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on, read = Event(), contents.of_the_quarter

    def slowly(*given: Any) -> Any:
        goes_on.wait(60)
        return read(*given)

    monkeypatch.setattr(contents, "of_the_quarter", slowly)
    monkeypatch.setattr(boards, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.02)
    desk.opens(key(LIN_HUI))
    with desk.client.websocket_connect(LINE) as socket:
        first = socket.receive_json()["state"]
        assert desk.figures()["forecast"] == [] and desk.figures()["stages"]
        goes_on.set()
        assert socket.receive_json()["state"] != first
    assert [one["label"] for one in desk.figures()["forecast"]] == ["本月", "这个季度"]
