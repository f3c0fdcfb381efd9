"""A leader whom a rep calls by surname and title is that leader, and no new contact of the customer."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("联创要95折,帮我跟赵总说一声", "联创要95折"),
        ("告诉赵总联创要95折", "联创要95折"),
        ("跟赵姐汇报一下,联创要黄", "联创要黄"),
        ("那你跟赵总说一声联创这单要晚点", "联创这单要晚点"),
        ("请赵总批一下联创95折", "批一下联创95折"),
        ("联创的事想让孙总来厂里,跟赵总打个招呼", "联创的事想让孙总来厂里"),
    ],
)
def test_the_leader_is_told(company: Company, words: str, told: str) -> None:
    company.member("小周").says(words).hears(f"已转告赵琳:{told}", never=["新联系人"])
    company.member("赵琳").hears("小周让我转告你", told)


def test_a_leader_who_is_to_help_is_asked_for_support(company: Company) -> None:
    company.member("小周").says("赵总在不在,联创的事想请他出面").hears("已经告诉赵琳了", never=["没找到人"])
    company.member("赵琳").hears("小周需要支持", "联创")


def test_somebody_of_the_customer_called_so_is_a_contact(company: Company) -> None:
    rep = company.member("小周").says("鼎新的赵总打电话来说嫌贵")
    rep.hears("已记录", "鼎新", "赵总", "新联系人")
