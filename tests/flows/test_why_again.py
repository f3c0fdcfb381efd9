"""为什么又计时: what started the clock, when, and what did not count and why."""

from __future__ import annotations

import pytest
from testing import Company


def test_the_newest_nudge_is_explained(company: Company) -> None:
    rep = company.member("小周")
    company.until("2026-11-24 15:10")
    rep.says("鼎新薛总电话没打通").hears("不算一次跟进")
    company.until("2026-11-25 09:40")
    rep.hears("鼎新.*超时", kind="nudge")
    heard = rep.says("为啥提醒我").hears(
        "杭州鼎新超市有限公司·仓储系统:需求确认时限 2 天,从周一.*起算,今天.*到点,已超时",
        "没有重新计时",
        "没打通.*没联系上人,留了记录,不算一次跟进",
        choices=["记一条跟进"],
    )
    assert heard.text.count("·") == 2  # the deal's own and one line


def test_a_follow_up_started_it_and_a_promise_did_not_move_it(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚跟鼎新薛总通了电话,挺感兴趣,下周一发方案").hears("已记录")
    company.until("2026-11-25 14:40")
    rep.hears("超时", kind="nudge")
    company.ignore("赵琳")
    rep.says("昨天明明跟进了怎么鼎新还超时").hears(
        "从周一.*小周记的跟进\\(电话\\)起算", "说好.*11月30日.*约好的日子不顺延时限"
    )


def test_what_was_logged_on_another_deal_is_named(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚去安宁拜访了温主任,聊的能耗终端,挺感兴趣").hears("已记录")
    company.until("2026-11-26 09:50")
    company.ignore("小周", "赵琳")
    rep.says("安宁仓储系统怎么又超时了").hears("仓储系统:方案报价", "记在另一单\\(能耗终端\\)上")


def test_a_hold_and_who_gave_it(company: Company) -> None:
    company.until("2026-11-25 14:40")
    company.ignore("小周")
    boss = company.member("赵琳")
    boss.hears("鼎新", kind="alert")
    boss.taps("再给两天").hears("先缓到")
    rep = company.member("小周")
    rep.hears("多留了")
    rep.says("鼎新为什么又重新计时").hears("从赵琳给的宽限结束.*起算", "还没超时", "跟客户联系上")


def test_a_leader_asks_about_the_alert(company: Company) -> None:
    company.until("2026-11-25 14:40")
    company.ignore("小周")
    boss = company.member("赵琳")
    boss.hears("鼎新", kind="alert")
    boss.says("这单为什么又超时了").hears("杭州鼎新.*起算")


def test_where_nothing_was_spoken_of_the_rule_is_told(company: Company) -> None:
    company.member("小周").says("为什么老提醒我").hears("超")


def test_colleagues_deals_are_not_explained(company: Company) -> None:
    company.member("小郑").says("鼎新怎么又超时了").hears("没有「", never=["需求确认时限"])


@pytest.mark.parametrize("words", ["哪些单子超时了", "怎么设提醒", "为什么签不下来"])
def test_other_questions_are_as_before(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("", never=["起算"])
