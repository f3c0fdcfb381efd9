"""Short words of an ordinary day: limits without 时限, leave and who is away, gates asked about and decided, what a
colleague said, a department's words about another ticket, lists by place."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company

from storage.deals import FollowUp, Opportunity
from storage.people import Absence


def test_another_limit_said_at_the_question_changes_no_other(company: Company) -> None:
    boss = company.member("老板").says("需求确认改成3天")
    boss.hears("需求确认:2 天 → 3 天", choices=["改", "不改"])
    boss.says("报价的改回96").hears("方案报价:3 天 → 4 天", never=["改好了"])
    boss.says("那就改吧").hears("改好了,方案报价:3 天 → 4 天")
    boss.hears("还等你一句")
    boss.says("不改").hears("没动")
    boss.says("各阶段时限").hears("需求确认:2 天", "方案报价:4 天")
    company.ignore()


def test_several_limits_stand_apart_by_a_blank(company: Company) -> None:
    boss = company.member("老板").says("方案确认改成6天 合同审批改成7天")
    boss.hears("方案确认:5 天 → 6 天", "合同审批:5 天 → 7 天")
    boss.taps("不改").hears("没动")


def test_a_rep_changes_no_limit(company: Company) -> None:
    company.member("小周").says("需求确认改成3天").hears(never=["改好了", "在跟的"])


def noted(company: Company) -> list[tuple[str, str]]:
    """The first and last days off that are kept."""
    with company.db.read() as session:
        rows = session.exec(select(Absence).order_by(col(Absence.first))).all()
        return [(row.first.isoformat(), row.last.isoformat()) for row in rows]


def test_leave_with_a_reason_is_moved_and_ended(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("赵姐 我明天到周四请假 陪娃打针").hears("记下了:明天.*到周四")
    boss.hears("小周.*请假", kind="receipt")
    assert noted(company) == [("2026-11-24", "2026-11-26")]
    boss.says("明天谁请假").hears("小周:明天.*到周四")
    rep.says("我的假改到周五").hears("改好了:你明天.*到周五")
    boss.hears("小周的假改了", kind="receipt")
    assert noted(company) == [("2026-11-24", "2026-11-27")]
    rep.says("提前回来了 周四上班").hears("周四.*到周五.*的假取消了")
    boss.hears("假取消了", kind="receipt")
    assert noted(company) == [("2026-11-24", "2026-11-25")]


def test_who_stands_in_for_some_days_gets_no_customer_for_good(company: Company) -> None:
    boss = company.member("赵琳").says("小周这周休假 客户小吴先盯着")
    boss.hears("小周.*请假", never=["客户没动"])
    boss.hears("小周的客户由小吴盯着", "单子还是小周的", choices=["撤回"])
    company.member("小吴").hears("你替小周盯着他的客户")
    company.member("小周").hears("给你记了请假")
    company.member("小周").hears("单子还是你的")


@pytest.mark.parametrize("words", ["要不要明天请假", "如果我明天请假呢", "客户说他明天请假", "明天谁请假"])
def test_leave_that_is_not_taken_is_not_noted(company: Company, words: str) -> None:
    company.member("小周").says(words)
    assert noted(company) == []
    company.ignore()


def stage_of(company: Company, customer: str) -> str:
    """The stage of a customer's first deal."""
    with company.db.read() as session:
        rows = session.exec(select(Opportunity).order_by(col(Opportunity.id))).all()
        return {"联创": rows[0], "海川": rows[4]}[customer].stage


def test_whether_a_deal_may_go_on_is_asked_in_short(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通了电话,嫌贵")
    rep.hears("已记录")
    for words in ("可以推到方案确认了吧", "这单还差啥"):
        rep.says(words).hears("进方案确认还差:技术协议", choices=["推进到方案确认"])
    rep.says("推进去").hears("进方案确认还差:技术协议", choices=["孙总", "钟经理", "请主管放行", "先不推了"])
    assert stage_of(company, "联创") == "quote"


def test_a_leader_is_asked_and_answers_a_while_later(company: Company) -> None:
    rep, boss = company.member("小吴"), company.member("赵琳")
    rep.says("海川能推到合同审批了吧").hears("还差:客户内部立项文件")
    rep.says("让赵姐批一下").hears("已经请赵琳")
    boss.hears("放行吗", kind="alert")
    boss.says("海川这单差啥").hears("还差:客户内部立项文件")
    boss.says("同意 合作多年 立项他们院里口头定了").hears("放行,还是先不放")
    assert stage_of(company, "海川") == "solution"
    boss.taps("不放行").hears("没放行")
    rep.hears("没放行", kind="receipt")
    rep.says("海川批了没").hears("赵琳.*没放行")
    rep.says("为啥").hears("赵琳.*没放行")
    with company.db.read() as session:
        assert not session.exec(select(FollowUp)).all()


def test_what_a_leader_said_and_what_a_rep_wants(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("我想给联创让5000 赵姐能批不").hears("赵琳")
    boss.hears("小周", "让5000", kind="nudge")
    boss.says("小周那个要支持什么").hears("小周请你定:", "让5000", choices=["回小周"])
    rep.says("赵姐怎么说").hears("转告过赵琳的", "还没说办好")


@pytest.mark.world("departments")
def test_what_is_finished_for_another_answers_no_ticket(company: Company) -> None:
    rep = company.member("小周").says("联创要定制接口,请产品评估一下")
    rep.hears("已交给")
    product = company.member("邵波")
    product.hears("小周请", kind="nudge")
    product.says("宣传册印好了 五百本").hears("这句是答复小周的工单", never=["已经答复"])
    product.says("接口能做 两周").hears("已经答复小周.*:「接口能做 两周」")
    product.hears("宣传册印好了.*没有转")
    rep.hears("接口能做", never=["宣传册"])
    rep.says("接口那个谁在办").hears("已经答复")


def test_a_holiday_of_an_order_stays(company: Company) -> None:
    company.member("赵琳").says("让小周国庆去趟联创").hears("已转告小周:去趟联创.*10月1日")
    company.ignore()


def test_which_team_and_stage_are_latest(company: Company) -> None:
    boss = company.member("老板")
    boss.says("哪个组超时最多").hears("现在没有超时的单子")
    company.advance("73h")
    company.ignore()
    boss.says("哪个组超时最多").hears("现在超时的", r"·东区 \d 单")
    boss.says("卡在哪个阶段最多").hears("现在超时的", r"·方案报价 \d 单")
    company.member("小周").says("第二个下午跟")
    company.ignore()
