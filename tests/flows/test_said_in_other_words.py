"""What people want in other words than the usual ones: leads in turn to those named, a reminder dropped for a reason,
who approves, the limit of a stage, a sum put right while a question waits."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.deals import Customer, FollowUp, Reminder
from storage.people import Member
from storage.teamwork import Instruction


def owner_of(company: Company, name: str) -> str:
    with company.db.read() as session:
        return session.exec(
            select(Member.name).join(Customer, Customer.owner_id == Member.id).where(Customer.name == name)  # type: ignore[arg-type]
        ).one()


def test_leads_go_in_turn_to_those_named(company: Company) -> None:
    boss = company.member("赵琳")
    for name in ("苏州明辉纺织", "无锡苏南精工", "常州安眠家居"):
        boss.says(f"新线索:{name},顾总").hears("新线索记好了")
    boss.says("轮流分给小吴和阿新").hears("苏州明辉纺织按顺序分给", "无锡苏南精工按顺序分给", choices=["撤回"])
    company.ignore()
    owners = [owner_of(company, name) for name in ("苏州明辉纺织", "无锡苏南精工", "常州安眠家居")]
    assert sorted(set(owners)) == ["小吴", "阿新"]


def test_a_colleagues_customers_are_shared_out_among_several(company: Company) -> None:
    boss = company.member("赵琳").says("小周的客户给小吴和阿新分")
    boss.hears("小周的客户这样分", "小吴:", "阿新:", choices=["就这么分", "不分"])
    assert owner_of(company, "上海安宁医院") == "小周"
    boss.taps("就这么分").hears("小周的客户分好了", choices=["撤回"], kind="receipt")
    for name in ("小吴", "阿新"):
        company.member(name).hears("赵琳把小周的 . 家客户、. 单转给你跟")
    company.member("小周").hears("赵琳把你的 3 家客户转给小吴、阿新跟了")
    names = ("苏州联创电子有限公司", "杭州鼎新超市有限公司", "上海安宁医院")
    assert {owner_of(company, name) for name in names} == {"小吴", "阿新"}
    boss.taps("撤回").hears("已撤回")
    company.ignore()
    assert {owner_of(company, name) for name in names} == {"小周"}


def test_a_reminder_is_dropped_and_nobody_is_told(company: Company) -> None:
    rep = company.member("小周").says("明天下午三点提醒我给联创送样")
    rep.hears("明天.*下午三点提醒你")
    rep.says("不提醒了 我叫小吴去").hears("取消了,不再提醒.*给联创送样", choices=["撤回"])
    with company.db.read() as session:
        assert not session.exec(select(Instruction)).all()
        assert all(one.cancelled_at for one in session.exec(select(Reminder)).all())
    company.member("小吴").hears_nothing()


@pytest.mark.parametrize("words", ["联创这个5个点我能答应不", "这三个月账期我能答应吗"])
def test_leave_is_asked_of_the_superior(company: Company, words: str) -> None:
    company.member("小周").says(words).hears(f"已转告赵琳:{words}")
    company.member("赵琳").hears("小周请你定", words)


@pytest.mark.parametrize("words", ["找谁批", "折扣找谁批啊", "这个折扣谁批"])
def test_who_approves_is_said_and_what_is_wanted_goes_there(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("特批先要赵琳点头.*要批什么")
    rep.says("联创要三个月账期").hears("已转告赵琳:联创要三个月账期")
    company.member("赵琳").hears("小周请你定:联创要三个月账期")
    with company.db.read() as session:
        assert not session.exec(select(FollowUp)).all()


def test_a_stage_is_given_days_in_short_words(company: Company) -> None:
    boss = company.member("老板").says("把报价改成五天")
    boss.hears("方案报价:3 天 → 5 天", choices=["改", "不改"])
    boss.taps("不改").hears("没动")
    company.member("小周").says("报价改成五天后付款")
    company.ignore()


def test_a_sum_is_put_right_while_a_question_waits(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,报价13万")
    rep.hears("金额 13 万元", "异议是哪一类")
    rep.says("不是13万是1600").hears("金额 1,600 元", "异议是哪一类")
    rep.says("价格敏感").hears("已记录", "金额 1,600 元", "价格敏感")
    rep.says("不是1600是63").hears("63 万元")


@pytest.mark.daily
def test_a_day_in_vain_is_the_action_of_the_day(company: Company) -> None:
    company.until("2026-11-23 17:45")
    company.ignore()
    company.member("小周").says("今天白跑了").hears("今日最有效客户动作:「今天白跑了」", kind="receipt")


@pytest.mark.parametrize(("words", "at"), [("联创缓四天", "周五.*上午十点半"), ("联创缓两小时", "周四.*上午十一点")])
def test_a_limit_to_come_is_put_off_from_now_where_that_is_later(company: Company, words: str, at: str) -> None:
    """联创 is in 方案报价 (72 h) since Monday 09:10."""
    company.member("小周").says(words).hears(f"{at}.*再提醒你.*时限还是周四")
