"""A leader's words do what they say and no more: all that somebody has, a hand-over on a condition, a hold, a deal let
in, somebody new."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.deals import Customer
from storage.people import Member


def held_by(company: Company, name: str) -> int:
    with company.db.read() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        return len(session.exec(select(Customer).where(Customer.owner_id == member.id)).all())


@pytest.mark.parametrize(
    "words",
    [
        "小周手上的都给小吴",
        "小周名下全部转给小吴",
        "小周手里的先交给小吴",
        "小周的先都给小吴",
        "把小周手头的转给小吴",
        "小周在跟的都归小吴",
        "小周的全交给小吴吧",
    ],
)
def test_all_that_somebody_has_without_saying_customers(company: Company, words: str) -> None:
    boss = company.member("赵琳").says("联创现在什么情况")  # spoken of last, and not meant
    boss.hears("联创")
    boss.says(words).hears("小周名下 3 家客户、4 单.*都转给小吴吗", choices=["都转", "不转"])
    assert held_by(company, "小周") == 3
    boss.taps("都转").hears("3 家客户、4 单都转给小吴跟了")
    company.ignore()


@pytest.mark.parametrize("words", ["小周的客户都给我", "把小周手上的都转给我", "小周的单子先全给我"])
def test_all_of_it_for_the_leader(company: Company, words: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("小周名下 3 家客户.*都转给", choices=["都转", "不转"])
    boss.taps("都转").hears("3 家客户")
    company.member("小周").hears("3 家客户", kind="receipt")
    assert held_by(company, "赵琳") == 3


@pytest.mark.parametrize(
    "words",
    [
        "鼎新今天再不联系就转给小吴",
        "鼎新周五前没动静就给小吴",
        "要是鼎新还没消息就转给小吴",
        "鼎新三天内没进展就换小吴跟",
        "鼎新这单小周还拖着的话就转给小吴",
        "等小周休完假再把鼎新给小吴",
        "鼎新月底再转给小吴",
        "鼎新没人接就让小吴跟",
    ],
)
def test_a_hand_over_on_a_condition_is_not_done_yet(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("", never=["转给小吴跟了"])
    company.ignore()
    assert held_by(company, "小周") == 3


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("鼎新先压到30号 客户在等预算", "11月30日"),
        ("鼎新那单冻结到12月8号 厂里停工", "12月8日"),
        ("鼎新先晾两天", "11月25日"),
        ("鼎新暂时拖到周五 薛总出差", "11月27日"),
        ("鼎新先推到下周一再说", "11月30日"),
    ],
)
def test_a_hold_in_other_words(company: Company, words: str, until: str) -> None:
    company.member("赵琳").says(words).hears(f"杭州鼎新.*先缓到.*{until}", kind="receipt", never=["已记录"])
    company.ignore("小周")


@pytest.mark.parametrize("words", ["鼎新压价压到20万", "鼎新把付款拖到月底", "鼎新预算冻结到12月"])
def test_what_a_customer_puts_off_is_no_hold(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("", never=["先缓到"])
    company.ignore()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("安宁先放过去吧 协议后补 钟经理口头答应了", "放行原因:协议后补,钟经理口头答应了"),
        ("安宁特批 老客户", "放行原因:老客户"),
        ("安宁破例一次 年底冲量", "放行原因:年底冲量"),
        ("安宁技术协议没有也先放过", "原因"),
        ("安宁的让它先过吧", "原因"),
    ],
)
def test_a_deal_is_let_in_by_name(company: Company, words: str, says: str) -> None:
    company.member("小周").says("安宁的仓储推进到方案确认").hears("还差")
    company.member("赵琳").says(words).hears(says, never=["异议"])
    company.ignore("小周")


def test_let_in_where_nothing_waits_it_is_asked_for(company: Company) -> None:
    boss = company.member("赵琳").says("联创特批 直接到方案确认 孙总电话里答应了")
    boss.hears("还差", never=["异议"])
    boss.says("理由是老客户 协议后补").hears("放行", choices=["放行", "不放行"], never=["异议", "已记录"])
    boss.taps("放行").hears("放行原因:老客户")
    company.ignore()


@pytest.mark.parametrize(
    "words", ["新来一个销售叫田甜 分到华东组", "我们组新招了个业务员,叫罗立", "来了位新同事 姚远", "罗立今天入职"]
)
def test_somebody_new_is_no_lead(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("邀请码", never=["新线索"])


def test_an_order_that_waits_is_not_delivered_after_its_answer(company: Company) -> None:
    company.advance("57m")  # a full hour, at which nobody is told of what others do
    company.ignore()
    boss = company.member("赵琳").says("让小吴今天给海川侯总回个电话")
    boss.hears("已转告小吴")
    rep = company.member("小吴").says("海川侯总刚通过电话 说价格可以 下周定")
    rep.hears("宁波海川")
    rep.says("暂无异议")
    company.advance("10m")
    boss.hears("有回音了")
    assert "交代你" not in company.transcript()
    company.ignore()


@pytest.mark.parametrize(
    "words", ["要不要把联创改成B级", "先别把联创改成B级", "听说联创是B类客户", "如果联创改成B级呢", "联创改成B级合适吗"]
)
def test_what_is_only_weighed_is_not_done(company: Company, words: str) -> None:
    boss = company.member("赵琳").says("联创是A类客户")
    boss.hears("A 类客户")
    boss.says(words).hears(".", never=["记成 B 类"])
    company.ignore()
    with company.db.read() as session:
        assert session.exec(select(Customer.grade).where(Customer.name.contains("联创"))).one() == "A"  # type: ignore[attr-defined]
