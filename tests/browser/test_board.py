"""The board in a real browser: opened from the chat, read on a phone and in a meeting room, alive.

With XIAOBAN_SCREENSHOT=docs/images it also takes the pictures of the documentation.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from installation import Installation
from peers.chromium import DESKTOP, PHONE, chromium, opened, picture, say
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.needs_chromium, pytest.mark.timeout(240)]
SCREEN = {"width": 1920, "height": 1080}
ANSWERS_WITHIN = 30_000  # ms: the first answer waits for the engine to be ready


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Installation]:
    bot = Installation(tmp_path)
    with bot.run():
        bot.until_healthy()
        yield bot
    assert "Traceback" not in bot.log, bot.log


def link_of(browser: Browser, bot: Installation, name: str) -> str:
    """The link that somebody is given in the chat."""
    with opened(browser, DESKTOP) as page:
        page.goto(bot.home)
        page.get_by_role("link", name=name).first.click()
        expect(page.locator("#who")).to_contain_text(name)
        say(page, "看板")
        link = page.locator(".theirs a").last
        expect(link).to_be_visible(timeout=ANSWERS_WITHIN)
        return str(link.get_attribute("href"))


def later(bot: Installation, length: str) -> None:
    """Move the demo's clock on: its sweep runs."""
    asked = json.dumps({"advance": length}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{bot.home}/demo/clock", asked, method="POST"), timeout=30).close()


def fits(page: Page) -> None:
    """Nothing is wider than the screen, and no words are cut off."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("document.body.scrollWidth <= document.body.clientWidth")


def test_a_deal_turns_red_on_a_second_screen(browser: Browser, running: Installation) -> None:
    first, second = (link_of(browser, running, "林慧") for _ in range(2))
    with opened(browser, SCREEN) as screen, opened(browser, PHONE, "dark") as phone:
        for page, link in ((screen, first), (phone, second)):
            page.goto(link)
            expect(page.locator("#title")).to_have_text("华东一部看板")
            assert page.url == f"{running.home}/board"  # no key stays in the address
            fits(page)
        picture(screen, "board-screen.png")
        picture(phone, "board-phone.png")
        red = screen.locator(".card.late", has_text="扬州瑞景")
        expect(red).to_have_count(0)
        later(running, "24h")
        for page in (screen, phone):
            expect(page.locator("#news")).to_contain_text("刚刚超时")
            fits(page)
        expect(red).to_contain_text("超时")
        for name in ("losses", "forecast"):
            canvas = screen.locator(f"#{name}")
