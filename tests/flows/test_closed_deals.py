"""Won and lost deals stay visible: told again, moved, reopened, corrected. Sums and moves out of the way are asked."""

from __future__ import annotations

import pytest
from testing import Company

REASONS = ["价格敏感", "功能疑虑", "决策链未齐", "预算未定", "竞品对比"]


def test_a_lost_deal_told_again_is_said_to_be_lost_since_when_and_why(company: Company) -> None:
    rep = company.member("小周").says("鼎新丢单了,选了别家")
    rep.hears("已记丢单", "竞品对比")
    rep.says("鼎新丢了").hears(
        "已经记过了", "11月23日", "需求确认阶段", "小周", "竞品对比", choices=["重新打开", *REASONS], never=["已记丢单"]
    )
    rep.taps("价格敏感").hears("竞品对比 → 价格敏感", kind="receipt")
    rep.says("鼎新丢了,预算没批").hears("价格敏感 → 预算未定", kind="receipt")
    rep.says("鼎新现在什么情况").hears("丢单", "原因:预算未定", choices=["重新打开"])


def test_a_lost_deal_is_reopened_days_later_in_its_stage_and_the_superior_hears(company: Company) -> None:
    rep = company.member("小周").says("鼎新丢了,嫌贵")
    rep.hears("已记丢单")
    company.until("2026-11-26 14:02")
    company.ignore()
    rep.says("鼎新推进到方案报价").hears("已经结单", "丢单", choices=["重新打开", "打开,放到方案报价"])
    rep.says("鼎新又回来谈了").hears("重新打开了", "流失 → 需求确认", "前要有进展", choices=["撤回"], kind="receipt")
    company.member("赵琳").hears("小周把单子重新打开了", "鼎新", kind="receipt")
    rep.says("鼎新现在什么情况").hears("需求确认", never=["没有在跟"])
    rep.says("撤回").hears("已撤回")
    company.member("赵琳").hears("小周撤回了", kind="receipt")
    rep.says("鼎新现在什么情况").hears("没有在跟", "丢单", choices=["重新打开"])


def test_a_deal_is_reopened_in_the_stage_it_was_to_be_moved_to(company: Company) -> None:
    company.open_gates()
    rep = company.member("小周").says("联创丢了,嫌贵")
    rep.hears("已记丢单")
    rep.says("联创推进到方案确认").hears("已经结单", choices=["重新打开", "打开,放到方案确认"])
    rep.taps("打开,放到方案确认").hears("流失 → 方案确认", kind="receipt")
    company.member("赵琳").hears("重新打开", kind="receipt")
    rep.says("重新打开联创").hears("一直开着")


def test_a_win_that_was_none_is_taken_back(company: Company) -> None:
    rep = company.member("小周").says("联创签了,38万")
    rep.hears("恭喜成交")
    company.until("2026-11-24 11:02")
    company.ignore()
    rep.says("联创没签成,记错了,重新打开").hears("成交 → 方案报价", kind="receipt")
    company.member("赵琳").hears("重新打开", kind="receipt")


def test_nothing_is_reopened_where_nothing_is_closed(company: Company) -> None:
    company.member("小周").says("鼎新又回来谈了").hears("需求确认", "一直开着", never=["重新打开了"])


def test_a_colleagues_deal_is_not_reopened(company: Company) -> None:
    company.member("小吴").says("海川丢了,嫌贵").hears("已记丢单")
    rep = company.member("小周").says("海川又回来谈了")
    rep.hears("没有「海川」")
    rep.says("取消").hears("不弄了")


def test_reminders_of_a_closed_deal_are_named_and_dropped_by_a_tap(company: Company) -> None:
    rep = company.member("小周").says("明天上午十点提醒我给联创孙总送合同")
    rep.hears("好,明天")
    rep.says("联创丢了,选了竞品").hears(
        "已记丢单", "提醒", r"明天\(11月24日\)上午十点 给联创孙总送合同", choices=["撤回", "撤掉提醒"]
    )
    rep.taps("撤掉提醒").hears("提醒撤掉了", "送合同", choices=["撤回"], kind="receipt")
    company.until("2026-11-24 11:02")
    assert not any(message.text.startswith("提醒:") for message in company.simulation.screens.shown)
    company.ignore()


@pytest.mark.parametrize(
    ("words", "answer", "kept"),
    [
        ("联创签了,360万", "36 万元", "36 万元"),
        ("联创签了,360万", "360万", "360 万元"),
        ("联创签了,3.6万", "按原来的算", "36 万元"),
        ("联创签了,380万", "不对,是38万", "38 万元"),
    ],
)
def test_a_sum_ten_times_off_is_asked(company: Company, words: str, answer: str, kept: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("36 万元", "按哪个", never=["恭喜"])
    rep.says(answer).hears("恭喜成交", f"成交,{kept}")


def test_a_near_sum_is_not_asked(company: Company) -> None:
    company.member("小周").says("联创签了,42万").hears("恭喜成交", "42 万元")


def test_the_sum_of_a_won_deal_is_corrected_by_telling_it_again(company: Company) -> None:
    rep = company.member("小周").says("联创签了,36万")
    rep.hears("恭喜成交")
    rep.says("联创签了,38万").hears("改好了", "36 万元 → 38 万元", kind="receipt")
    rep.says("联创签了").hears("已经记过了", "成交 38 万元", choices=["重新打开"])


def test_a_move_over_stages_is_asked(company: Company) -> None:
    company.open_gates()
    rep = company.member("小周").says("鼎新推进到合同审批")
    rep.hears("从需求确认直接到合同审批,跳过两步,对吗?", choices=["对,到合同审批", "不动"])
    rep.taps("对,到合同审批").hears("需求确认 → 合同审批", kind="receipt")


def test_a_move_back_is_asked(company: Company) -> None:
    rep = company.member("小周").says("联创推进到需求确认")
    rep.hears("退回到需求确认,对吗?", choices=["对,到需求确认", "不动"])
    rep.says("不对").hears("没动", "方案报价", never=["→"])


def test_to_whom_a_deal_was_lost_stays_with_the_reason(company: Company) -> None:
    rep = company.member("小周").says("鼎新丢了")
    rep.hears("流失")
    rep.says("选了海纳 价格低两万").hears("选了海纳")
    rep.says("输给海纳").hears("竞品对比、选了海纳 价格低两万")
    rep.says("竞品").hears("原因还是")
