"""Hand-overs and orders said in short: one of two, one more to the same colleague, the one just recorded, 让他去."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize("words", ["鼎新和安宁挑一个给小吴", "鼎新或者安宁给小吴一个", "鼎新、安宁分一家给小吴"])
def test_which_of_several_is_asked(company: Company, words: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("哪一家给小吴", choices=["杭州鼎新超市有限公司", "上海安宁医院"])
    boss.taps("杭州鼎新超市有限公司").hears("鼎新.*转给小吴跟", kind="receipt")
    company.member("小吴").hears("把杭州鼎新超市有限公司转给你跟了")
    company.member("小周").hears("鼎新.*转给小吴", never=["安宁"])
    boss.says("安宁现在谁在跟").hears("小周")


def test_one_more_for_the_same_colleague(company: Company) -> None:
    boss = company.member("赵琳").says("把鼎新转给小吴")
    boss.hears("鼎新.*转给小吴跟", kind="receipt")
    boss.says("联创也给他").hears("联创.*转给小吴跟", kind="receipt")
    for name in ("鼎新", "联创"):
        company.member("小吴").hears(name)
        company.member("小周").hears(name)


def test_the_lead_just_entered(company: Company) -> None:
    boss = company.member("赵琳").says("新线索:聊城阿胶厂,东方经理,想看仓储系统")
    boss.hears("新线索记好了", "聊城阿胶厂", "东方经理")
    boss.says("刚才那条给小吴").hears("聊城阿胶厂转给小吴跟了", kind="receipt")
    company.member("小吴").hears("给你一条新线索:聊城阿胶厂")


def test_who_is_called_he_has_the_customer_just_spoken_of(company: Company) -> None:
    boss = company.member("赵琳").says("鼎新现在什么情况")
    boss.hears("鼎新", "小周在跟")
    boss.says("让他明天再去一趟").hears("已转告小周:明天再去一趟")
    company.member("小周").hears("赵琳交代你:明天再去一趟", "杭州鼎新超市有限公司")


def test_an_order_is_no_name_of_who_is_told(company: Company) -> None:
    boss = company.member("赵琳").says("让他今天打个电话")
    boss.hears("转告谁")
    boss.says("给阿新,让小吴带一带").hears("已转告小吴", never=["打个电话"])
    boss.hears("还等你一句:转告谁")
    company.member("小吴").hears("赵琳交代你", never=["打个电话"])
