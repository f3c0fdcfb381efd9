"""Questions that lean on whatever was asked last, and what is done with its answer: sizes, files, reasons."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from testing import Company


@pytest.fixture
def closed(company: Company) -> Company:
    """联创 is won, 米果 is lost for its price and 鼎新 for its budget, on Monday the 23rd."""
    company.open_gates()
    company.member("小周").says("联创签了,36万").hears("恭喜成交")
    company.member("小郑").says("米果丢了,嫌价格高").hears("已记丢单")
    company.member("小周").says("鼎新丢了,没预算").hears("已记丢单")
    company.ignore()
    return company


def test_sums_stay_the_subject(closed: Company) -> None:
    leader = closed.member("赵琳")
    leader.says("小周这个月签了多少").hears("^小周11月.*签了 1 单,合计 36 万元")
    leader.says("小吴呢").hears("^0 单。小吴11月")
    leader.says("上个月").hears("^0 单。小吴10月")
    leader.says("小周的").hears("^0 单。小周10月")
    leader.says("这个月呢").hears("^小周11月.*签了 1 单")
    leader.says("跟上个月比").hears("^小周漏斗.11月.*和10月比")


def test_an_earlier_filter_does_not_come_back(closed: Company) -> None:
    boss = closed.member("老板")
    boss.says("小周10月丢单率").hears("^小周丢单率.*10月")
    boss.says("小吴这个月签了多少").hears("^0 单。小吴11月")
    boss.says("小周呢").hears("^小周11月.*签了 1 单")
    boss.says("东区丢单率").hears("^东区丢单率.*11月")
    boss.says("昨天谁没报有效动作").hears("休息,没问")
    boss.says("今天呢").hears("^今天 4 人还没报")


def test_whoever_was_asked_about_may_be_called_she(closed: Company) -> None:
    leader = closed.member("赵琳")
    leader.says("小周手上几单").hears("^小周手上 2 单")
    leader.says("她丢的都是啥原因").hears("^小周丢单原因.*\n丢了 1 单,12 万元:预算未定 1")
    leader.says("他这个月签了几单").hears("^小周11月.*签了 1 单")


def test_a_customer_is_asked_about_as_such(closed: Company) -> None:
    leader = closed.member("赵琳")
    leader.says("小周手上几单").hears("^小周手上 2 单")
    leader.says("联创怎么样").hears("^苏州联创电子有限公司\n")
    leader.says("海川呢").hears("^宁波海川物流有限公司\n")


def test_a_size_is_never_left_out(closed: Company) -> None:
    boss = closed.member("老板")
    boss.says("50万以上的在谈的有哪些").hears("^全公司在谈的50 万元以上的有 2 单,合计 130 万元")
    boss.says("小吴的呢").hears("^小吴在谈的50 万元以上的有 1 单,合计 80 万元")
    boss.says("只看大单").hears("^多大算大单", choices=["10万以上", "20万以上", "50万以上"])
    boss.taps("50万以上").hears("50 万元以上的有")
    boss.says("东区不到10万的单子有哪些").hears("^东区在谈的10 万元以下的有 1 单,合计 9 万元")


def test_it_is_said_why_less_was_won(closed: Company) -> None:
    boss = closed.member("老板")
    boss.says("东区这个月漏斗").hears("^东区漏斗")
    boss.says("为什么掉了").hears(r"^东区成交:11月\(还没过完\) 1 单 36 万元,10月 0 单:没有掉")
    closed.until("2026-12-02 10:00")
    closed.ignore()
    boss.says("东区12月漏斗").hears("^东区漏斗.12月")
    boss.says("为啥掉了").hears(
        r"^东区成交:12月\(还没过完\) 0 单,11月 1 单 36 万元:少了 36 万元。\n"
        r"·人里少得最多的:小周 0 元\(之前 36 万元\)\n·丢单:12月 0 单,11月 1 单 12 万元\n·新进:12月 0 单,11月 5 单"
    )


def test_what_was_shown_is_taken_along(closed: Company) -> None:
    boss = closed.member("老板")
    boss.says("这个月丢单原因").hears("^全公司丢单原因")
    book = boss.says("发我表格").hears("^全公司11月丢的单子,共 2 单").file
    assert book is not None and book.endswith(".xlsx")
    heard = boss.says("导出来").hears("^全公司11月丢的单子,共 2 单")
    assert heard.file is not None
    rows = list(csv.reader(Path(closed.media.place_of(heard.file)).read_text("utf-8-sig").splitlines()))
    assert rows[0][-1] == "丢单原因"
    lost = {"杭州鼎新超市有限公司": "预算未定", "广州米果食品有限公司": "价格敏感"}
    assert {row[0]: row[-1] for row in rows[1:]} == lost
    boss.says("导出丢单").hears("^全公司丢的单子,共 2 单")
    boss.says("导出上个月成交明细").hears("^全公司10月成交的单子一条也没有")
    boss.says("导出在谈的单子").hears("^全公司在谈的单子,共 3 单")
    boss.says("哪些单子超时了").hears("没有超时的单子")
    boss.says("导出来").hears("^全公司超时的单子一条也没有")


@pytest.mark.parametrize("words", ["客户说发我表格", "要不要导出来", "先别导出来", "如果导出来呢", "「发我表格」"])
def test_nothing_is_taken_along_that_was_only_spoken_of(closed: Company, words: str) -> None:
    boss = closed.member("老板")
    boss.says("这个月丢单原因").hears("^全公司丢单原因")
    boss.says(words)
    assert not [shown for shown in closed.simulation.screens.shown if shown.file]
    closed.ignore()


def test_what_comes_by_itself_is_changed_and_ended_in_words(company: Company) -> None:
    boss = company.member("老板")
    boss.says("每周一早上9点发我华东漏斗").hears("^好,每周一")
    boss.says("改到周三上午10点").hears("^改好了,华东漏斗每周三 10:00 发")
    boss.says("改成下午三点吧").hears("^改好了,华东漏斗每周三 15:00 发")
    boss.says("每周五下午4点发我丢单率").hears("^好,每周五")
    boss.says("周五的改成周四").hears("^改好了,丢单率每周四 16:00 发")
    boss.says("有哪些定时报表").hears("每周三 15:00 华东漏斗\n·每周四 16:00 丢单率")
    boss.says("周四那个取消").hears("^好,丢单率不再定时发了")
    boss.says("换成9点半").hears("^改好了,华东漏斗每周三 09:30 发", choices=["撤回"])
    boss.says("不用发了").hears("^好,华东漏斗不再定时发了")
    boss.says("每天早上9点发我超时清单").hears("^好,每天早上9点发你超时清单")
    boss.says("每天早上9点发我竞品报表").hears("^这份没听明白,没有设上")


@pytest.mark.parametrize(
    "words",
    [
        "要不要改到周三",
        "客户说改到周三",
        "先别改到周三",
        "改到周三合适吗",
        "如果改到周三呢",
        "「改到周三」",
        "改到周三了吗",
    ],
)
def test_what_comes_by_itself_stays_where_a_change_was_only_weighed(company: Company, words: str) -> None:
    boss = company.member("老板")
    boss.says("每周一早上9点发我华东漏斗").hears("^好,每周一")
    boss.says(words)
    company.ignore()
    boss.says("有哪些定时报表").hears("每周一 09:00 华东漏斗$")


def test_who_reported_is_asked_of_a_day_or_a_week(company: Company) -> None:
    leader = company.member("赵琳")
    leader.says("今天还有谁没报").hears("^今天 3 人还没报:小周、小吴、阿新")
    company.until("2026-11-23 18:30")
    company.member("小周").says("今日动作:约了联创孙总周三看样机")
    company.until("2026-11-24 10:00")
    company.ignore()
    leader.says("这周谁没报").hears("该报 3 人天,报了 1:\n一天没报:小吴、阿新\n·小周 1/1 天")
    leader.says("首触率").hears("^11月1日到11月24日(?:没有新线索|新线索)")


def test_a_waiting_question_for_a_name_lets_others_pass(closed: Company) -> None:
    leader = closed.member("赵琳")
    leader.says("小周这个月签了多少").hears("^小周11月")
    leader.says("让他今天跟一下").hears("^转告谁")
    leader.says("上个月呢").hears("^0 单。小周10月")
    closed.ignore()
