"""What a person can do, in a real browser against the real process: `python -m bot run` in demo mode.

With XIAOBAN_SCREENSHOT=docs/images the story also takes the picture of the README.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from installation import Installation
from peers.chromium import DESKTOP, PHONE, chromium, opened, picture, say
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.needs_chromium, pytest.mark.timeout(240)]
ANSWERS_WITHIN = 30_000  # ms: the first answer waits for the engine to be ready
TOLD = "刚跟宏远李总打完电话,他嫌价格高,周三下午我再去一趟"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    assert "Traceback" not in made.log, made.log


@pytest.fixture
def running(bot: Installation) -> Iterator[Installation]:
    with bot.run():
        bot.until_healthy()
        yield bot


def be(page: Page, bot: Installation, name: str) -> None:
    """Choose who to be."""
    page.goto(bot.home)
    page.get_by_role("link", name=name).first.click()
    expect(page.locator("#who")).to_contain_text(name)
    expect(page.locator("#clock")).to_be_visible()


def heard(page: Page, words: str | re.Pattern[str]) -> Locator:
    """The newest message of the bot that has these words."""
    message = page.locator(".theirs", has_text=words).last
    expect(message).to_be_visible(timeout=ANSWERS_WITHIN)
    return message


def test_the_story_of_a_follow_up_a_nudge_and_an_alert(browser: Browser, running: Installation) -> None:
    with opened(browser, DESKTOP) as page:
        page.goto(running.home)
        expect(page.get_by_text("你想先当谁")).to_be_visible()
        be(page, running, "张伟")
        say(page, TOLD)
        receipt = heard(page, "已记录")
        for words in ("宏远", "李总", "电话", "价格敏感", "周三", "11月25日", "两点"):
            expect(receipt).to_contain_text(words)
        expect(receipt.get_by_role("button", name="撤回")).to_be_visible()

        page.get_by_role("button", name="+4 小时").click()
        asked = heard(page, "要动一动")
        expect(asked.locator(".label")).to_have_text("提醒")
        for label in ("已跟进", "缓一缓", "需要支持"):
            expect(asked.get_by_role("button", name=f"{label}·新锐")).to_be_visible()
        page.set_viewport_size({"width": 1280, "height": 920})
        picture(page, "conversation.png")
        page.locator("#suggestions").get_by_role("button", name="今天我该跟谁").click()
        expect(heard(page, "要跟")).to_contain_text("新锐")

        be(page, running, "陈静")
        nudge = heard(page, "和美")
        for label in ("已跟进", "缓一缓", "需要支持"):
            expect(nudge.get_by_role("button", name=label)).to_be_visible()
        page.get_by_role("button", name="+1 天").click()
        expect(page.locator("#clock-news")).to_contain_text("林慧")
        be(page, running, "林慧")
        alert = heard(page, "和美")
        expect(alert.locator(".label")).to_have_text("预警")
        for words in ("陈静", "方案报价", "超时"):
            expect(alert).to_contain_text(words)


def test_a_form_killed_half_way_goes_on(browser: Browser, bot: Installation) -> None:
    with opened(browser, PHONE) as page:
        with bot.run() as process:
            bot.until_healthy()
            be(page, bot, "张伟")
            say(page, "刚给新锐的范总打了个电话,下周二上午再聊")
            question = heard(page, "异议是哪一类")
            process.kill()
            expect(page.locator("#banner")).to_contain_text("断线了")
        question.get_by_role("button", name="功能疑虑").click()
        with bot.run():
            expect(heard(page, "已记录")).to_contain_text("功能疑虑")
            page.reload()
            expect(page.locator(".mine")).to_have_count(2)
            expect(page.locator(".theirs", has_text="已记录")).to_have_count(1)
            asked = page.locator(".theirs", has_text="异议是哪一类")
            for button in asked.locator(".choices button").all():
                expect(button).to_be_disabled()


def test_taking_back_and_tapping_what_is_closed(browser: Browser, running: Installation) -> None:
    with opened(browser, PHONE) as page:
        be(page, running, "张伟")
        say(page, TOLD)
        receipt = heard(page, "已记录")
        receipt.get_by_role("button", name="撤回").click()
        heard(page, "已撤回")
        receipt.get_by_role("button", name="撤回").click()
        heard(page, re.compile("撤回过了|没有可以撤回"))


def test_what_was_answered_cannot_be_pressed_any_more(browser: Browser, running: Installation) -> None:
    with opened(browser, PHONE) as page:
        be(page, running, "林慧")
        say(page, "让张伟明天给宏远回个电话")
        heard(page, "已转告张伟")
        page.get_by_role("button", name="+1 小时").click()  # at ten sharp nobody else is disturbed
        expect(page.locator("#clock-now")).to_contain_text("11:00")
        be(page, running, "张伟")
        order = heard(page, "林慧交代你")
        order.get_by_role("button", name="办好了").click()
        heard(page, "已经告诉林慧")
        for again in (False, True):
            if again:
                page.reload()
            for label in ("办好了", "有问题"):
                expect(heard(page, "林慧交代你").get_by_role("button", name=label)).to_be_disabled()


def test_a_week_as_it_looks_on_a_phone(browser: Browser, running: Installation) -> None:
    """The decision chain, the morning list, and on Monday the brief: each fits, and each picture is there."""
    with opened(browser, PHONE) as page:
        be(page, running, "张伟")
        say(page, "刚跟宏远李总打完电话,他嫌价格高,拍板的是他们王董,王董挺认可我们,明天下午三点再去")
        heard(page, "已记录")
        say(page, "今日动作:约到宏远王董明天见面")
        heard(page, "有效客户动作:")
        say(page, "宏远决策链")
        looked_at(page, heard(page, "拍板人"), "chain-phone.png")
        page.get_by_role("button", name="+1 天").click()
        looked_at(page, heard(page, "早!"), "list-phone.png", drawn=False)
        for _ in range(6):
            page.get_by_role("button", name="+1 天").click()
        expect(page.locator("#clock-now")).to_contain_text("30日")
        expect(page.locator(".pause").first).to_contain_text("11月23日")  # no longer 今天
        be(page, running, "林慧")
        looked_at(page, heard(page, "过程健康度简报"), "brief-phone.png")


def looked_at(page: Page, message: Locator, name: str, *, drawn: bool = True) -> None:
    """The message is on the page, no wider than it, with its picture loaded where one is `drawn`; its photo is kept."""
    if drawn:
        drawing = message.locator("img").last
        expect(drawing).to_be_visible(timeout=ANSWERS_WITHIN)
        expect(drawing).to_have_js_property("complete", True)
    box = message.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    message.evaluate("node => node.scrollIntoView({block: 'start'})")
    picture(page, name)


def test_a_recording_is_kept_and_the_bot_says_that_it_cannot_hear(browser: Browser, running: Installation) -> None:
    with opened(browser, PHONE) as page:
        be(page, running, "张伟")
        page.get_by_role("button", name="录音").click()
        expect(page.locator("#record-seconds")).to_have_text("0:01")
        page.get_by_role("button", name="停止并发送").click()
        heard(page, "语音收到")
        page.reload()
        expect(page.locator(".voice")).to_have_count(1)


def test_a_drill_from_the_first_word_to_the_card(browser: Browser, running: Installation) -> None:
    with opened(browser, PHONE) as page:
        be(page, running, "许诺")
        say(page, "陪练一下,客户是医院设备科主任,预算80万,很强势")
        line = heard(page, "客户:")
        expect(line.get_by_role("button", name="念给我听")).to_be_visible()
        said = line.inner_text()
        say(page, "理解。想请教一下,您这边现在最费时间的是哪一步?")
        expect(page.locator(".theirs").filter(has_text="客户:").last).not_to_contain_text(said[:12])
        picture(page, "drill.png")
        say(page, "结束")
        card = heard(page, "中途结束")
        expect(card.get_by_role("button", name="看对话")).to_be_visible()
        expect(card.locator("img")).to_be_visible()
        picture(page, "drill-card.png")


def test_the_clock_goes_on_to_the_next_thing(browser: Browser, running: Installation) -> None:
    with opened(browser, PHONE) as page:
        be(page, running, "张伟")
        before = page.locator("#clock-now").inner_text()
        page.get_by_role("button", name="到下一件事").click()
        expect(page.locator("#clock-now")).not_to_have_text(before)
        expect(page.locator("#clock-news")).to_be_visible()
        expect(page.locator("#trouble")).to_be_hidden()


def test_by_a_link_one_agrees_first(browser: Browser, tmp_path: Path) -> None:
    company = Installation(tmp_path, SECRET="a long secret for tests")
    company.do("init", "--name", "某某公司", "--admin", "周明远")
    link = re.search(r"http://\S+", company.do("invite", "周明远"))
    assert link is not None
    with company.run(), opened(browser, PHONE) as page:
        company.until_healthy()
        page.goto(link[0])
        expect(page.locator("#words")).to_contain_text("周明远,欢迎")
        page.get_by_role("button", name="同意,开始聊").click()
        expect(page.locator("#who")).to_contain_text("周明远")
        expect(page.locator("#clock")).to_be_hidden()
        page.goto(company.home)
        expect(page.locator("#who")).to_contain_text("周明远")
