"""What a rep asks of their own work: whom they met, what they did, which deal rests longest."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize("words", ["我这周见了谁", "这周我干了些啥", "我今天联系了哪些客户", "我今天跑了哪几家"])
def test_what_was_done_is_listed(company: Company, words: str) -> None:
    rep = company.member("小周").says("跟鼎新薛总打了电话,挺感兴趣")
    rep.hears("已记录")
    rep.says(words).hears("你.*跟了 1 次", "鼎新")


@pytest.mark.parametrize(
    "words", ["我还有哪些客户没联系过", "哪单最久没动了", "哪些客户一次都没联系过", "最久没联系的客户是哪家"]
)
def test_the_deals_that_rest_longest(company: Company, words: str) -> None:
    rep = company.member("小周").says("跟鼎新薛总打了电话,挺感兴趣")
    rep.hears("已记录")
    rep.says(words).hears(
        "你在谈的单子,最久没联系的在前.3 单还没联系过.:",
        "1. 苏州联创电子有限公司·仓储系统·方案报价,还没联系过",
        r"4. 杭州鼎新超市有限公司·仓储系统·需求确认,上次今天.11月23日.",
        choices=["看看·联创", "看看·安宁", "看看·鼎新"],
    )


def test_a_leader_sees_whose_they_are(company: Company) -> None:
    company.member("赵琳").says("哪单最久没动了").hears(".小吴.", ".小周.")


def test_the_files_and_the_way_of_a_deal(company: Company) -> None:
    rep = company.member("小周").says("鼎新那个怎么走到这的")
    rep.hears("鼎新", "需求确认", never=["没听懂"])
    rep.says("鼎新的文件都有啥").hears("鼎新", never=["没听懂"])


@pytest.mark.parametrize("words", ["我丢了几单了", "我丢了哪些单子"])
def test_what_was_lost(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新丢单了,嫌贵")
    rep.hears("已记丢单")
    rep.says(words).hears("1 单", "鼎新", never=["积分"])
