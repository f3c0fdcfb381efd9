"""Deals move by saying so."""

from __future__ import annotations

from testing import Company


def test_a_deal_moves_and_its_new_limit_starts(company: Company) -> None:
    rep = company.member("小周").says("鼎新那单推进到方案报价")
    rep.hears("需求确认 → 方案报价", choices=["撤回"], kind="receipt")
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
    assert not any("联创" in one.text and one.kind == "nudge" for one in company.simulation.screens.shown)
    company.ignore()


def test_lost_with_its_reason(company: Company) -> None:
    rep = company.member("小周").says("联创丢单了,选了竞品")
    rep.hears("已记丢单", "联创", "竞品对比")


def test_a_colleagues_deal_is_not_moved(company: Company) -> None:
    rep = company.member("小周").says("海川那单推进到合同审批")
    rep.hears("你名下没有「海川」")
    rep.says("取消").hears("不弄了")


def test_undo_asks_where_somebody_built_on_it(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("鼎新那单推进到方案报价").hears("方案报价")
    boss.says("鼎新那单推进到方案确认").hears("方案报价 → 方案确认")
    rep.says("撤回").hears("又有人动过", "阶段", choices=["其余的撤回", "都不动"])
    rep.taps("都不动").hears("都没动")
