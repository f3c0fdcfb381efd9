"""见薛总前帮我准备一下: openers, recordings, objections and a case in one message, each opened by a tap."""

from __future__ import annotations

import pytest
from testing import Company

from knowledge import importing
from knowledge.items import Item

KIT = (
    Item("k1", "初见店长:先排一次队", "今天不谈产品。我先排一次队,您看行吗?", "script", ("零售",), tags=("破冰",)),
    Item("k2", "初见采购:空白比较表", "这张表我一个字没填。", "script", tags=("破冰",)),
    Item("k3", "案例:三家店一个月少修九次", "去年三家店。", "case", ("零售",)),
    Item("k4", "冠军开场录音", "听他怎么开口。", "audio"),
    Item("k5", "初见院长", "三句话说完就告辞。", "script", ("医院",), tags=("破冰",)),
)


@pytest.fixture
def equipped(company: Company) -> Company:
    with company.db.write() as session:
        importing.put(session, KIT, company.clock.now())
    return company


@pytest.mark.parametrize(
    "words", ["明天去鼎新帮我备一下", "下午见鼎新薛总,帮我准备准备", "见薛总前帮我准备一下", "拜访鼎新前帮我备点料"]
)
def test_what_is_known_of_the_customer_chooses_and_each_item_is_a_tap_away(equipped: Company, words: str) -> None:
    rep = equipped.member("小周")
    rep.says(words)
    openers = ("〔破冰〕", "初见店长", "「今天不谈产品。」")
    rest = ("〔他多半会说〕", "嫌贵", "〔案例〕", "案例:三家店", "〔录音和视频〕", "冠军开场录音")
    kit = rep.hears(*openers, *rest, r"\(按 零售 挑的\)", never=["初见院长", "增项单价"])
    labels = [label for label, _ in kit.buttons]
    assert labels[-2:] == ["陪练一下", "不限行业和角色"] and labels[0].startswith("1.初见店长")
    rep.taps(labels[0]).hears("【初见店长:先排一次队】", "我先排一次队")
    rep.taps("不限行业和角色").hears("初见", never=["挑的"])
    rep.taps("陪练一下").hears("想练哪种客户")


def test_what_the_words_say_chooses(equipped: Company) -> None:
    rep = equipped.member("小周")
    rep.says("下午见医院的院长帮我准备一下").hears("初见院长", r"\(按 医院 挑的\)", never=["初见店长"])


def test_the_customer_under_discussion_chooses_too(equipped: Company) -> None:
    rep = equipped.member("小周")
    rep.says("鼎新现在什么情况").hears("杭州鼎新超市")
    rep.says("下午去见他,帮我准备一下").hears(r"\(按 零售 挑的\)")


@pytest.mark.parametrize("words", ["帮我准备一份报价", "明天去鼎新帮我带上合同"])
def test_other_orders_are_no_such_thing(equipped: Company, words: str) -> None:
    equipped.member("小周").says(words).hears("", never=["〔破冰〕"])
    equipped.ignore()


def test_a_colleagues_customer_tells_nothing(equipped: Company) -> None:
    equipped.member("小吴").says("明天去鼎新帮我备一下").hears("〔破冰〕", never=["按 零售"])


@pytest.mark.parametrize(
    "words",
    [
        "马上要给鼎新薛总打电话 给点弹药",
        "明天去鼎新 我该带点啥",
        "下午去谈鼎新 帮我捋一捋",
        "见薛总聊啥",
        "周五拜访鼎新 有什么要注意的",
    ],
)
def test_a_visit_is_prepared_in_other_words_and_nothing_is_recorded(equipped: Company, words: str) -> None:
    rep = equipped.member("小周")
    rep.says(words).hears("〔破冰〕", "初见店长", r"\(按 零售 挑的\)", never=["异议是哪一类", "记下"])


@pytest.mark.parametrize(
    "words", ["昨天见薛总聊了啥", "薛总让我准备一下样品", "让小吴帮我捋一下合同", "遇到只看价格的怎么聊"]
)
def test_what_was_or_others_want_prepares_no_visit(equipped: Company, words: str) -> None:
    equipped.member("小周").says(words).hears("", never=["〔破冰〕"])
    equipped.ignore()


def test_the_deal_spoken_of_leaves_out_other_products_and_budgets(company: Company) -> None:
    items = (
        Item("p1", "初见:仓储", "先看一个货架。", "script", tags=("破冰",), product_line="仓储系统"),
        Item("p2", "初见:冷柜", "先看一台冷柜。", "script", tags=("破冰",), product_line="冷柜"),
        Item("p3", "初见:小店", "一千块也能做。", "script", tags=("破冰",), budget_max_fen=100_000),
    )
    with company.db.write() as session:
        importing.put(session, items, company.clock.now())
    company.member("小周").says("见薛总前帮我准备一下").hears("初见:仓储", never=["初见:冷柜", "初见:小店"])
