"""Colleagues tell each other something through the bot: it is a message, no record, and who told it hears back."""

from __future__ import annotations

import pytest
from testing import Company


def test_a_leader_tells_a_rep_and_hears_when_it_is_done(company: Company) -> None:
    boss = company.member("赵琳").says("让小吴下班前给海川侯总回个电话")
    boss.hears("已转告小吴:给海川侯总回个电话", "今天.*六点", "办好了我告诉你", choices=["撤回"])
    rep = company.member("小吴")
    rep.hears("赵琳交代你:给海川侯总回个电话", "宁波海川", kind="nudge", choices=["办好了", "有问题"])
    rep.taps("办好了").hears("已经告诉赵琳")
    boss.hears("小吴办好了:给海川侯总回个电话", kind="receipt")
    rep.taps("办好了").hears("这里你已经点过「办好了」了,没有再动")
    company.until("2026-11-23 18:30")  # and nobody is reminded of it any more


def test_a_reminder_comes_at_its_time(company: Company) -> None:
    company.member("赵琳").says("叫小吴今天下午三点去趟海川").hears("已转告")
    rep = company.member("小吴")
    rep.hears("赵琳交代你")
    company.until("2026-11-23 15:05")
    rep.hears("提醒:赵琳交代的:去趟海川")


def test_a_follow_up_on_that_customer_is_heard_of(company: Company) -> None:
    boss = company.member("赵琳").says("让小周今天给鼎新薛总回电话")
    boss.hears("已转告")
    rep = company.member("小周")
    rep.hears("赵琳交代你")
    rep.says("薛总电话没打通").hears("不算一次跟进")
    rep.says("跟鼎新薛总通了电话,他挺感兴趣").hears("已记录")
    boss.hears("小周跟了杭州鼎新超市有限公司", "薛总", "挺感兴趣", kind="receipt")


def test_a_problem_is_passed_back_in_the_persons_words(company: Company) -> None:
    company.member("小周").says("转告小郑报价单先别发").hears("已转告小郑")
    other = company.member("小郑")
    other.hears("小周让我转告你:报价单先别发")
    other.taps("有问题").hears("有什么问题")
    other.says("早上已经发给尹总了").hears("已经告诉小周")
    company.member("小周").hears("小郑说「报价单先别发」有问题:早上已经发给尹总了")


def test_a_problem_that_sounds_like_a_report_is_still_the_answer(company: Company) -> None:
    boss = company.member("赵琳").says("让小吴下班前给海川侯总回个电话")
    boss.hears("已转告小吴")
    other = company.member("小吴")
    other.hears("赵琳交代你")
    other.taps("有问题").hears("有什么问题")
    other.says("侯总在外地开会,下周才回来").hears("已经告诉赵琳")
    boss.hears("小吴说「给海川侯总回个电话」有问题:侯总在外地开会,下周才回来")


def test_it_touches_no_record_and_no_time(company: Company) -> None:
    company.member("赵琳").says("让小周明天去一趟鼎新").hears("已转告小周")
    rep = company.member("小周")
    rep.hears("赵琳交代你")
    rep.says("鼎新现在什么情况").hears("还没有跟进记录", "11月25日.*到时限")


def test_a_leader_tells_the_whole_team(company: Company) -> None:
    company.member("赵琳").says("通知全组周五下午四点开周会").hears("小周、小吴、阿新")
    for name in ("小周", "小吴", "阿新"):
        company.member(name).hears("赵琳交代你:.*开周会")


def test_what_became_of_it_is_listed(company: Company) -> None:
    boss = company.member("赵琳").says("让小吴把合同模板发给我")
    boss.hears("已转告")
    company.member("小吴").hears("合同模板")
    boss.says("我交代的事办了没").hears("交代了 1 件,办好 0 件", "小吴:.*合同模板.*还没回")
    company.member("小吴").taps("办好了").hears("已经告诉赵琳")
    boss.hears("办好了")
    boss.says("安排的活都做完了吗").hears("办好 1 件")


def test_it_is_taken_back(company: Company) -> None:
    boss = company.member("赵琳").says("让小吴今天下午四点去趟海川")
    boss.hears("已转告")
    rep = company.member("小吴")
    rep.hears("赵琳交代你")
    boss.taps("撤回").hears("已撤回")
    rep.hears("撤回了这条")
    rep.taps("办好了").hears("已经撤回了")
    company.until("2026-11-23 16:30")


def test_a_report_for_a_colleague_is_not_logged_on_ones_own_customer(company: Company) -> None:
    rep = company.member("小周").says("帮小吴记一下,孙总说价格还得再降")
    rep.hears("小吴的客户要本人记", choices=["转告", "不用"])
    rep.taps("转告").hears("已转告小吴:孙总说价格还得再降")
    company.member("小吴").hears("小周让我转告你:孙总说价格还得再降")
    rep.says("联创现在什么情况").hears("还没有跟进记录")


def test_a_leaders_report_is_logged_on_the_members_deal(company: Company) -> None:
    company.member("赵琳").says("替小周记一条,鼎新薛总挺感兴趣").hears("已记录", "鼎新", "薛总", never=["小周·"])
    company.member("小周").hears("赵琳在杭州鼎新.*记了一条跟进")


def test_an_order_to_somebody_called_familiarly_is_no_report(company: Company) -> None:
    boss = company.member("赵琳").says("让阿新明天上午给鼎新送份样册")
    boss.hears("已转告阿新")
    company.member("阿新").hears("赵琳交代你")
    boss.says("那就让老郑周四去趟海川").hears("已转告小郑")
    company.ignore("小郑")
    boss.says("海川现在什么情况").hears("还没有跟进记录")


def test_what_is_theirs_is_called_yours(company: Company) -> None:
    company.member("赵琳").says("小周的客户都催一下").hears("已转告小周:你的客户都催一下")
    company.member("小周").hears("赵琳交代你:你的客户都催一下")


@pytest.mark.parametrize(
    "words", ["告诉小周和小吴明天九点开会", "跟小周和小吴说明天九点开会", "让小周、小吴明天九点开会"]
)
def test_two_are_told_the_same(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("^已转告小周、小吴:开会")
    for name in ("小周", "小吴"):
        company.member(name).hears("赵琳交代你:开会")
    company.member("小吴").taps("办好了")
    company.member("赵琳").hears("小吴办好了")
    company.member("小吴").hears("已经告诉赵琳")


def test_who_is_only_mentioned_is_told_nothing(company: Company) -> None:
    company.member("赵琳").says("让小周跟小吴一起去").hears("^已转告小周:跟小吴一起去")
    company.member("小周").hears("跟小吴一起去")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("给小周带个话,明天开会", "明天开会"),
        ("帮我给小周捎句话:鼎新的报价先别发", "鼎新的报价先别发"),
        ("给小周带句话:联创丢单了", "联创丢单了"),
    ],
)
def test_words_to_pass_on_are_passed_on_and_do_nothing_else(company: Company, words: str, told: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears(f"已转告小周:{told}", kind="reply")
    company.member("小周").hears(f"赵琳交代你:{told}")
    boss.says("联创到哪一步了").hears("方案报价", never=["流失"])


def test_a_manager_tells_everybody_and_a_supervisor_the_team(company: Company) -> None:
    boss = company.member("老板").says("通知所有人,周五下午四点开会")
    boss.hears("已转告.*赵琳.*小周.*法务小何")
    company.ignore()
    company.member("赵琳").says("通知全组,周五下午四点开会").hears("已转告小周、小吴、阿新", never=["小郑"])
    company.ignore()
