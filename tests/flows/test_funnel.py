"""The funnel in chat: its figures, questions that lean on it, whose deals somebody may see, and the deals behind."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.fixture
def closed(company: Company) -> Company:
    """联创 is won, 米果 is lost for its price, on Monday the 23rd."""
    company.open_gates()
    company.member("小周").says("联创签了,36万").hears("恭喜成交")
    company.member("小郑").says("米果丢了,嫌价格高").hears("已记丢单")
    company.ignore()
    return company


def test_figures_come_first_with_a_picture(closed: Company) -> None:
    heard = closed.member("老板").says("这个月漏斗").hears("全公司漏斗")
    assert heard.image is not None
    lines = heard.text.splitlines()
    assert lines[1] == "新进 6 单,成交 1 单 36 万元,丢 1 单 30 万元。"
    assert "方案报价丢得最多:1 单,多半因为价格敏感。" in lines
    assert "·需求确认 6 单,217 万元,5 单往后走(83%)" in lines
    assert "·成交 1 单,36 万元" in lines
    assert lines[-1] == "现在在谈 4 单,合计 151 万元。"


def test_questions_that_lean_on_it_keep_what_they_do_not_change(closed: Company) -> None:
    boss = closed.member("老板")
    boss.says("华东区这个月漏斗").hears(r"^华东漏斗\(11月\(还没过完\),和10月比\)\n新进 5 单,成交 1 单 36 万元,丢 0 单")
    boss.says("跟上个月比").hears("^华东漏斗.*和10月比.*\n.*\n10月没有数据")
    boss.says("那华南呢").hears("^华南漏斗.11月.*\n新进 1 单,成交 0 单,丢 1 单 30 万元")
    boss.says("按产品线看").hears("^华南漏斗·按产品线.*\n.*\n·分拣设备:线索 1、需求确认 1、方案报价 1,丢 1 单")
    boss.says("丢单率热力图").hears(r"^华南丢单率·按产品线.*\n丢了 1 单,30 万元\(方案报价 1\)")
    boss.says("10月的呢").hears("^华南丢单率·按产品线.10月,和9月比.*\n这段时间没有丢单")
    boss.says("全公司呢").hears("^全公司丢单率·按产品线.10月")
    boss.says("这个月漏斗").hears("^全公司漏斗.11月")


def test_what_is_changed_meanwhile_ends_the_subject(closed: Company) -> None:
    boss = closed.member("老板")
    boss.says("华南这个月漏斗").hears("^华南漏斗")
    closed.advance("31m")
    boss.says("按产品线看").hears("(?!华南)")


def test_nobody_sees_more_than_they_may(closed: Company) -> None:
    leader, rep = closed.member("赵琳"), closed.member("小周")
    leader.says("漏斗").hears("^东区漏斗.*\n新进 5 单,成交 1 单")
    leader.says("华南漏斗").hears("^你能看的单子里没有华南的")
    leader.says("全公司漏斗").hears("^全公司的数据只有经理能看。你能看的是东区的")
    leader.says("小郑的漏斗").hears("^小郑的数据只有他自己、他的主管和经理能看")
    leader.says("小周的漏斗").hears("^小周漏斗.*\n新进 4 单")
    rep.says("这个月漏斗").hears("^你的漏斗.*\n新进 4 单")
    rep.says("按人看").hears("^你能看的只有自己的单子")


def test_from_a_stage_to_its_deals_to_one(closed: Company) -> None:
    boss = closed.member("老板")
    boss.says("华东漏斗").hears("^华东漏斗")
    boss.taps("方案报价 1 单").hears("^华东在方案报价的有 1 单,合计 50 万元:\n1. 上海安宁医院.小周.·仓储系统·50 万元")
    boss.taps("看看·安宁").hears("^上海安宁医院")
    boss.says("卡在报价的有哪些").hears("^华东在方案报价的有 1 单")
    boss.says("那华南呢").hears("华南在方案报价的现在一单也没有")


def test_what_is_in_each_stage_now(closed: Company) -> None:
    boss = closed.member("老板")
    boss.says("各阶段多少单").hears("^全公司现在在谈 4 单,合计 151 万元:\n·线索 0 单")
    boss.says("这个月丢了几单都为啥").hears("\n丢了 1 单,30 万元:价格敏感 1。")
    boss.says("赢单率多少").hears("\n赢单率 50%.*:")


def test_todays_win_is_in_todays_figure(closed: Company) -> None:
    closed.member("老板").says("今天的漏斗").hears("^全公司漏斗.今天.*\n新进 6 单,成交 1 单 36 万元,丢 1 单")


def test_the_losses_that_are_counted_are_those_shown(company: Company) -> None:
    """米果 came in November and is lost in December."""
    company.open_gates()
    company.until("2026-12-02 10:00")
    company.ignore()
    company.member("小郑").says("米果丢了,嫌价格高").hears("已记丢单")
    company.ignore()
    boss = company.member("老板")
    boss.says("12月丢单率热力图").hears(
        r"\n丢了 1 单,30 万元\(方案报价 1\),11月 0 单。\n丢得最多的是分拣设备:1 单。",
        r"\n·分拣设备:丢 1 单\(方案报价 1\),都是之前就到那一步的",
        "\n方案报价丢得最多:1 单,多半因为价格敏感。",
        never=["没有丢的"],
    )
    boss.says("11月的呢").hears(
        "\n这段时间没有丢单,10月丢了 0 单。", r"\n·分拣设备:这段时间没丢;这段时间进来的,方案报价丢了 50%\(1/2\)\*"
    )
    boss.says("12月丢单原因").hears("\n丢了 1 单,30 万元:价格敏感 1。\n11月没有丢单。")
    boss.says("谁丢得最多").hears("^全公司丢单率·按人.*\n.*\n丢得最多的是小郑:1 单。")


def test_how_a_product_sells_is_no_question_of_stock(company: Company) -> None:
    boss = company.member("赵琳").says("仓储系统卖得怎么样")
    boss.hears("仓储系统漏斗", never=["库存"])
    boss.says("仓储系统还有货吗").hears("库存")
