"""A new customer is one that is named: no piece of a sentence, and each lead of a message by itself."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize("words", ["顺便问了孙总,老板娘才是拍板的,姓冯", "联创老板娘说了算"])
def test_who_decides_is_no_customer(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("老板娘", never=["新线索记好了"])
    company.ignore()


@pytest.mark.parametrize(
    "words",
    [
        "新线索两条:巩义铝厂 常主任 仓储系统;登封武校 蔡主任 能耗终端 30万",
        "来了两个新客户:巩义铝厂 常主任 仓储系统;登封武校 蔡主任 能耗终端 30万",
    ],
)
def test_each_lead_of_a_message_is_entered(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("巩义铝厂\n联系人:常主任\n仓储系统\n", "登封武校\n联系人:蔡主任\n能耗终端·预计 30 万元")


def test_a_department_before_a_person_is_none(company: Company) -> None:
    rep = company.member("小周").says("新线索俩:安海镇中心小学 总务陈主任 仓储系统;磁灶瓷厂食堂 老板娘阿兰 10来万")
    rep.hears("安海镇中心小学\n联系人:陈主任", "磁灶瓷厂食堂\n联系人:阿兰", never=["\n总务\n"])


def test_what_somebody_runs_is_not_its_name(company: Company) -> None:
    rep = company.member("小周").says("有个老同学在晋江开幼儿园,想换能耗终端,叫童星幼儿园,蔡园长")
    rep.hears("童星幼儿园\n联系人:蔡园长", "能耗终端", never=["晋江开"])


@pytest.mark.parametrize("name", ["晋江开元酒店", "泉州新开源大酒店", "杭州做好食品"])
def test_a_name_may_hold_such_a_word(company: Company, name: str) -> None:
    company.member("小周").says(f"新线索:{name},王经理").hears(f"新线索记好了:\n{name}\n联系人:王经理")


@pytest.mark.parametrize(
    "words", ["再开一单,能耗终端,12万左右", "新开一单,能耗终端,12万", "给他们另建一个商机,能耗终端,12万"]
)
def test_another_deal_is_of_the_customer_spoken_of(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新薛总微信说还想要套能耗终端")
    company.ignore()
    rep.says(words).hears("杭州鼎新超市有限公司", "能耗终端·预计 12 万元", never=["一单\n", "补进"])


@pytest.mark.parametrize("words", ["安宁温主任是把关的,院长拍板", "安宁温主任把关,董事长说了算"])
def test_both_of_two_roles_are_kept(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("温主任是把关人", "(院长|董事长)是拍板人")
