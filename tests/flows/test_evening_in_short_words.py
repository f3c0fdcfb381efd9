"""The question of the evening answered by pointing, put right, and told of what is no deed."""

from __future__ import annotations

import pytest
from testing import Company, Person

pytestmark = pytest.mark.daily

LONG = "今日动作:和薛总聊了四十分钟,他答应下周二带着店长一起来看我们在城西做的样板仓,还要看维保记录"


@pytest.fixture
def asked(company: Company) -> Person:
    """小周, asked in the evening after one record."""
    rep = company.member("小周").says("鼎新薛总见了,聊了付款")
    rep.hears("已记录")
    company.until("2026-11-23T17:45:00+08:00")
    rep.hears("最有效的客户动作")
    company.ignore()
    return rep


def test_a_place_picks_what_was_shown_last(company: Company, asked: Person) -> None:
    asked.says("点第一个").hears("记下了", "鼎新薛总见了", kind="receipt")
    company.ignore()


@pytest.mark.parametrize("words", ["就用短的那个", "用你那句吧"])
def test_the_suggested_words_are_taken(company: Company, asked: Person, words: str) -> None:
    asked.says(LONG).hears("最多 30 字")
    asked.says(words).hears("记下了", "样板仓", never=[words], kind="receipt")
    company.ignore()


def test_second_thoughts(company: Company, asked: Person) -> None:
    asked.says("今天在家算报价 没跑客户").hears("今天没有客户动作")
    asked.says("不算吧 换成 跟薛总敲定了看仓时间").hears("跟薛总敲定了看仓时间", kind="receipt", never=["不算"])
    company.ignore()


def test_a_refusal_is_a_report_first(company: Company, asked: Person) -> None:
    asked.says("鼎新薛总不见 价格敏感").hears("已记录", "拒绝见面")
    asked.hears("最有效的客户动作", kind="prompt")
    company.ignore()


def test_a_leader_asks_whether_all_have_reported(company: Company, asked: Person) -> None:
    boss = company.member("赵琳")
    for words in ("都报了吗", "报齐没"):
        boss.says(words).hears("还没报")
    company.ignore()
