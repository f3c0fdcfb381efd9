"""Customers are found by what tells them apart; a name that is none of theirs gets a suggestion, not a dead end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from testing import Company

from bot.admin import importer
from config import policy as policies
from config.world import read_world
from scheduler.clock import SystemClock

MORE = """
now: "2026-11-23T10:03:00+08:00"
members: [{name: 小周, role: rep}, {name: 小吴, role: rep}]
customers:
  - {name: 湖州鸿图仪表有限公司, owner: 小周, contacts: [祁总]}
  - {name: 南京仁爱医院, aliases: [仁爱], owner: 小周, contacts: [曹主任]}
  - {name: 宜兴🌿青禾民宿, owner: 小周, contacts: [阿禾]}
  - {name: 米香餐饮（东湖店）, owner: 小周, contacts: [龙店长]}
  - {name: 米香餐饮(西湖店), owner: 小周, contacts: [汤店长]}
  - {name: 徐州鸿图印务有限公司, owner: 小吴, contacts: [柏总]}
"""


@pytest.fixture
def more(company: Company, tmp_path: Path) -> Iterator[Company]:
    file = tmp_path / "more.yaml"
    file.write_text(MORE, "utf-8")
    with company.db.write() as session:
        importer.import_world(session, read_world(file), policies.load(), SystemClock().now())
    yield company


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("鸿图现在什么情况", "祁总"),  # another 鸿图 is a colleague's
        ("鸿图仪表现在什么情况", "祁总"),
        ("宜兴青禾民宿现在什么情况", "阿禾"),
        ("米香餐饮(西湖店)现在什么情况", "汤店长"),
        ("米香餐饮（东湖店）现在什么情况", "龙店长"),
    ],
)
def test_a_telling_part_is_enough(more: Company, words: str, heard: str) -> None:
    more.member("小周").says(words).hears(heard)


def test_a_mistyped_name_is_suggested(more: Company) -> None:
    rep = more.member("小周").says("青木民宿现在什么情况")
    rep.hears("没有「青木民宿」", "是不是宜兴", choices=["宜兴🌿青禾民宿"])
    rep.taps("宜兴🌿青禾民宿").hears("阿禾")


def test_a_report_on_a_mistyped_name_asks_whether_that_customer_is_meant(more: Company) -> None:
    rep = more.member("小周").says("刚拜访了鸿图仪器的祁总,对方案挺感兴趣,下周二再去")
    rep.hears("没有叫「鸿图仪器」的客户,是湖州鸿图仪表有限公司吗", choices=["湖州鸿图仪表有限公司", "是新客户,建线索"])
    rep.taps("湖州鸿图仪表有限公司").hears("湖州鸿图仪表有限公司", "祁总", kind="receipt")


def test_a_colleagues_customer_is_never_suggested(more: Company) -> None:
    more.member("小周").says("鸿图印物现在什么情况").hears(never=["徐州", "印务"])


POSTS = """
now: "2026-11-23T10:03:00+08:00"
members: [{name: 小周, role: rep}, {name: 小吴, role: rep}]
customers:
  - {name: 绍兴越剧小百花剧场, aliases: [小百花], owner: 小周, contacts: [团长盛老师, 舞美荣工]}
  - {name: 丽水竹韵家具厂, aliases: [竹韵], owner: 小周, contacts: [喷漆车间穆主任, {name: 费老板, title: 总经理}]}
  - {name: 衢州清溪茶馆, aliases: [清溪], owner: 小周, contacts: [后厨穆主任, 仓储部翁主管]}
  - {name: 台州海棠药房, aliases: [海棠], owner: 小吴, contacts: [团长盛老师]}
"""


@pytest.fixture
def posts(company: Company, tmp_path: Path) -> Iterator[Company]:
    file = tmp_path / "posts.yaml"
    file.write_text(POSTS, "utf-8")
    with company.db.write() as session:
        importer.import_world(session, read_world(file), policies.load(), SystemClock().now())
    yield company


@pytest.mark.parametrize(
    ("words", "customer"),
    [
        ("刚跟盛团长通了电话,他挺感兴趣", "小百花剧场"),
        ("盛老师微信回我了,挺感兴趣", "小百花剧场"),
        ("拜访了荣工,挺感兴趣", "小百花剧场"),
        ("翁主管来电话说预算没批", "清溪茶馆"),
        ("仓储翁主管来电话说预算没批", "清溪茶馆"),
        ("下午见了费总,挺满意", "竹韵家具厂"),
    ],
)
def test_a_person_is_found_by_surname_and_any_title(posts: Company, words: str, customer: str) -> None:
    posts.member("小周").says(words).hears("已记录", customer, never=["新联系人"], kind="receipt")


def test_two_customers_with_such_a_person_are_asked_about(posts: Company) -> None:
    rep = posts.member("小周").says("穆主任说方案可以")
    rep.hears("哪一家", choices=["丽水竹韵家具厂", "衢州清溪茶馆"])
    rep.taps("衢州清溪茶馆").hears("已记录", "清溪茶馆", never=["新联系人"], kind="receipt")


def test_a_post_and_a_name_are_one_person(posts: Company) -> None:
    rep = posts.member("小周").says("清溪的翁主管,仓储部翁主管,下午电话聊了聊,挺感兴趣")
    rep.hears("已记录", "仓储部翁主管·电话", never=["新联系人", "翁主管·仓储"], kind="receipt")


@pytest.mark.parametrize("words", ["清溪联系人加一个 采购的樊主管", "给清溪补一个对接人 樊主管"])
def test_a_contact_is_added_without_asking_for_a_new_deal(posts: Company, words: str) -> None:
    posts.member("小周").says(words).hears("清溪茶馆", "加上了", "樊主管", never=["新的一单", "新线索"])


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("鸿图仪表换人了 祁总走了 现在是姓盛的经理负责", "盛经理"),
        ("鸿图仪表祁总调走了,换成盛经理对接", "盛经理"),
        ("鸿图仪表店长换了 新来的店长姓颜", "颜店长"),
        ("仁爱医院以后找小佟对接", "小佟"),
        ("仁爱医院加个联系人樊主管", "樊主管"),
    ],
)
def test_who_is_to_be_spoken_to_is_a_contact_and_no_report(more: Company, words: str, heard: str) -> None:
    rep = more.member("小周").says(words)
    rep.hears("联系人加上了" + heard, never=["已记录", "重新开始算"], choices=["撤回"])
    rep.taps("撤回").hears("已撤回")


def test_somebody_known_is_not_added_and_is_no_lead(more: Company) -> None:
    rep = more.member("小周").says("曹主任就是仁爱那个曹主任啊 别建新的")
    rep.hears("没有新建", "曹主任", never=["新线索"])
