"""The board in a real browser: opened from the chat, read on a phone and on a meeting-room screen, alive.

With XIAOBAN_SCREENSHOT=docs/images it also takes the pictures of the documentation.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import uvicorn
from peers.chromium import PHONE, chromium, free_port, opened, picture
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, col, select
from testing import Company

from bot.admin.board_links import BoardLinks
from bot.channels.web.channel import WebChannel
from bot.runtime.http.webapp import create_webapp
from config.settings import Settings
from storage.deals import Customer, Opportunity, StageChange
from storage.figures import SalesTarget
from storage.people import Company as CompanyRow
from storage.people import Member
from storage.teamwork import DailyAction

DEMO = pytest.mark.world("../../config/demo")
pytestmark = [pytest.mark.needs_chromium, pytest.mark.timeout(240), DEMO, pytest.mark.daily]
SECRET = "a long secret for the tests"
SCREEN = {"width": 1920, "height": 1080}
LINES = ("仓储管理系统", "智能分拣设备", "能耗监测终端")
TODAY = ("约到宏远王董周四当面看演示", "仁和信息科答应下周二评审方案", None, "瑞景葛老板同意周三来仓库看设备")
BEFORE = ("拿到明德的立项批复", "见到仁和章院长,认可方案", "给普济讲完报价,严主任要两天")
WITHIN = 10_000  # ms, on a busy machine: it is told within a second, and drawn at once


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


class Served:
    """The company's page in a thread, on a port of its own, until `stop`."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.port = free_port()
        self.home = f"http://127.0.0.1:{self.port}"
        company.board = BoardLinks(SECRET, "https://board.example.com")
        self.start()

    def start(self) -> None:
        app = self.company.rebuild()
        channel = WebChannel(app, self.company.policy, secret=SECRET, board=self.company.board)
        page = create_webapp(app, [channel], Settings(_env_file=None, web_port=self.port))  # type: ignore[call-arg]
        self._server = uvicorn.Server(uvicorn.Config(page, port=self.port, log_level="warning", lifespan="off"))
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(channel),), daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    async def _serve(self, channel: WebChannel) -> None:
        await self._server.serve()
        await channel.close()

    def opened_by(self, page: Page, name: str) -> None:
        """Somebody asks for the board in the chat, and opens it."""
        self.company.ignore()
        text = self.company.member(name).says("看板").hears("看板").text
        page.goto(self.home + text[text.index("/board?key=") :].split()[0])
        expect(page.locator("#board")).to_be_visible()
        assert page.url == f"{self.home}/board"  # no key is left in the address
        fits(page)


def lively(session: Session, now: datetime) -> None:
    """A quarter's history for the demo company: deals won and lost on the way, targets, actions of two days."""
    today = date(2026, 11, 23)
    session.exec(select(CompanyRow)).one().created_at = now - timedelta(days=60)
    sellers = session.exec(select(Member).where(col(Member.role).in_(("rep", "new_hire")))).all()
    customers = session.exec(select(Customer)).all()
    stages = ("lead", "needs", "quote", "solution", "contract")
    for number in range(90):
        reached, seller = number * 7 % 5, sellers[number % len(sellers)]
        ends = "lost" if number % 3 == 0 else "won" if reached == 4 else None
        if ends is None:
            continue
        entered = now - timedelta(days=6 + number % 40)
        deal = Opportunity(
            customer_id=customers[number % len(customers)].id, owner_id=seller.id, stage=ends,
            product_line=LINES[(number + number // 3) % 3], clock_started_at=entered,
            amount_fen=(8 + number % 37) * 1_000_000, stage_entered_at=entered + timedelta(days=5),
        )  # fmt: skip
        session.add(deal)
        session.flush()
        way = (*stages[: reached + 1], ends)
        for place, stage in enumerate(way):
            at, before = entered + timedelta(hours=20 * place), way[place - 1] if place else None
            session.add(StageChange(deal_id=deal.id, stage_from=before, stage_to=stage, at=at))
    for place, seller in enumerate(sellers):
        whose = {"member_id": seller.id, "by_id": seller.id, "at": now}
        for month in (10, 11, 12):
            session.add(SalesTarget(month=date(2026, month, 1), amount_fen=(45 + 5 * place) * 1_000_000, **whose))
    for day, words in ((today, TODAY), (today - timedelta(days=3), BEFORE)):
        for seller, text in zip(sellers, words, strict=False):
            session.add(DailyAction(member_id=seller.id, day=day, text=text, said=text or "今天没有", at=now))


@pytest.fixture
def served(company: Company) -> Iterator[Served]:
    with company.db.write() as session:
        lively(session, company.clock.now())
    made = Served(company)
    yield made
    made.stop()
    company.ignore()


def fits(page: Page) -> None:
    """Nothing is wider than the screen, and no words are cut."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    cut = page.evaluate("""() => [...document.querySelectorAll('.board :not(.table, canvas)')]
        .filter((place) => place.scrollWidth > place.clientWidth + 1 && place.clientWidth)
        .map((place) => `${place.className}: ${place.textContent.slice(0, 40)}`)""")
    assert cut == []


def test_a_deal_turns_red_on_every_screen(browser: Browser, served: Served) -> None:
    with opened(browser, SCREEN) as screen, opened(browser, PHONE) as phone:
        served.opened_by(screen, "林慧")
        served.opened_by(phone, "周明远")
        served.company.until("2026-11-23 13:40")
        for page in (screen, phone):
            expect(page.locator(".card.late", has_text="新锐")).to_be_visible()
            expect(page.locator(".card.late", has_text="和美")).to_have_count(0)
            page.evaluate("document.body.dataset.same = 'yes'")
        served.company.until("2026-11-23 13:47")
        for page in (screen, phone):
            expect(page.locator(".card.late", has_text="和美")).to_contain_text("超时", timeout=WITHIN)
            expect(page.locator("#news")).to_contain_text("刚刚超时:和美(方案报价,陈静)")
            expect(page.locator("body")).to_have_attribute("data-same", "yes")  # without a reload
            fits(page)
        picture(screen, "board-screen.png")
        picture(phone, "board-phone.png")


def test_ears_and_keys_are_enough(browser: Browser, served: Served) -> None:
    with opened(browser, SCREEN, "dark") as page:
        served.opened_by(page, "周明远")
        assert page.locator(".board h2").all_inner_texts()[0] == "今天的新线索"
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="跳到看板")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#board")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator("details summary").first).to_be_focused()
        by_person = page.get_by_role("button", name="按人")
        by_person.focus()
        page.keyboard.press("Enter")
        expect(by_person).to_have_attribute("aria-pressed", "true")
        for canvas, table in (("#losses", "#losses-table"), ("#forecast", "#forecast-table")):
            expect(page.locator(canvas)).to_have_attribute("aria-label", re.compile("丢单率|预计"))
            page.locator("details", has=page.locator(table)).locator("summary").press("Enter")
            expect(page.locator(f"{table} tbody th").first).to_be_visible()
        fits(page)


def test_the_line_comes_back_and_whoever_leaves_sees_nothing(browser: Browser, served: Served) -> None:
    with opened(browser, PHONE) as page:
        served.opened_by(page, "林慧")
        expect(page.locator("#state")).to_contain_text("更新于")
        served.stop()
        expect(page.locator("#state")).to_contain_text("连接断开")
        served.start()
        expect(page.locator("#state")).to_contain_text("更新于")
        with served.company.db.write() as session:
            member = session.exec(select(Member).where(Member.name == "林慧")).one()
            member.role = "rep"
            session.add(member)
        expect(page.locator("#door")).to_contain_text("跟销伴说「看板」")
        expect(page.locator("body")).not_to_contain_text("新锐")
