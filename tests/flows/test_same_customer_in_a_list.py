"""A line that may be a customer in another spelling: the person says whether it is, before anything is imported."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company, Person

from storage.deals import Contact, Customer, Opportunity

BOSS, REP = "老板", "小周"
HEADINGS = "客户名称,联系人,手机,负责人,产品,金额"
PHONE = "13800138000"
FULL = "苏州佳禾食品有限公司"
ASKED = ["同一家", "不是同一家", "不导"]
FIRST = f"苏州佳禾食品有限公司,邱总,{PHONE},小周,分拣设备,36万"


def send(person: Person, *rows: str) -> Person:
    return person.sends("客户表.csv", "", "\n".join((HEADINGS, *rows)).encode())


def names(company: Company) -> list[str]:
    """The customers that were there after the company's own."""
    with company.db.read() as session:
        return list(session.exec(select(Customer.name).order_by(col(Customer.id)).offset(5)).all())


def known(company: Company) -> Person:
    """佳禾 is the company's."""
    boss = send(company.member(BOSS), FIRST)
    boss.hears("新客户 1 家")
    boss.taps("导入").hears("导好了")
    company.ignore(BOSS, REP)
    return boss


def test_the_same_number_is_asked_about_and_merged_if_it_is_the_same(company: Company) -> None:
    boss = send(known(company), f"佳和食品,邱经理,{PHONE},,能耗终端,9万")
    boss.hears("第 2 行「佳和食品」和公司里已有的「苏州佳禾食品有限公司」电话一样", choices=ASKED)
    boss.taps("同一家").hears("「佳和食品」就是「苏州佳禾食品有限公司」", "联系人 1 位、商机 1 单", never=["新客户"])
    boss.taps("导入").hears("导好了")
    company.ignore(REP)
    assert names(company) == [FULL]
    with company.db.read() as session:
        people = session.exec(select(Contact.name).join(Customer).where(col(Customer.name) == FULL)).all()
        deals = session.exec(select(Opportunity.id).join(Customer).where(col(Customer.name) == FULL)).all()
    assert (people, len(deals)) == (["邱总", "邱经理"], 2)


def test_the_same_person_of_a_name_that_sounds_alike_is_asked_about(company: Company) -> None:
    boss = send(known(company), "佳和食品,邱总,,,能耗终端,9万")
    boss.hears("名字像,联系人都是邱总", "是同一家吗", choices=ASKED)
    boss.says("不是一家").hears("「佳和食品」是另一家", "新客户 1 家")
    boss.taps("导入").hears("导好了")
    company.ignore(REP)
    assert names(company) == ["苏州佳禾食品有限公司", "佳和食品"]


def test_earlier_lines_count_too(company: Company) -> None:
    boss = send(company.member(BOSS), FIRST, f"佳和食品,邱经理,{PHONE},,,", f"苏州佳禾,小邱,{PHONE},,,")
    boss.hears(
        "第 3 行「佳和食品」和第 2 行的「苏州佳禾食品有限公司」电话一样",
        r"还有 1 处",
        choices=[*ASKED[:2], "都不是同一家", "不导"],
    )
    boss.taps("同一家").hears("第 4 行「苏州佳禾」")
    boss.taps("同一家").hears("新客户 1 家、联系人 3 位")
    boss.taps("导入").hears("导好了")
    company.ignore(REP)
    assert names(company) == ["苏州佳禾食品有限公司"]


def test_nothing_is_brought_before_it_is_said(company: Company) -> None:
    boss = send(known(company), f"佳和食品,邱经理,{PHONE},,,")
    boss.hears("是同一家吗")
    boss.says("导入").hears("先说这两家是不是同一家")
    boss.taps("不导").hears("没有导")
    assert names(company) == ["苏州佳禾食品有限公司"]


@pytest.mark.parametrize(
    "rows",
    [
        (f"苏州花间茶饮(园区店),邱总,{PHONE},,,", f"苏州花间茶饮(观前店),邱总,{PHONE},,,"),
        (f"镇江1号机械厂,邱总,{PHONE},,,", f"镇江2号机械厂,邱总,{PHONE},,,"),
        ("常州第一人民医院,邱总,,,,", "常州第二人民医院,邱总,,,,"),
        ("佳禾食品,李总,,,,", "宏图建材,李总,,,,"),
        tuple(f"{name},,{PHONE},,," for name in ("甲乙食品", "丙丁建材", "戊己物流", "庚辛医院")),
    ],
)
def test_what_is_another_customer_is_not_asked_about(company: Company, rows: tuple[str, ...]) -> None:
    boss = send(company.member(BOSS), *rows)
    boss.hears(f"新客户 {len(rows)} 家", never=["同一家"])


def asked(company: Company) -> Person:
    """Whether 佳和 is 佳禾 is asked; 溧阳竹海 is of the list too."""
    boss = send(known(company), "佳和食品,邱总,,小周,能耗终端,9万", "溧阳竹海饮品,柏总,,小周,分拣设备,20万")
    boss.hears("是同一家吗", choices=ASKED)
    return boss


def owners(company: Company) -> dict[str, int | None]:
    with company.db.read() as session:
        return {row[0]: row[1] for row in session.exec(select(Customer.name, Customer.owner_id)).all()}


@pytest.mark.parametrize("words", ["溧阳竹海给小吴", "竹海那家归小吴", "第3行给小吴"])
def test_what_names_a_line_meanwhile_moves_no_customer_of_the_company(company: Company, words: str) -> None:
    boss = asked(company)
    before = owners(company)
    boss.says(words).hears("按你说的:第 3 行给小吴", "是同一家吗")
    assert owners(company) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("谈着呢算方案报价", "按|没对上|先说这两家"),
        ("哪几行有问题", "第 2 行「佳和食品」"),
        ("竹海多少钱", "第 3 行 溧阳竹海饮品·柏总·小周·分拣设备·线索·20 万元"),
        ("这表是谁做的来着", "先说这两家"),
    ],
)
def test_what_is_asked_in_between_ends_nothing(company: Company, words: str, says: str) -> None:
    boss = asked(company)
    before = owners(company)
    for _ in range(3):
        boss.says(words).hears(says, "是同一家吗", choices=ASKED)
    assert owners(company) == before
    boss.taps("不是同一家").hears("新客户 2 家")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("佳和是同一家 算一条", "「佳和食品」就是「苏州佳禾食品有限公司」"),
        ("第2行是老客户", "「佳和食品」就是「苏州佳禾食品有限公司」"),
        ("佳和食品不是一家", "「佳和食品」是另一家"),
        ("第2行是老客户 不导", "第 2 行不导"),
        ("那行先不要", "第 2 行不导"),
    ],
)
def test_it_is_said_of_the_line_by_its_name_or_number(company: Company, words: str, says: str) -> None:
    asked(company).says(words).hears(says)


@pytest.mark.parametrize("words", ["竹海是同一家", "第3行是老客户", "佳和是同一家吗"])
def test_what_is_said_of_another_line_decides_nothing(company: Company, words: str) -> None:
    boss = asked(company)
    boss.says(words)
    company.ignore()
    boss.taps("同一家").hears("「佳和食品」就是「苏州佳禾食品有限公司」", never=["另一家"])
