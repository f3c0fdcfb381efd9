"""The story of the README in a real browser against the real process: `python -m bot run` in demo mode."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from peers.chromium import DESK, PHONE, answers, chromium, free_port, opened, picture, say
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.needs_chromium, pytest.mark.timeout(180)]
STARTS_WITHIN = 40


@contextmanager
def running(var: Path) -> Iterator[str]:
    """The bot's process on `var`; killed at the end, not asked."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")}
    env = kept | {"XIAOBAN_VAR": str(var), "XIAOBAN_WEB_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    var.mkdir(parents=True, exist_ok=True)
    with (var / "log.txt").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=env, stdout=log, stderr=log)
        try:
            home = f"http://127.0.0.1:{port}"
            deadline = time.monotonic() + STARTS_WITHIN
            while not answers(f"{home}/healthz"):
                assert process.poll() is None and time.monotonic() < deadline, (var / "log.txt").read_text()[-4000:]
                time.sleep(0.2)
            yield home
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


def be(page: Page, home: str, name: str) -> None:
    """Choose who to be."""
    page.goto(home)
    page.get_by_role("link", name=name).first.click()
    expect(page.locator("#who")).to_contain_text(name)
    expect(page.locator("#clock")).to_be_visible()


def test_the_story_of_a_follow_up_a_nudge_and_an_alert(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "var") as home, opened(browser, PHONE) as page:
        page.goto(home)
        expect(page.get_by_text("你想先当谁")).to_be_visible()
        expect(page.locator(".team")).to_have_count(4)
        picture(page, "people.png")

        be(page, home, "张伟")
        say(page, "刚跟宏远李总打完电话,他嫌价格高,周三下午我再去一趟")
        receipt = page.locator(".kind-receipt").last
        for words in ("已记录", "宏远", "李总", "电话", "价格敏感", "11月25日"):
            expect(receipt).to_contain_text(words)
        expect(receipt.get_by_role("button", name="撤回")).to_be_visible()
        page.locator("#suggestions").get_by_role("button", name="今天我该跟谁").click()
        expect(page.locator(".theirs").last).to_contain_text(re.compile("明德|康桥|新锐|云杉|宏远"))
        picture(page, "chat.png")

        be(page, home, "陈静")
        page.get_by_role("button", name="+4 小时").click()
        nudge = page.locator(".kind-nudge", has_text="和美").last
        expect(nudge).to_be_visible()
        expect(nudge.locator(".label")).to_have_text("提醒")
        for label in ("已跟进", "缓一缓", "需要支持"):
            expect(nudge.get_by_role("button", name=re.compile(label)).first).to_be_visible()
        picture(page, "nudge.png")

        page.get_by_role("button", name="+1 天").click()
        be(page, home, "林慧")
        alert = page.locator(".kind-alert", has_text="和美").last
        expect(alert).to_be_visible()
        expect(alert.locator(".label")).to_have_text("预警")
        picture(page, "alert.png")


def test_what_was_said_outlives_the_process(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "var") as home, opened(browser, DESK) as page:
        be(page, home, "张伟")
        say(page, "刚跟宏远李总打完电话,他嫌价格高,周三下午我再去一趟")
        expect(page.locator(".kind-receipt")).to_contain_text("已记录")
        picture(page, "desk.png")
    with running(tmp_path / "var") as home, opened(browser, DESK) as page:
        be(page, home, "张伟")
        expect(page.locator(".mine")).to_have_count(1)
        expect(page.locator(".kind-receipt")).to_contain_text("宏远")
        page.get_by_role("button", name="撤回").first.click()
        expect(page.locator(".theirs").last).to_contain_text("已撤回")
