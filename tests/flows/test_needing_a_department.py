"""What a rep tells that would need another department is offered as a ticket; what the customer says of theirs not."""

from __future__ import annotations

import pytest
from testing import Company

pytestmark = pytest.mark.world("departments")


@pytest.mark.parametrize(
    ("words", "button"),
    [
        ("联创孙总要先发货后付款 这个得财务同意", "请财务看"),
        ("鼎新薛总想分四期付 这事要财务点头", "请财务看"),
        ("联创钟经理要改成防爆外壳 这个我们能做吗", "请别的部门看"),
        ("联创想接他们的门禁 我们能对接吗", "请别的部门看"),
        ("鼎新要先试用半个月 样机能安排吗", "请别的部门看"),
        ("薛总要一份检测报告 谁能给我", "请别的部门看"),
    ],
)
def test_it_is_offered_and_the_sentence_is_kept(company: Company, words: str, button: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("还没记也没转", words, choices=[button, "只记跟进"])
    rep.taps(button)
    if button == "请别的部门看":
        rep.hears("要找哪个部门")
        rep.taps("产品")
    rep.hears("已交给", words)
    company.ignore()


def test_it_may_be_a_record_only(company: Company) -> None:
    rep = company.member("小周").says("联创孙总嫌贵 要我们再便宜 这个得财务点头")
    rep.hears("还没记也没转")
    rep.taps("只记跟进").hears("联创", "价格敏感")
    company.ignore()


@pytest.mark.parametrize(
    "words",
    ["联创孙总说还要财务批", "鼎新薛总说这个得他们财务点头", "薛总说我们能做他就签", "孙总问能不能做私有部署"],
)
def test_what_the_customer_says_of_their_own_is_a_report(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("", never=["还没记也没转", "已交给"])
    company.ignore()
