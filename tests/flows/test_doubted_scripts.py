"""这条过时了: what is said against a script just shown goes to who answers for it; it is told who that is."""

from __future__ import annotations

import pytest
from testing import Company

from knowledge import importing
from knowledge.items import Item

ITEM = Item("d1", "冷藏柜参数表", "容积三百升,噪音四十二分贝,功率两百瓦。", "material", product_line="冷藏柜")


@pytest.fixture
def stocked(company: Company) -> Company:
    with company.db.write() as session:
        importing.put(session, [ITEM], company.clock.now())
    return company


@pytest.mark.parametrize("words", ["这条过时了", "参数早改了 现在是三百五十升", "这个过期了吧"])
def test_what_is_said_against_a_script_goes_to_who_answers_for_it(stocked: Company, words: str) -> None:
    rep = stocked.member("小周")
    rep.says("冷藏柜参数表").hears("三百升")
    rep.says(words).hears("记下了,「冷藏柜参数表」告诉老板核对了", never=["已记录"])
    boss = stocked.member("老板")
    boss.hears(f"小周说「冷藏柜参数表」有问题:「{words}」", "三百升", choices=["还对", "要改", "下架"])
    boss.taps("下架").hears("下架")
    stocked.ignore()
    rep.says("冷藏柜参数表").hears("", never=["三百升"])
    stocked.ignore()


def test_it_is_told_who_answers_for_it_and_whether_it_was_checked(stocked: Company) -> None:
    rep = stocked.member("小周")
    rep.says("冷藏柜参数表").hears("三百升")
    rep.says("这条谁写的").hears("「冷藏柜参数表」归老板管", "还没人核对过")
    rep.says("还有效吗").hears("归老板管")


def test_words_of_a_customer_are_no_doubt(stocked: Company) -> None:
    rep = stocked.member("小周")
    rep.says("冷藏柜参数表").hears("三百升")
    rep.says("鼎新薛总说价格改了 要再谈").hears("", never=["告诉老板核对"])
    stocked.ignore()
