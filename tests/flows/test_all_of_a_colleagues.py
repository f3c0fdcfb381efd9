"""All that a colleague has goes to another, once it is confirmed; of a part it is asked which."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.deals import Customer
from storage.people import Member


def theirs(company: Company, name: str) -> int:
    with company.db.read() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        return len(session.exec(select(Customer).where(Customer.owner_id == member.id)).all())


@pytest.mark.parametrize(
    "words",
    [
        "把小周的客户全转给小吴",
        "小周的单子都给小吴跟",
        "小周手上的客户先交给小吴",
    ],
)
def test_after_a_yes(company: Company, words: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("小周名下 3 家客户、4 单.*都转给小吴吗", choices=["都转", "不转"])
    assert theirs(company, "小周") == 3
    boss.says("都转").hears("3 家客户、4 单都转给小吴跟了", choices=["撤回"])
    company.member("小吴").hears("赵琳把小周的 3 家客户、4 单转给你跟", kind="receipt")
    company.member("小周").hears("3 家客户转给小吴跟了", kind="receipt")
    assert theirs(company, "小周") == 0
    boss.says("撤回").hears("已撤回")
    company.ignore("小周", "小吴")
    assert theirs(company, "小周") == 3


def test_not_after_a_no(company: Company) -> None:
    boss = company.member("赵琳").says("小周的客户都给小吴")
    boss.hears("都转给小吴吗")
    boss.taps("不转").hears("没转")
    assert theirs(company, "小周") == 3


def test_of_a_part_it_is_asked_which(company: Company) -> None:
    boss = company.member("赵琳").says("要不要把小周的单子分一半给小吴")
    boss.hears("转哪几家给小吴", "没动")
    assert theirs(company, "小周") == 3


def test_only_by_who_leads_both(company: Company) -> None:
    company.member("顾强").says("小周的客户都给小郑").hears("不归你定,没有动")
    company.member("小吴").says("小周的客户都给我").hears("", never=["都转给"])
    company.ignore()
    assert theirs(company, "小周") == 3


def test_who_leads_a_team(company: Company) -> None:
    company.member("老板").says("东区主管是谁").hears("东区的主管是赵琳")
    company.member("小吴").says("谁是南区的主管").hears("南区的主管是顾强")


@pytest.mark.parametrize("to", ["阿新", "小吴"])
def test_the_question_is_off_once_some_went_by_name(company: Company, to: str) -> None:
    boss = company.member("赵琳").says("小周的客户都给小吴")
    boss.hears("都转给小吴吗")
    boss.says(f"鼎新和安宁都给{to}").hears(f"鼎新.*转给{to}")
    boss.hears(f"安宁.*转给{to}", never=["都转给小吴吗"])
    company.ignore("小周", "小吴", "阿新")
    boss.says("都转").hears("", never=["转给小吴跟了", "没处理成"])
    assert theirs(company, "小周") == 1
    assert theirs(company, to) == (2 if to == "阿新" else 3)
