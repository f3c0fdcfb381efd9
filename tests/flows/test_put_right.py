"""Words that put something right and name nobody are about the newest record that has it, not simply the newest."""

from __future__ import annotations

import pytest
from testing import Company, Person


def told_of_both(company: Company, first: str) -> Person:
    """小周 has told of 联创, then, with neither sum nor day, of 鼎新."""
    rep = company.member("小周").says(first)
    rep.hears("已记录|改好了")
    rep.says("鼎新薛总也聊了,嫌贵").hears("已记录", "鼎新")
    return rep


@pytest.mark.parametrize(
    ("first", "then", "heard"),
    [
        ("刚跟联创孙总打完电话,嫌贵,报了35万", "35万写错了,是34万", "35 万元 → 34 万元"),
        ("刚跟联创孙总打完电话,嫌贵,报了35万", "刚才那个金额不对,是34万", "→ 34 万元"),
        ("联创报价改到35万", "不对,是34万", "35 万元 → 34 万元"),
        ("刚跟联创孙总打完电话,嫌贵,约周四见", "见面改成周五", r"周五\(11月27日\)"),
        ("刚跟联创孙总打完电话,嫌贵,约周四见", "周四那个改到周五", r"周五\(11月27日\)"),
    ],
)
def test_the_newest_that_has_it(company: Company, first: str, then: str, heard: str) -> None:
    rep = told_of_both(company, first)
    rep.says(then).hears("联创", heard, never=["鼎新"], kind="receipt")


def test_the_newest_where_both_have_it(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,嫌贵,报了35万")
    rep.hears("已记录")
    rep.says("鼎新薛总也聊了,嫌贵,报了11万").hears("已记录", "鼎新")
    rep.says("不对,是10万").hears("鼎新", "11 万元 → 10 万元", never=["联创"], kind="receipt")


@pytest.mark.parametrize("words", ["不对是后天请假", "说错了,后天请假"])
def test_a_leave_of_other_days(company: Company, words: str) -> None:
    rep = company.member("小周").says("明天请假")
    rep.hears("记下了")
    rep.says("鼎新薛总聊了,嫌贵").hears("已记录")
    rep.says(words).hears(r"改好了:你周三\(11月25日\)请假", never=["下一步"], kind="receipt")
    boss = company.member("赵琳")
    boss.hears(r"小周明天\(11月24日\)请假", kind="receipt")
    boss.hears(r"小周的假改了:周三\(11月25日\)", kind="receipt")


def test_a_leave_of_somebody_else(company: Company) -> None:
    boss = company.member("赵琳").says("小吴明天请假")
    boss.hears("小吴明天.*请假")
    boss.says("不对,是小周明天请假").hears("已撤回:请假")
    boss.hears("小周明天.*请假", kind="receipt")
    boss.says("明天谁请假").hears("小周", never=["小吴"])
    company.member("小吴").hears("给你记了请假")
    company.member("小吴").hears("不算数了")
    company.member("小周").hears("给你记了请假")


def test_a_meeting_that_fell_through_is_what_a_new_time_is_of(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,嫌贵,约周四见")
    rep.hears("已记录")
    rep.says("鼎新薛总放鸽子了").hears("已记录", "鼎新")
    rep.says("改到后天中午").hears("鼎新", never=["联创"])
