"""Deals move by saying so."""

from __future__ import annotations

from testing import Company


def test_a_deal_moves_and_its_new_limit_starts(company: Company) -> None:
    rep = company.member("小周").says("鼎新那单推进到方案报价")
    rep.hears("需求确认 → 方案报价", choices=["撤回", "谁拍板"], kind="receipt")
    company.until("2026-11-25 18:00")
    rep.hears_nothing()
    rep.says("鼎新现在什么情况").hears("方案报价")


def test_the_stage_is_offered_where_it_is_not_said(company: Company) -> None:
    rep = company.member("小周").says("推进")
    rep.hears("哪家客户")
    rep.says("鼎新").hears("现在在需求确认", choices=["方案报价", "线索", "方案确认", "合同审批"])
    rep.taps("方案报价").hears("需求确认 → 方案报价")


def test_undo_moves_it_back(company: Company) -> None:
    rep = company.member("小周").says("鼎新那单推进到方案报价")
    rep.hears("方案报价")
    rep.taps("撤回").hears("已撤回")
    rep.says("鼎新现在什么情况").hears("需求确认", never=["方案报价"])


def test_won_with_its_amount(company: Company) -> None:
    rep = company.member("小周").says("联创签了,38万")
    rep.hears("恭喜成交", "联创", "38 万元")
    company.until("2026-11-27 10:00")
    assert not any("联创" in message.text and message.kind == "nudge" for message in company.simulation.screens.shown)
    company.ignore()


def test_lost_with_its_reason(company: Company) -> None:
    rep = company.member("小周").says("联创丢单了,选了竞品")
    rep.hears("已记丢单", "联创", "竞品对比")


def test_a_colleagues_deal_is_not_moved(company: Company) -> None:
    rep = company.member("小周").says("海川那单推进到合同审批")
    rep.hears("你名下没有「海川」")
    rep.says("取消").hears("不弄了")


def test_undo_asks_where_somebody_built_on_it(company: Company) -> None:
    company.open_gates()
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("鼎新那单推进到方案报价").hears("方案报价")
    boss.says("鼎新那单推进到方案确认").hears("方案报价 → 方案确认")
    rep.hears("赵琳推进了杭州鼎新超市有限公司·仓储系统:方案报价 → 方案确认", kind="receipt")
    rep.says("撤回").hears("又有人动过", "阶段", choices=["其余的撤回", "都不动"])
    rep.taps("都不动").hears("都没动")


def test_whose_deal_it_is_hears_of_a_leaders_move(company: Company) -> None:
    boss, rep = company.member("赵琳"), company.member("小周")
    boss.says("联创丢单了,选了竞品").hears("已记丢单")
    rep.hears("赵琳把苏州联创电子有限公司·仓储系统记丢单了:方案报价 → 流失,原因:竞品对比", kind="receipt")
    boss.taps("撤回").hears("已撤回")
    rep.hears("赵琳撤回了这条", kind="receipt")


def test_whose_deal_it_is_hears_of_a_leaders_record(company: Company) -> None:
    company.member("赵琳").says("刚跟联创孙总打完电话,他嫌价格高").hears("已记录")
    company.member("小周").hears("赵琳在苏州联创电子有限公司上记了一条跟进", "孙总", "价格敏感", kind="receipt")


def test_there_is_nothing_before_the_first_step(company: Company) -> None:
    rep = company.member("小周").says("安宁那单推进一下")
    rep.hears("哪一单")
    rep.says("返回").hears("第一步", never=["存好"])
    rep.hears("哪一单")
    rep.says("取消").hears("不弄了")


WHY = ["撤回", "价格敏感", "功能疑虑", "决策链未齐", "预算未定", "竞品对比"]


def test_why_it_was_lost_is_one_tap(company: Company) -> None:
    rep = company.member("小周").says("联创丢了")
    rep.hears("已记丢单", "为什么", choices=WHY)
    rep.taps("竞品对比").hears("苏州联创电子有限公司丢单的原因:竞品对比", choices=["撤回"], kind="receipt")
    rep.says("撤回").hears("已撤回")
    rep.says("联创现在什么情况").hears("方案报价", never=["没有在跟"])


def test_why_it_was_lost_is_what_is_said_next(company: Company) -> None:
    rep = company.member("小周").says("联创丢了")
    rep.hears("已记丢单", "为什么", choices=WHY)
    rep.says("价格太高,选了别家").hears("丢单的原因:价格敏感、竞品对比", kind="receipt")
