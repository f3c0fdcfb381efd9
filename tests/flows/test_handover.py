"""Customers change hands: by a leader at once, by a rep's wish when a leader agrees."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company

from storage.background import Audit
from storage.deals import Customer, Opportunity
from storage.people import Member

SAID = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟"


def owners_of(company: Company, customer: str) -> set[str]:
    """Who has the customer and its deals."""
    with company.db.read() as session:
        row = session.exec(select(Customer).where(Customer.name == customer)).one()
        deals = session.exec(select(Opportunity).where(Opportunity.customer_id == row.id)).all()
        return {session.get_one(Member, key).name for key in (row.owner_id, *(deal.owner_id for deal in deals))}


def test_a_supervisor_hands_a_customer_over_and_both_hear(company: Company) -> None:
    company.member("小周").says(SAID).hears("已记录")
    boss = company.member("赵琳").says("以后联创就交给小吴跟了")
    boss.hears(
        "苏州联创电子有限公司转给小吴跟了,原来是小周", "仓储系统·方案报价·36 万元", "周三.*再去一趟", choices=["撤回"]
    )
    company.member("小吴").hears("赵琳把苏州联创.*转给你跟", "原来小周在跟", "答应过客户", kind="receipt")
    company.member("小周").hears("转给小吴跟了,你这边不用再盯了", kind="receipt")
    assert owners_of(company, "苏州联创电子有限公司") == {"小吴"}
    with company.db.read() as session:
        audit = session.exec(select(Audit).where(col(Audit.what) == "hand_over")).one()
        assert audit.detail["deals"] == [1]


def test_it_is_taken_back(company: Company) -> None:
    boss = company.member("赵琳").says("把海川转给小周")
    boss.hears("转给小周跟了")
    company.ignore("小周", "小吴")
    boss.taps("撤回").hears("已撤回")
    company.member("小周").hears("撤回了这条")
    company.member("小吴").hears("撤回了这条")
    assert owners_of(company, "宁波海川物流有限公司") == {"小吴"}


def test_a_limit_that_is_passed_begins_anew_for_the_new_owner(company: Company) -> None:
    company.until("2026-11-25 14:32")
    company.ignore()
    company.member("赵琳").says("鼎新交给小吴来跟").hears("转给小吴跟了")
    company.member("小吴").hears("转给你跟")
    company.member("小周").hears("不用再盯了")
    company.until("2026-11-25 14:45")
    company.member("小吴").hears("鼎新.*超时", kind="nudge", choices=["已跟进", "缓一缓", "需要支持"])
    company.until("2026-11-26 11:02")
    company.ignore("小周", "小郑")
    company.member("赵琳").hears("鼎新.*小吴", kind="alert")


def test_the_former_owners_buttons_act_no_more(company: Company) -> None:
    company.until("2026-11-25 09:40")
    rep = company.member("小周")
    rep.hears("鼎新", kind="nudge")
    company.member("赵琳").says("把鼎新转给小吴").hears("转给小吴")
    company.ignore("小吴")
    rep.hears("不用再盯了")
    for button in ("已跟进", "缓一缓", "需要支持"):
        rep.taps(button).hears("现在由同事跟了")
    company.until("2026-11-25 09:55")
    company.ignore("小吴")


def test_an_open_form_of_the_former_owner_saves_nothing(company: Company) -> None:
    company.until("2026-11-25 09:40")
    rep = company.member("小周")
    rep.hears("鼎新", kind="nudge")
    rep.taps("缓一缓").hears("缓到什么时候")
    company.member("赵琳").says("把鼎新转给小吴").hears("转给小吴")
    company.ignore("小吴")
    rep.hears("不用再盯了")
    rep.taps("2 小时后").hears("现在由同事跟了")
    company.until("2026-11-25 09:55")
    company.ignore("小吴")


def test_reminders_about_it_go_along(company: Company) -> None:
    company.member("小周").says("明早九点提醒我给联创孙总回电话").hears("提醒你")
    company.member("赵琳").says("把联创转给小吴").hears("1 条提醒也一起转了")
    company.member("小周").hears("你设的 1 条提醒也转过去了")
    company.member("小吴").hears("转给你跟")
    company.until("2026-11-24 09:10")
    company.member("小吴").hears("提醒:.*孙总回电话")


def test_a_supervisor_takes_it_over(company: Company) -> None:
    boss = company.member("赵琳").says("海川这家我自己来跟")
    boss.hears("宁波海川物流有限公司由你自己跟了")
    company.member("小吴").hears("赵琳把宁波海川.*接过去自己跟了")
    boss.says("海川我来跟").hears("本来就是你在跟")


def test_a_rep_asks_and_the_supervisor_agrees(company: Company) -> None:
    rep = company.member("小周").says("把联创转给小吴吧,我这边忙不过来")
    rep.hears("要赵琳点头", "还是原样", choices=["撤回"])
    boss = company.member("赵琳")
    boss.hears("小周想把苏州联创.*转给小吴", "原话", choices=["同意", "不同意"], kind="nudge")
    assert owners_of(company, "苏州联创电子有限公司") == {"小周"}
    boss.taps("同意").hears("转给小吴跟了")
    rep.hears("转给小吴跟了,你这边不用再盯了")
    company.member("小吴").hears("转给你跟")
    boss.taps("不同意").hears("已经点过「同意」了,没有再动")


def test_a_rep_asks_and_the_supervisor_does_not_agree(company: Company) -> None:
    rep = company.member("小周").says("联创以后让小吴跟")
    rep.hears("要赵琳点头")
    boss = company.member("赵琳")
    boss.hears("同意吗")
    boss.taps("不同意").hears("不转,已经告诉小周了")
    rep.hears("赵琳没同意把苏州联创.*转给小吴")
    assert owners_of(company, "苏州联创电子有限公司") == {"小周"}


def test_who_may_decide_is_seen_when_it_is_tapped(company: Company) -> None:
    company.member("小周").says("联创转给小吴").hears("要赵琳点头")
    boss = company.member("赵琳")
    boss.hears("同意吗")
    with company.db.write() as session:
        row = session.exec(select(Member).where(Member.name == "赵琳")).one()
        row.role = "rep"
        session.add(row)
    boss.taps("同意").hears("不归你定")
    assert owners_of(company, "苏州联创电子有限公司") == {"小周"}


def test_another_team_is_the_managers_to_decide(company: Company) -> None:
    company.member("赵琳").says("把联创转给小郑").hears("要老板点头")
    boss = company.member("老板")
    boss.hears("赵琳想把苏州联创.*转给小郑")
    boss.taps("同意").hears("转给小郑跟了")
    company.ignore("小周", "小郑")
    company.member("赵琳").hears("老板同意了")
    assert owners_of(company, "苏州联创电子有限公司") == {"小郑"}
    company.member("顾强").hears("老板把苏州联创电子有限公司从小周转给小郑跟了", kind="receipt")


def test_whom_it_cannot_go_to(company: Company) -> None:
    with company.db.write() as session:
        row = session.exec(select(Member).where(Member.name == "小吴")).one()
        row.active = False
        session.add(row)
    boss = company.member("赵琳").says("把联创转给小吴")
    boss.hears("小吴已经不在公司了")
    boss.says("把联创转给法务小何").hears("法务小何是法务,不跟客户")
    boss.says("把联创转给").hears("转给谁")
    boss.says("取消").hears("不弄了")


def test_a_customer_of_another_team_is_nobodys_to_hand_over(company: Company) -> None:
    boss = company.member("赵琳").says("把米果转给小周")
    boss.hears("没有「米果」", never=["广州", "小郑"])
    boss.says("取消").hears("不弄了")
    company.member("老板").says("把米果转给小周").hears("广州米果食品有限公司转给小周跟了,原来是小郑")
    company.ignore("小周", "小郑")
    for name in ("赵琳", "顾强"):
        company.member(name).hears("老板把广州米果食品有限公司从小郑转给小周跟了", kind="receipt")


def whose(company: Company, customer: str) -> dict[str, str]:
    """Whose the customer (under its name) and its deals (under their products) are."""
    with company.db.read() as session:
        row = session.exec(select(Customer).where(col(Customer.name) == customer)).one()
        deals = session.exec(select(Opportunity).where(Opportunity.customer_id == row.id)).all()
        return {
            name: session.get_one(Member, owner).name
            for name, owner in ((customer, row.owner_id), *((deal.product_line or "", deal.owner_id) for deal in deals))
        }


ANNING = "上海安宁医院"


@pytest.mark.parametrize("words", ["安宁的能耗终端转给小吴", "让小周把安宁能耗转给小吴", "安宁9万那单给小吴"])
def test_one_deal_passes_on_alone(company: Company, words: str) -> None:
    leader = company.member("赵琳")
    leader.says(words).hears("上海安宁医院的能耗终端这一单转给小吴跟了,原来是小周在跟。客户和别的单子没动")
    company.member("小吴").hears("能耗终端这一单转给你跟了", never=["仓储系统"])
    company.member("小周").hears("这一单你不用再盯了")
    assert whose(company, ANNING) == {ANNING: "小周", "仓储系统": "小周", "能耗终端": "小吴"}
    leader.taps("撤回").hears("撤回")
    company.ignore()
    assert {*whose(company, ANNING).values()} == {"小周"}


def test_one_deal_that_is_not_named_is_asked_about(company: Company) -> None:
    leader = company.member("赵琳")
    leader.says("安宁那单给小吴").hears("只转哪一单,还是整个客户")
    assert {*whose(company, ANNING).values()} == {"小周"}
    leader.says("仓储那单").hears("仓储系统这一单转给小吴跟了")
    company.ignore()
    assert whose(company, ANNING) == {ANNING: "小周", "仓储系统": "小吴", "能耗终端": "小周"}
    leader.says("把安宁整个客户转给小吴").hears("上海安宁医院转给小吴跟了")
    company.ignore()
    assert {*whose(company, ANNING).values()} == {"小吴"}


@pytest.mark.parametrize("words", ["安宁转给小吴", "安宁两单都给小吴"])
def test_a_customer_passes_on_with_all_its_deals(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("上海安宁医院转给小吴跟了")
    company.ignore()
    assert {*whose(company, ANNING).values()} == {"小吴"}


@pytest.mark.parametrize("words", ["客户问安宁能耗能不能转给小吴", "安宁能耗要不要转给小吴", "安宁能耗先别转给小吴"])
def test_what_only_weighs_it_passes_nothing_on(company: Company, words: str) -> None:
    company.member("赵琳").says(words)
    company.ignore()
    assert {*whose(company, ANNING).values()} == {"小周"}


def test_a_rep_asks_for_one_deal(company: Company) -> None:
    company.member("小周").says("安宁的能耗终端想转给小吴").hears("上海安宁医院的能耗终端这一单转给小吴跟要赵琳点头")
    company.member("赵琳").hears("小周想把上海安宁医院的能耗终端这一单转给小吴跟,同意吗")
    company.member("赵琳").says("同意").hears("能耗终端这一单转给小吴跟了")
    company.ignore()
    assert whose(company, ANNING) == {ANNING: "小周", "仓储系统": "小周", "能耗终端": "小吴"}


@pytest.mark.parametrize("words", ["衡山老窖给小吴", "老窖那单转给小吴", "把衡山那家让小吴跟"])
def test_a_name_that_nobody_knows_is_not_the_customer_spoken_of_last(company: Company, words: str) -> None:
    leader = company.member("赵琳")
    leader.says("鼎新什么情况").hears("杭州鼎新超市有限公司")
    leader.says(words)
    company.ignore()
    assert whose(company, "杭州鼎新超市有限公司") == {"杭州鼎新超市有限公司": "小周", "仓储系统": "小周"}
    leader.says("这家给小吴").hears("杭州鼎新超市有限公司转给小吴跟了")
    company.ignore()
