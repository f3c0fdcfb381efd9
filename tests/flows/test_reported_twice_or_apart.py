"""What is another contact, what belongs to a record, and what is asked before it is written."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize("again", ["薛总再次拒绝见面", "鼎新薛总又拒绝见面了", "鼎新薛总还是不肯见面"])
def test_what_happened_again_is_recorded_again(company: Company, again: str) -> None:
    rep = company.member("小周").says("鼎新薛总拒绝见面")
    rep.hears("已记录")
    company.until("2026-11-23 11:10")
    rep.says(again).hears("已记录", "拒绝见面")


def test_the_same_words_within_minutes_are_there_already(company: Company) -> None:
    rep = company.member("小周").says("鼎新薛总又拒绝见面了")
    rep.hears("已记录")
    rep.says("鼎新薛总又拒绝见面了").hears("已经记过了", choices=["再记一条"])


@pytest.mark.parametrize("words", ["上周五其实也打过一次电话 没人接", "前天还去过一趟 没见着人"])
def test_another_day_is_another_contact(company: Company, words: str) -> None:
    rep = company.member("小周").says("刚拜访了鼎新薛总,挺感兴趣")
    rep.hears("已记录")
    rep.says(words).hears("已记录", "鼎新", "没联系上", "发生在", never=["感兴趣"])


@pytest.mark.parametrize("told", ["暂无异议", "说没什么顾虑", "没有新的异议"])
def test_no_objection_told_is_not_asked_for(company: Company, told: str) -> None:
    company.member("小周").says(f"刚拜访了联创孙总,挺感兴趣,{told}").hears("已记录", "感兴趣,暂无异议")


def test_a_step_without_a_time_does_not_take_the_place_of_one_with(company: Company) -> None:
    rep = company.member("小周").says("鼎新薛总约了周五下午两点签合同")
    rep.hears("已记录")
    rep.says("回头再把礼盒送过去").hears("补进")
    rep.says("鼎新什么情况").hears("周五.*下午两点.*签合同")


def test_a_visit_with_a_colleague_is_the_next_step(company: Company) -> None:
    rep = company.member("小周").says("刚拜访了鼎新薛总,挺感兴趣")
    rep.hears("已记录")
    rep.says("下周四我带赵琳再去一趟").hears("补进", "下一步:周四", "再去一趟")
    company.member("赵琳").hears_nothing()


def test_a_proposal_to_give_a_deal_up_is_asked_first(company: Company) -> None:
    rep = company.member("小周").says("鼎新丢了吧")
    rep.hears("鼎新.*要记成流失吗", choices=["记上", "先不记"])
    rep.says("先别 再争取两天").hears("好,没记,杭州鼎新.*还在")
    rep.says("鼎新丢单了,选了竞品").hears("已记丢单")
    rep.says("哎不是丢 只是暂缓").hears("重新打开了")
    company.ignore()


def test_who_does_not_decide_is_no_contact(company: Company) -> None:
    company.member("小周").says("薛总不做主 老板娘柳姐管钱 她说了算").hears("决策链", "柳姐是拍板人", never=["已记录"])


def test_whom_to_speak_to_instead_is_said_at_once(company: Company) -> None:
    rep = company.member("小周")
    for words in ("鼎新薛总说忙,不见", "鼎新薛总又推了,不肯见面", "今天去鼎新,薛总拒绝见面"):
        rep.says(words).hears("已记录")
    rep.hears("3 次拒绝见面")
    rep.says("换成唐工吧").hears("鼎新.*唐工,接下来找他", never=["改好了"])


@pytest.mark.daily
def test_what_was_not_completed_is_in_the_list_of_the_next_morning(company: Company) -> None:
    rep = company.member("小周").says("刚拜访了联创孙总,明天下午三点再去演示")
    rep.hears("异议是哪一类")
    company.until("2026-11-23 18:00")
    company.ignore()
    company.until("2026-11-24 08:55")
    rep.hears("还没收到")
    rep.hears("还差一项没记上的:「刚拜访了联创孙总", kind="brief")
    rep.taps("接着说这条").hears("异议是哪一类")
    rep.taps("暂无异议").hears("已记录", "演示")
    company.ignore()
