"""What was told is kept while a forced field of it is still asked for; only the clock waits for the answer."""

from __future__ import annotations

import pytest
from testing import Company

TOLD = "海川侯总那边去过了,周三下午三点带样机过去"
REFUSED = ("联创孙总不见,嫌贵", "联创孙总又推了,说贵,拒绝见面", "联创孙总第三次拒绝见面")


def test_what_was_told_is_known_and_reminded_of_before_the_field_is_given(company: Company) -> None:
    rep = company.member("小吴").says(TOLD)
    rep.hears("异议是哪一类")
    rep.says("海川什么情况").hears("带样机", "还差一项,选了才算跟进")
    rep.hears("还等你一句")
    company.until("2026-11-25T13:59:00+08:00")
    rep.hears("快到点了", "海川", kind="nudge")
    company.ignore()


@pytest.mark.daily
def test_it_is_shown_every_morning_until_it_is_complete(company: Company) -> None:
    rep = company.member("小吴").says(TOLD)
    rep.hears("异议是哪一类")
    company.until("2026-11-25T09:00:00+08:00")
    company.ignore()
    company.until("2026-11-26T09:00:00+08:00")
    briefs = [shown.text for shown in company.unheard() if shown.to == "小吴" and shown.kind == "brief"]
    assert len(briefs) == 1 and "还差一项没记上的:「海川侯总" in briefs[0], briefs
    company.ignore()
    rep.taps("接着说这条").hears("接着记", "异议是哪一类")
    rep.taps("暂无异议").hears("已记录")
    company.ignore()


def test_the_clock_goes_on_and_nudge_and_alert_say_what_was_told(company: Company) -> None:
    rep = company.member("小吴").says(TOLD)
    rep.hears("异议是哪一类")
    company.until("2026-11-28T09:39:00+08:00")
    company.ignore()
    company.until("2026-11-30T18:00:00+08:00")
    told = [shown for shown in company.unheard() if shown.kind in ("nudge", "alert") and "海川" in shown.text]
    assert {shown.kind for shown in told} == {"nudge", "alert"}
    assert all("去过了" in shown.text and "没算跟进" in shown.text for shown in told), company.transcript()
    company.ignore()
    rep.taps("已跟进").hears("接着记", "异议是哪一类")
    rep.says("暂无").hears("已记录", "暂无异议", "重新开始算")
    company.ignore()


def test_a_refusal_counts_before_the_field_is_given_and_once(company: Company) -> None:
    rep = company.member("小周")
    for words in REFUSED[:2]:
        rep.says(words).hears("已记录")
        company.advance("1h")
    rep.says(REFUSED[2]).hears("异议是哪一类")
    company.advance("20m")
    rep.hears_nothing()
    company.advance("40m")
    rep.hears("3 次拒绝见面", kind="nudge")
    company.ignore("赵琳")
    rep.says("价格").hears("已记录", "价格敏感")
    rep.hears_nothing()
    company.ignore()


def test_what_was_cancelled_is_not_kept(company: Company) -> None:
    rep = company.member("小吴").says(TOLD)
    rep.hears("异议是哪一类")
    rep.says("取消").hears("先不弄了")
    rep.says("海川什么情况").hears("海川", never=["带样机"])
    rep.says(TOLD).hears("异议是哪一类")
    rep.says("撤回").hears("这条还没存")
    rep.says("海川什么情况").hears("海川", never=["带样机"])


def test_the_answer_gives_one_record(company: Company) -> None:
    rep = company.member("小吴").says(TOLD)
    rep.hears("异议是哪一类")
    rep.says("钱总也在,说预算没批").hears("已记录", "预算未定")
    heard = rep.says("海川什么情况").hears("海川", never=["还差一项"])
    assert heard.text.count("带样机") == 2, heard.text  # the words, and the step


@pytest.mark.parametrize("words", ["联创总价改成33万", "联创的金额调整为33万", "联创金额更新为33万"])
def test_an_order_about_the_deal_is_no_answer_to_the_field(company: Company, words: str) -> None:
    rep = company.member("小周").says("联创孙总见了,聊了交期")
    rep.hears("异议是哪一类")
    rep.says(words).hears("36 万元 → 33 万元", kind="receipt")
    rep.hears("还等你一句")
    rep.says("推方案确认").hears("进方案确认还差")
    company.ignore()
    rep.says("没有异议").hears("已记录", "暂无异议", never=["决策链未齐", "推方案"])
    company.ignore()


def test_the_leave_just_noted_is_changed_in_short_words(company: Company) -> None:
    rep = company.member("小周").says("我周四请假")
    rep.hears("周四", "请假", kind="receipt")
    rep.says("换到周五").hears("你周五.*请假", kind="receipt", never=["周四"])
    rep.says("算了不请了").hears("假", kind="receipt")
    company.ignore()
    company.member("赵琳").says("这周谁请假").hears("", never=["小周:?周"])
