"""What a person can do, in a real browser against the real process: `python -m bot run` in demo mode.

With XIAOBAN_SCREENSHOT=docs/images the story also takes the picture of the README.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from peers.chromium import DESK, PHONE, answers, chromium, free_port, opened, picture, say
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.needs_chromium, pytest.mark.timeout(240)]
STARTS_WITHIN = 60
LEARNS_WITHIN = 60_000  # ms: the first answer of all waits for the model to be trained
TOLD = "刚跟宏远李总打完电话,他嫌价格高,周三下午我再去一趟"


class Bot:
    """The bot's process on a folder and a port of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        self.home = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")}
        env = kept | {"XIAOBAN_VAR": str(self.var), "XIAOBAN_WEB_PORT": str(self.port)}
        with (self.var / "log.txt").open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=env, stdout=log, stderr=log)
        deadline = time.monotonic() + STARTS_WITHIN
        while not answers(f"{self.home}/healthz"):
            assert self.process.poll() is None and time.monotonic() < deadline, self.log()
            time.sleep(0.1)

    def kill(self) -> None:
        """SIGKILL: it is not asked."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def log(self) -> str:
        return (self.var / "log.txt").read_text()[-4000:]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model is trained once for all of these companies."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def bot(tmp_path: Path, cache: Path) -> Iterator[Bot]:
    (tmp_path / "cache").symlink_to(cache)
    made = Bot(tmp_path)
    made.start()
    yield made
    made.kill()
    assert "Traceback" not in made.log(), made.log()


def be(page: Page, bot: Bot, name: str) -> None:
    """Choose who to be."""
    page.goto(bot.home)
    page.get_by_role("link", name=name).first.click()
    expect(page.locator("#who")).to_contain_text(name)
    expect(page.locator("#clock")).to_be_visible()


def heard(page: Page, words: str | re.Pattern[str]) -> Locator:
    """The newest message of the bot that has these words."""
    message = page.locator(".theirs", has_text=words).last
    expect(message).to_be_visible(timeout=LEARNS_WITHIN)
    return message


def test_the_story_of_a_follow_up_a_nudge_and_an_alert(browser: Browser, bot: Bot) -> None:
    with opened(browser, DESK) as page:
        page.goto(bot.home)
        expect(page.get_by_text("你想先当谁")).to_be_visible()
        be(page, bot, "张伟")
        say(page, TOLD)
        receipt = heard(page, "已记录")
        for words in ("宏远", "李总", "电话", "价格敏感", "周三", "11月25日", "两点"):
            expect(receipt).to_contain_text(words)
        expect(receipt.get_by_role("button", name="撤回")).to_be_visible()

        page.locator("#suggestions").get_by_role("button", name="今天我该跟谁").click()
        expect(heard(page, "新锐")).to_contain_text("超时")
        picture(page, "conversation.png")

        be(page, bot, "陈静")
        page.get_by_role("button", name="+4 小时").click()
        nudge = heard(page, "和美")
        expect(nudge.locator(".label")).to_have_text("提醒")
        for label in ("已跟进", "缓一缓", "需要支持"):
            expect(nudge.get_by_role("button", name=label)).to_be_visible()

        page.get_by_role("button", name="+1 天").click()
        expect(page.locator("#clock-news")).to_contain_text("林慧")
        be(page, bot, "林慧")
        alert = heard(page, "和美")
        expect(alert.locator(".label")).to_have_text("预警")
        for words in ("陈静", "方案报价", "超时"):
            expect(alert).to_contain_text(words)


def test_a_form_killed_half_way_goes_on(browser: Browser, bot: Bot) -> None:
    with opened(browser, PHONE) as page:
        be(page, bot, "张伟")
        say(page, "刚给新锐的范总打了个电话,下周二上午再聊")
        question = heard(page, "异议是哪一类")
        bot.kill()
        expect(page.locator("#banner")).to_contain_text("断线了")
        question.get_by_role("button", name="功能疑虑").click()
        bot.start()
        expect(heard(page, "已记录")).to_contain_text("功能疑虑", timeout=LEARNS_WITHIN)
        page.reload()
        expect(page.locator(".mine")).to_have_count(2)
        expect(page.locator(".theirs", has_text="已记录")).to_have_count(1)
        expect(page.locator(".theirs", has_text="异议是哪一类").locator(".choices")).to_have_class(re.compile("spent"))


def test_taking_back_and_tapping_what_is_closed(browser: Browser, bot: Bot) -> None:
    with opened(browser, PHONE) as page:
        be(page, bot, "张伟")
        say(page, TOLD)
        receipt = heard(page, "已记录")
        receipt.get_by_role("button", name="撤回").click()
        heard(page, "已撤回")
        receipt.get_by_role("button", name="撤回").click()
        heard(page, "已经撤回过了")


def test_a_recording_is_kept_and_the_bot_says_that_it_cannot_hear(browser: Browser, bot: Bot) -> None:
    with opened(browser, PHONE) as page:
        be(page, bot, "张伟")
        page.get_by_role("button", name="录音").click()
        expect(page.locator("#record-seconds")).to_have_text("0:01")
        page.get_by_role("button", name="停止并发送").click()
        heard(page, "语音收到")
        page.reload()
        expect(page.locator(".voice")).to_have_count(1)


def test_the_clock_goes_on_to_the_next_thing(browser: Browser, bot: Bot) -> None:
    with opened(browser, PHONE) as page:
        be(page, bot, "张伟")
        before = page.locator("#clock-now").inner_text()
        page.get_by_role("button", name="到下一件事").click()
        expect(page.locator("#clock-now")).not_to_have_text(before)
        expect(page.locator("#clock-news")).to_be_visible()
        expect(page.locator("#trouble")).to_be_hidden()
