"""Words right after a button with which a leader decided something are the reason for it, no new matter."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.deals import FollowUp


def recorded(company: Company) -> int:
    """How many follow-ups there are."""
    with company.db.read() as session:
        return len(session.exec(select(FollowUp)).all())


@pytest.mark.parametrize("words", ["薛总出差了 周五回来", "他们在走内部流程", "客户那边老板住院了"])
def test_why_a_deal_gets_more_time(company: Company, words: str) -> None:
    company.until("2026-11-25 14:32")
    company.ignore("小周")
    boss = company.member("赵琳")
    boss.hears("鼎新", kind="alert")
    boss.taps("再给两天").hears("先缓到")
    company.ignore("小周")
    boss.says(words).hears("杭州鼎新超市有限公司这句已经告诉小周,没记成跟进", choices=["记成跟进"])
    company.member("小周").hears(f"赵琳说.杭州鼎新.*{words}", kind="receipt")
    assert recorded(company) == 0


def test_why_a_hand_over_is_refused(company: Company) -> None:
    company.member("小周").says("联创转给小吴吧").hears("要赵琳点头")
    boss = company.member("赵琳")
    boss.hears("小周想把苏州联创", kind="nudge")
    boss.taps("不同意").hears("不转")
    company.ignore("小周")
    boss.says("这单你最熟").hears("苏州联创电子有限公司这句已经告诉小周")
    company.member("小周").hears("这单你最熟")


def test_other_words_are_what_they_are(company: Company) -> None:
    company.member("小周").says("联创转给小吴吧").hears("要赵琳点头")
    boss = company.member("赵琳")
    boss.hears("小周想把苏州联创", kind="nudge")
    boss.taps("不同意").hears("不转")
    company.ignore("小周")
    boss.says("海川现在什么情况").hears("宁波海川物流有限公司", never=["已经告诉"])
    boss.says("他们在走内部流程").hears("", never=["已经告诉"])
    company.ignore()
