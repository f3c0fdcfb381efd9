"""Reminders that are set: listed, cancelled, moved, set twice, before an event, handed over with their customer."""

from __future__ import annotations

import pytest
from testing import Company, Person


def with_three(company: Company) -> Person:
    """小周 with three reminders set; the clock stands at 10:03 on Monday 23 November."""
    rep = company.member("小周")
    rep.says("周四上午十点提醒我给鼎新薛总寄样品").hears("寄样品")
    rep.says("明天下午三点提醒我给孙总回电话").hears("回电话")
    rep.says("明早九点二十提醒我交周报").hears("交周报")
    return rep


def test_all_that_are_set_are_listed_in_order_of_time(company: Company) -> None:
    rep = with_three(company).says("我都设了哪些提醒")
    rep.hears(
        r"3 条.*\n1\. 明天\(11月24日\)上午九点二十 交周报\n2\. 明天.*回电话.*联创",
        r"\n3\. 周四\(11月26日\)上午十点 .*寄样品",
        choices=["取消第1条", "取消第2条", "取消第3条"],
    )
    rep.says("2").hears("取消了,不再提醒:明天.*给孙总回电话")
    company.until("2026-11-24 16:00")
    rep.hears("交周报", kind="nudge")


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        ("明天有什么提醒", r"明天\(11月24日\)设了 2 条"),
        ("周四那天有提醒吗", r"周四\(11月26日\)设了 1 条提醒:\n1. .*寄样品"),
        ("下周有什么提醒", r"周一\(11月30日\)到周日\(12月6日\)没有设提醒"),
    ],
)
def test_those_of_a_day_or_a_week(company: Company, asked: str, heard: str) -> None:
    with_three(company).says(asked).hears(heard)


def test_nothing_set_is_said_warmly(company: Company) -> None:
    company.member("小周").says("我设了哪些提醒").hears("没有设着的提醒", choices=[])


@pytest.mark.parametrize(
    ("said", "went"),
    [
        ("取消给孙总回电话的提醒", "给孙总回电话"),
        ("不用提醒我给薛总寄样品了", "寄样品"),
        ("明天三点那个提醒不要了", "给孙总回电话"),
        ("交周报的提醒取消", "交周报"),
        ("周四的提醒不要了", "寄样品"),
        ("最后那条提醒删掉", "寄样品"),
    ],
)
def test_the_one_that_is_named_goes(company: Company, said: str, went: str) -> None:
    rep = with_three(company).says(said)
    rep.hears(f"取消了,不再提醒:.*{went}", choices=["撤回"], kind="receipt")
    rep.says("我设了哪些提醒").hears("2 条", never=[went])


def test_a_whole_day_is_asked_about_and_can_be_undone(company: Company) -> None:
    rep = with_three(company).says("明天不用提醒我了")
    rep.hears(r"明天\(11月24日\)有 2 条", "都不用了吗", choices=["都取消", "…"])
    rep.taps("都取消").hears("取消了 2 条", "交周报", "回电话", never=["寄样品"])
    rep.says("撤回").hears("已撤回")
    rep.says("我设了哪些提醒").hears("3 条")


def test_what_is_not_set_is_asked_about_and_nothing_is_set(company: Company) -> None:
    rep = with_three(company).says("打预防针的提醒取消")
    rep.hears("没有对得上", choices=["都取消", "…"])
    rep.taps("都留着").hears("都没动")
    rep.says("我设了哪些提醒").hears("3 条")


def test_without_any_reminder_none_is_set_by_refusing_one(company: Company) -> None:
    rep = company.member("小周").says("不用提醒我了")
    rep.hears("没有设着的提醒")
    company.until("2026-11-24 20:00")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("寄样品那个提醒改到周五", r"周五\(11月27日\)上午十点提醒你:.*寄样品.*原来是周四\(11月26日\)上午十点"),
        ("明天三点的提醒改成四点", r"明天\(11月24日\)下午四点提醒你:给孙总回电话"),
        ("交周报那个提醒推迟半小时", r"明天\(11月24日\)上午九点五十提醒你:交周报"),
        ("交周报的提醒提前一刻钟", r"明天\(11月24日\)上午九点零五分提醒你:交周报"),
        ("给薛总的提醒推到下周一下午两点", r"周一\(11月30日\)下午两点提醒你:.*寄样品"),
    ],
)
def test_the_one_that_is_named_moves(company: Company, said: str, heard: str) -> None:
    with_three(company).says(said).hears("改好了", heard, choices=["撤回"], kind="receipt")


def test_a_correction_right_after_setting_one_moves_it(company: Company) -> None:
    rep = company.member("小周").says("明天上午十点提醒我给温主任送方案")
    rep.hears("上午十点")
    rep.says("不对,改成今天下午三点").hears(r"改好了,今天\(11月23日\)下午三点提醒你:给温主任送方案")
    company.until("2026-11-23 15:10")
    rep.hears("送方案", at="2026-11-23 14:58")
    company.until("2026-11-24 10:30")
    rep.hears_nothing()


def test_a_record_made_after_the_reminder_is_what_a_correction_means(company: Company) -> None:
    rep = company.member("小周").says("明天上午十点提醒我给温主任送方案")
    rep.hears("上午十点")
    rep.says("刚跟鼎新薛总打了电话,周三再去").hears("已记录")
    rep.says("不对,是周四再去").hears("改好了,下一步:.* → 周四", "杭州鼎新")


def test_the_same_reminder_twice_is_one(company: Company) -> None:
    rep = company.member("小周").says("两点半提醒我看合同")
    rep.hears("看合同")
    rep.says("下午两点半提醒我看合同").hears("已经设过了.*两点半.*看合同")
    company.until("2026-11-23 15:00")
    rep.hears("看合同", kind="nudge")
    rep.hears_nothing()


def test_a_time_that_is_over_and_a_missing_purpose_are_asked_for(company: Company) -> None:
    rep = company.member("小周").says("后天上午十点提醒我")
    rep.hears("提醒你做什么")
    rep.says("带样机去安宁").hears(r"周三\(11月25日\)上午十点提醒你:带样机去安宁")
    rep.says("今天提醒我交发票").hears("什么时候提醒你")
    rep.says("下午四点").hears(r"今天\(11月23日\)下午四点提醒你:交发票")


def test_a_snoozed_limit_is_shown_as_put_off(company: Company) -> None:
    rep = company.member("小周")
    company.until("2026-11-25 10:30")
    rep.hears("鼎新")
    rep.says("鼎新缓到下午四点").hears("再提醒你")
    rep.says("今天我该跟谁").hears(r"鼎新.*超时.*缓到今天\(11月25日\)下午三点五十八")


def test_a_reminder_goes_with_its_customer(company: Company) -> None:
    company.member("小周").says("明天上午十点提醒我给侯总发资料").hears("上午十点")
    rep = company.member("小吴").says("明天上午十一点提醒我给海川侯总发报价")
    rep.hears("上午十一点")
    rep.says("每周三上午九点提醒我交周报").hears("每周三上午九点")
    company.member("小周").says("新线索:宁波海川物流,侯总,预算30万").hears("同事在跟")
    leader = company.member("赵琳")
    leader.hears("撞单")
    leader.taps("转给小周").hears("定了")
    company.member("小周").hears("转给你了", r"明天\(11月24日\)上午十一点 给海川侯总发报价", never=["交周报"])
    rep.hears("一起转给小周", "发报价", never=["交周报"])
    company.until("2026-11-24 12:00")
    rep.hears_nothing()
    company.member("小周").hears("给侯总发资料")
    company.member("小周").hears("给海川侯总发报价", kind="nudge")


def test_a_correction_means_what_was_done_last_although_no_time_has_passed(company: Company) -> None:
    rep = company.member("小周").says("刚跟鼎新薛总打了电话,周三再去")
    rep.hears("已记录")
    rep.says("周四下午三点提醒我带合同").hears("带合同")
    rep.says("改成下午四点吧").hears(r"改好了,周四\(11月26日\)下午四点提醒你:带合同")
    rep.says("不对,改到周五").hears(r"改好了,周五\(11月27日\)下午四点提醒你:带合同")
