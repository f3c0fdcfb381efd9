"""What was said already is not asked: the deal by its sum, product or size, the customer spoken of just now."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("words", "deal"),
    [
        ("安宁温主任嫌贵,50万那单他想压到45万", "仓储系统"),
        ("刚拜访了安宁温主任,终端那边觉得贵", "能耗终端"),
        ("安宁温主任电话里嫌价格高,9万他说最多给8万5", "能耗终端"),
        ("安宁温主任微信说小单嫌贵", "能耗终端"),
    ],
)
def test_a_report_says_which_deal(company: Company, words: str, deal: str) -> None:
    company.member("小周").says(words).hears("已记录", f"安宁医院·{deal}", "价格敏感")


def test_a_sum_far_from_both_deals_is_asked_about(company: Company) -> None:
    company.member("小周").says("安宁温主任电话里嫌贵,说预算只有20万").hears("这次是哪一单")


def test_a_sum_among_other_words_answers_which_deal(company: Company) -> None:
    rep = company.member("小周").says("安宁签了")
    rep.hears("这次是哪一单")
    rep.says("哦是9万整的 不含税").hears("恭喜成交", "能耗终端")


def test_right_after_a_receipt_the_customer_is_known(company: Company) -> None:
    company.open_gates()
    rep = company.member("小周").says("刚跟鼎新薛总视频了,挺感兴趣,周五给方案")
    rep.hears("已记录", "鼎新")
    rep.says("推进到方案报价").hears("鼎新", "需求确认 → 方案报价", choices=["撤回"])
    rep.says("那再推到方案确认").hears("鼎新", "方案报价 → 方案确认")


def test_right_after_a_receipt_its_deal_of_two_is_known(company: Company) -> None:
    rep = company.member("小周").says("安宁温主任电话里对能耗终端嫌贵")
    rep.hears("已记录", "能耗终端")
    rep.says("签下来了").hears("恭喜成交", "能耗终端")


def test_later_the_customer_is_asked_again(company: Company) -> None:
    rep = company.member("小周").says("鼎新现在什么情况")
    rep.hears("鼎新")
    company.advance("15m")
    rep.says("推进到方案报价").hears("是杭州鼎新超市有限公司吗")


def test_who_has_one_customer_is_not_asked_which(company: Company) -> None:
    company.member("小吴").says("刚打完电话,他们嫌贵,周五再去").hears("已记录", "海川", "价格敏感")


def test_after_a_nudge_its_customer_is_meant(company: Company) -> None:
    company.until("2026-11-25 09:25")
    rep = company.member("小周")
    rep.hears("鼎新", choices=["已跟进", "缓一缓", "需要支持"])
    rep.says("刚打完电话,说还要再考虑考虑").hears("已记录", "鼎新", "考虑")
