"""A customer moves an appointment: what was promised them is promised anew, and no limit or reminder is put off."""

from __future__ import annotations

import pytest
from testing import Company

PROMISED = "鼎新薛总约了周三下午两点去演示"


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("薛总说临时有事 推到周五", r"周五\(11月27日\)下午两点,去演示"),
        ("鼎新改到周四上午", r"周四\(11月26日\)上午十点,去演示"),
        ("又改期了,说30号下午三点", r"周一\(11月30日\)下午三点,去演示"),
        ("薛总那边往后拖一天", r"周四\(11月26日\)下午两点,去演示"),
        ("那边通知提前到明天下午四点", r"明天\(11月24日\)下午四点,去演示"),
    ],
)
@pytest.mark.parametrize("later", ["2026-11-23 10:08", "2026-11-23 15:00"])
def test_the_promise_is_moved(company: Company, words: str, when: str, later: str) -> None:
    rep = company.member("小周").says(PROMISED)
    rep.hears("已记录")
    company.until(later)
    rep.says(words).hears("已记录", "鼎新", f"下一步:{when}", choices=["撤回"])
    company.until("2026-11-25 13:30")
    assert not [shown for shown in company.simulation.screens.shown if "快到点了:今天下午两点" in shown.text]
    company.ignore()


def test_nothing_is_asked_of_it_where_an_objection_is_forced(company: Company) -> None:
    rep = company.member("小周").says("联创孙总说感兴趣,嫌贵,周三下午去演示")
    rep.hears("已记录")
    company.until("2026-11-23 14:00")
    rep.says("孙总改到周四下午").hears("已记录", "联创", "周四", choices=["撤回"])


def test_moved_twice_is_a_signal_also_within_minutes(company: Company) -> None:
    rep = company.member("小周").says(PROMISED)
    rep.hears("已记录")
    company.until("2026-11-23 10:06")
    rep.says("薛总来电话改到周四了").hears("已记录")
    company.until("2026-11-23 10:12")
    rep.says("又变了,说周五上午才行").hears("已记录")
    rep.hears("2 次推后约好的日子", "又变了")


def test_what_the_rep_puts_off_is_no_sign(company: Company) -> None:
    rep = company.member("小周").says(PROMISED)
    rep.hears("已记录")
    company.until("2026-11-23 14:00")
    rep.says("鼎新我改到周四去").hears("周四")
    rep.says("鼎新我又改到周五去了").hears("周五", never=["推后约好"])


@pytest.mark.parametrize("words", ["推到明天", "薛总的提醒推到周五"])
def test_a_reminder_or_nudge_is_put_off_as_before(company: Company, words: str) -> None:
    rep = company.member("小周").says(PROMISED)
    rep.hears("已记录")
    company.until("2026-11-23 14:00")
    rep.says(words).hears("", never=["已记录"])
    company.ignore()


def test_an_addition_has_its_reminder_too(company: Company) -> None:
    rep = company.member("小周").says("刚去了鼎新,薛总挺感兴趣")
    rep.hears("已记录")
    rep.says("他让我明天下午三点半再过去一趟").hears("补进刚才那条")
    company.until("2026-11-24 14:40")
    company.ignore("赵琳")
    rep.hears("快到点了.*下午三点半", kind="nudge", at="2026-11-24 14:2")
