"""Customers that were handed over go back: what goes to whom is shown first, and it is never another set."""

from __future__ import annotations

import pytest
from flows.test_handover import owners_of
from testing import Company

UNITED, STORE, CLINIC, HARBOUR = "苏州联创电子有限公司", "杭州鼎新超市有限公司", "上海安宁医院", "宁波海川物流有限公司"


def all_handed_on(company: Company) -> None:
    """小周's three customers are with 小吴, since two days."""
    company.member("赵琳").says("小周的客户都转给小吴").taps("都转").hears("3 家客户")
    company.until("2026-11-25 14:32")
    company.ignore()


@pytest.mark.parametrize(
    "words", ["都还给他", "把这些退给小周", "小周回来了,把他的客户还给他", "原来谁的还给谁", "刚才转的几家都还给小周吧"]
)
def test_all_go_back_by_one_tap(company: Company, words: str) -> None:
    all_handed_on(company)
    boss = company.member("赵琳").says(words)
    boss.hears("安宁", "鼎新", "联创", "还给小周.现在小吴在跟.,对吗", choices=["还回去", "先不还"])
    assert owners_of(company, UNITED) == {"小吴"}
    boss.taps("还回去").hears("还给小周了,4 单跟着走", choices=["撤回"], kind="receipt")
    company.member("小周").hears("3 家客户", kind="receipt")
    company.member("小吴").hears("转给小周跟了", kind="receipt")
    assert {*owners_of(company, UNITED), *owners_of(company, STORE), *owners_of(company, CLINIC)} == {"小周"}
    assert owners_of(company, HARBOUR) == {"小吴"}  # was 小吴's own


def test_what_was_handed_over_earlier_stays(company: Company) -> None:
    company.member("赵琳").says("鼎新转给小吴").hears("转给小吴")
    company.until("2026-11-24 14:32")
    company.ignore()
    company.member("赵琳").says("联创转给小吴").hears("转给小吴")
    company.until("2026-11-25 14:32")
    company.ignore()
    boss = company.member("赵琳").says("都还给他")
    boss.hears("把苏州联创电子有限公司还给小周", "更早转出去的 1 家没算")
    boss.taps("先不还").hears("没动")
    assert owners_of(company, UNITED) == owners_of(company, STORE) == {"小吴"}


def test_one_goes_back_to_whom_it_came_from(company: Company) -> None:
    all_handed_on(company)
    boss = company.member("赵琳").says("联创还是你自己跟吧")
    boss.hears("把苏州联创电子有限公司还给小周")
    boss.taps("还回去").hears("还给小周了,1 单")
    company.ignore()
    boss.says("海川还给原来的人").hears("海川.*没有从别人手里转过来的记录,现在是小吴在跟")
    boss.says("鼎新退给小周").hears("杭州鼎新超市有限公司转给小周跟了")
    company.ignore()
    assert owners_of(company, CLINIC) == {"小吴"}


def test_there_is_nothing_to_give_back(company: Company) -> None:
    company.member("赵琳").says("都还给他").hears("没有转出去、还能还的客户,没有动")


def test_who_has_it_meanwhile_keeps_it(company: Company) -> None:
    all_handed_on(company)
    boss = company.member("赵琳").says("把这些退给小周")
    boss.hears("还给小周")
    company.member("老板").says("联创转给阿新").hears("转给阿新")
    company.ignore()
    boss.taps("还回去")
    company.ignore()
    assert owners_of(company, UNITED) == {"阿新"}
    assert owners_of(company, STORE) == {"小吴"}


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("联创要是周五前还没签就转给小吴", "周五上午九点提醒我"),
        ("小周三天没跟联创就给小吴", "周四上午九点提醒我"),
        ("联创下周还没进展的话你直接转给小吴", "11月30日上午九点提醒我"),
        ("联创再不回就让小吴去一趟", "明早 09:00提醒我"),
    ],
)
def test_no_condition_is_watched(company: Company, words: str, when: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("联创.*现在没动.到时候我不会自己转、自己派,只能提醒你", choices=[when, "不用"])
    company.until("2026-11-23 10:40")
    assert owners_of(company, UNITED) == {"小周"}


def test_the_leader_is_reminded_that_day(company: Company) -> None:
    boss = company.member("赵琳").says("联创要是周五还没动就转给小吴")
    boss.hears("周五.*上午九点提醒你看一眼")
    boss.taps("周五上午九点提醒我").hears("好,周五", kind="receipt")
    company.until("2026-11-26 19:30")
    company.ignore()
    company.until("2026-11-27 09:05")
    boss.hears("提醒:看苏州联创电子有限公司动了没有.*就转给小吴", kind="nudge")
    company.ignore()
    assert owners_of(company, UNITED) == {"小周"}
