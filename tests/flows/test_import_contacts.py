"""What a customer list says of contacts and customers beside their names: how to reach them, their part in a purchase,
class, notes; it is shown to who may see the customer, fills only what was not known, and is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import col, select
from testing import Company, Person

from storage.deals import Contact, Customer, DecisionClaim

BOSS, LEADER, REP, OTHER = "老板", "赵琳", "小周", "小吴"


def send(person: Person, table: str, name: str = "客户表.csv", encoding: str = "gb18030") -> Person:
    path = Path(person.company.db.engine.url.database or "").parent / name
    path.write_bytes(table.encode(encoding))
    person.company.say(person.name, {"file": str(path)})
    return person


def contacts(company: Company, customer: str) -> dict[str, Contact]:
    with company.db.read() as session:
        theirs = select(Contact).join(Customer, col(Customer.id) == col(Contact.customer_id))
        found = session.exec(theirs.where(col(Customer.name) == customer).order_by(col(Contact.id))).all()
        return {one.name: one for one in found}


def claims(company: Company) -> list[DecisionClaim]:
    with company.db.read() as session:
        return list(session.exec(select(DecisionClaim).order_by(col(DecisionClaim.id))))


TABLE = """客户名称;联系人;职务;手机;采购角色;微信;邮箱;客户等级;地址;备注;负责人
常州明远机械有限公司;周总;总经理;139 1234 5678;决策人;zhouzong;zhou@mingyuan.cn;重点;人民路 1 号;老客户介绍;小周
常州明远机械有限公司;吴工;工程师;0519-88776655;技术把关;;;;;;小周
无锡大发食品厂;王经理;采购经理;13800001111;采购;;;B级;;;小吴
"""


def test_what_a_list_says_of_contacts_is_kept_and_shown(company: Company) -> None:
    boss = send(company.member(BOSS), TABLE)
    boss.hears("新客户 2 家、联系人 3 位", "周总.拍板人.·13912345678", never=["有问题", "用不上"])
    boss.taps("导入").hears("导好了:新客户 2 家、联系人 3 位")
    company.ignore(REP, OTHER)
    rep = company.member(REP).says("明远周总电话")
    rep.hears("^周总.拍板人.:13912345678.常州明远机械有限公司", never=["没记", "吴工"])
    rep.says("常州明远周总的电话发我一下").hears("13912345678", never=["已记录"])
    rep.says("明远怎么联系").hears("13912345678")
    rep.says("明远的联系方式").hears("周总.*13912345678,微信 zhouzong,邮箱 zhou@mingyuan.cn", "吴工.*0519-88776655")
    rep.says("明远周总微信多少").hears("微信 zhouzong")
    rep.says("明远什么情况").hears(
        "联系人:周总.拍板人. 13912345678、吴工.把关人. 0519-88776655", "备注:地址:人民路 1 号;老客户介绍"
    )
    rep.says("明远决策链").hears("拍板人:周总", "11月23日导入:是拍板人「客户表.csv」", "把关人:吴工")
    company.member(OTHER).says("明远周总电话").hears(never=["139", "周总.拍"])
    company.member(BOSS).says("大发王经理电话多少").hears("13800001111")
    with company.db.read() as session:
        grades = session.exec(select(Customer.grade).where(col(Customer.code).is_(None)).order_by(col(Customer.id)))
        assert list(grades)[-2:] == ["A", "B"]


def test_columns_of_a_second_contact(company: Company) -> None:
    table = "公司,联系人,电话,联系人2,联系人2电话,拍板人\n常州明远,周总,13912345678,吴工,13800001111,老陈\n"
    boss = send(company.member(BOSS), table, encoding="utf-8-sig")
    boss.hears("新客户 1 家、联系人 3 位")
    boss.taps("导入").hears("导好了")
    found = contacts(company, "常州明远")
    assert {name: (one.phone, one.role) for name, one in found.items()} == {
        "周总": ("13912345678", None), "吴工": ("13800001111", None), "老陈": (None, "拍板人")
    }  # fmt: skip


def test_only_what_was_not_known_is_filled_and_taken_back(company: Company) -> None:
    rep = company.member(REP).says("新线索:常州明远机械,周总,预算3万")
    rep.hears("常州明远机械")
    company.ignore(REP)
    first = "客户,联系人,手机,角色\n常州明远机械,周总,13912345678,拍板人\n常州明远机械,吴工,13800001111,影响者\n"
    boss = send(company.member(BOSS), first)
    boss.hears("联系人 1 位、给已有联系人补电话、角色等 1 位")
    boss.taps("导入").hears("导好了")
    second = "客户,联系人,手机,角色\n常州明远机械,周总,13700000000,采购\n"
    send(boss, second, name="第二份.csv").hears("没有要新导的")
    assert (contacts(company, "常州明远机械")["周总"].phone, len(claims(company))) == ("13912345678", 2)
    boss.says("撤回导入").hears("撤吗")
    boss.taps("整批撤回").hears("已撤回")
    found = contacts(company, "常州明远机械")
    assert list(found) == ["周总"] and (found["周总"].phone, found["周总"].role) == (None, None)
    assert claims(company) == []


def test_what_was_said_of_somebody_since_stays(company: Company) -> None:
    boss = send(company.member(BOSS), TABLE)
    boss.hears("新客户 2 家")
    boss.taps("导入").hears("导好了")
    company.ignore(REP, OTHER)
    company.member(REP).says("明远拍板的其实是吴工").hears("吴工是拍板人")
    boss.says("撤回导入").hears("撤吗")
    boss.taps("整批撤回").hears("客户 1 家", "留下 1 家.*常州明远机械有限公司")
    company.member(OTHER).hears("老板把导入的客户表撤回了,你名下少了:客户 1 家")
    assert list(contacts(company, "常州明远机械有限公司")) == ["周总", "吴工"]
    assert {(claim.value, claim.import_id is None) for claim in claims(company)} >= {("拍板人", True)}


def test_somebody_who_came_meanwhile_is_not_entered_twice(company: Company) -> None:
    company.member(REP).says("新线索:常州明远机械,周总,预算3万").hears("常州明远机械")
    boss = send(company.member(BOSS), "客户,联系人,手机\n常州明远机械,吴工,13800001111\n")
    boss.hears("联系人 1 位")
    company.member(REP).says("刚跟明远机械吴工打完电话,挺感兴趣").hears("吴工")
    company.ignore(REP)
    boss.taps("导入").hears("刚才公司里的客户有变动", "给已有联系人补电话、角色等 1 位")
    boss.taps("导入").hears("导好了")
    assert contacts(company, "常州明远机械")["吴工"].phone == "13800001111"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ("李总,139****1234,,", "电话「139.*1234」看不懂"),
        ("李总,,mail,", "邮箱「mail」看不懂"),
        ("李总,,,D", "客户等级「D」不认识"),
    ],
)
def test_cells_that_cannot_be_read_are_named(company: Company, cells: str, says: str) -> None:
    send(company.member(BOSS), f"客户,联系人,手机,邮箱,等级\n常州明远,{cells}\n").hears(says)


def test_of_which_class_a_customer_is_leaders_say(company: Company) -> None:
    rep = send(company.member(REP), "客户,联系人,等级\n常州明远,周总,A\n")
    rep.hears("客户等级由主管来定,这次不记")
    rep.taps("导入").hears("导好了")
    with company.db.read() as session:
        assert session.exec(select(Customer.grade).where(col(Customer.name) == "常州明远")).one() is None


def test_a_number_without_a_name_is_kept_as_a_note(company: Company) -> None:
    rep = send(company.member(REP), "客户,联系电话\n常州明远,13912345678\n")
    rep.hears("新客户 1 家")
    rep.taps("导入").hears("导好了")
    rep.says("常州明远电话多少").hears("13912345678")
