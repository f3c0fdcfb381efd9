"""What is said while a move or a closing is asked, and right after one."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize("words", ["那先到方案报价", "说错了 是方案报价", "不对,应该是方案报价"])
def test_another_stage_is_named_at_the_question(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新直接推进到方案确认")
    rep.hears("跳过一步,对吗")
    rep.says(words).hears("已推进", "需求确认 → 方案报价", never=["还等你一句"])
    rep.says("鼎新到哪了").hears("方案报价")


def test_a_stage_too_far_is_asked_again(company: Company) -> None:
    rep = company.member("小周").says("鼎新直接推进到方案确认")
    rep.hears("跳过一步,对吗")
    rep.says("不是,是合同审批").hears("跳过两步,对吗")
    rep.taps("不动").hears("没动", "还在需求确认")


def test_why_it_is_moved_back_is_no_ticket(company: Company) -> None:
    rep = company.member("小周").says("安宁的能耗那单退回到方案确认")
    rep.hears("退回")
    rep.says("法务要改付款条款").hears("退回到方案确认", never=["工单"])
    rep.says("对").hears("合同审批 → 方案确认")


@pytest.mark.parametrize("words", ["鼎新丢了吧", "鼎新估计黄了", "鼎新这单怕是没戏了"])
def test_what_is_supposed_closes_nothing_unasked(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears(never=["已记丢单"])
    company.ignore()
    rep.says("先别 再争取两周")
    company.ignore()
    rep.says("鼎新到哪了").hears("需求确认")


@pytest.mark.parametrize("words", ["先别 再争一周", "没丢呢", "不是丢 是他们暂缓"])
def test_not_lost_yet_is_an_answer(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新丢了吧")
    rep.hears("要记成流失吗", choices=["记上", "先不记"])
    rep.says(words).hears("没记", "还在需求确认")


def test_lost_indeed(company: Company) -> None:
    rep = company.member("小周").says("鼎新丢了吧")
    rep.hears("要记成流失吗")
    rep.says("记上").hears("已记丢单")


@pytest.mark.parametrize("words", ["哎不是丢 是暂缓 明年再说", "先别算丢", "等等 先别 再争取一下"])
def test_a_loss_just_recorded_is_not_one(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新丢单了,选了竞品")
    rep.hears("已记丢单")
    rep.says(words).hears("重新打开了", "流失 → 需求确认")
    company.ignore()


@pytest.mark.parametrize("words", ["哎还没盖章呢 先别算成交", "不算成交 章还没盖"])
def test_a_win_just_recorded_is_not_one(company: Company, words: str) -> None:
    rep = company.member("小吴").says("海川签了,80万")
    rep.hears("恭喜成交")
    rep.says(words).hears("重新打开了", "成交 → 方案确认")
    company.ignore()
