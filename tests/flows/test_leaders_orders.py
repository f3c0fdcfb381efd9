"""Orders, hand-overs, more time and wishes in the words that leaders and reps use; nothing more is done."""

from __future__ import annotations

import pytest
from testing import Company


def test_two_hand_overs_go_to_two_people(company: Company) -> None:
    boss = company.member("赵琳").says("鼎新给小吴 联创给阿新")
    boss.hears("杭州鼎新.*转给小吴跟了")
    boss.hears("苏州联创.*转给阿新跟了")
    company.ignore()


def test_advice_closes_nothing(company: Company) -> None:
    boss = company.member("赵琳").says("鼎新放弃吧 没戏")
    boss.hears("杭州鼎新.*没有动", choices=["转告小周", "记丢单", "先不动"], never=["流失"])
    boss.taps("转告小周").hears("已转告小周")
    company.member("小周").hears("赵琳交代你:鼎新放弃吧")


@pytest.mark.parametrize(
    "words", ["鼎新需要领导支持,薛总只跟老板谈", "鼎新这两天顾不上,赵姐帮我跟一下", "想请赵姐出面", "带我一起跟"]
)
def test_a_wish_for_help_is_no_record(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("告诉赵琳吗", choices=["告诉赵琳", "不用"], never=["已记录"])
    rep.taps("告诉赵琳").hears("已转告赵琳")
    company.member("赵琳").hears("小周让我转告你", words)


def test_a_wish_that_a_colleague_takes_it_asks_the_leader(company: Company) -> None:
    company.member("小周").says("鼎新以后让小吴跟吧 他跟薛总是老乡").hears("赵琳点头", never=["已记录"])
    company.member("赵琳").hears("小周想把杭州鼎新.*转给小吴跟,同意吗")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("海川让小吴今天必须打通电话", "必须打通电话|打通电话"),
        ("让小吴说说原因", "说说原因"),
        ("最多降3个点,转告小吴", "最多降3个点"),
        ("告诉小吴别碰海川", "别碰海川"),
        ("提醒小吴明天带样机", "带样机"),
        ("让小吴明天上午把合同寄过来,顺便问问海川还要不要", "把合同寄过来.*还要不要"),
        ("海川报价超了两天了让小吴过问一下", "过问一下"),
    ],
)
def test_an_order_is_passed_on_whole(company: Company, words: str, what: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("已转告小吴", never=["转告谁"])
    company.member("小吴").hears(f"赵琳交代你:.*({what})")


@pytest.mark.parametrize("words", ["鼎新宽限到周五", "鼎新给它多留一天", "给鼎新缓到周五", "鼎新再给小周三天"])
def test_more_time_however_said(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("杭州鼎新.*先缓到")
    company.member("小周").hears("赵琳给杭州鼎新.*多留了")


def test_more_time_for_two_customers(company: Company) -> None:
    boss = company.member("赵琳").says("鼎新和联创再给小周三天")
    boss.hears("杭州鼎新.*先缓到")
    boss.hears("苏州联创.*先缓到")
    company.ignore()


@pytest.mark.parametrize("words", ["鼎新小周跟不动 换小吴", "小周的鼎新给我转给小吴练手"])
def test_a_hand_over_however_said(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("杭州鼎新.*转给小吴跟了")
    company.ignore()


def test_a_leader_takes_it_over(company: Company) -> None:
    company.member("赵琳").says("鼎新这单我来谈吧").hears("杭州鼎新.*由你自己跟了")
    company.ignore()


def test_a_question_hands_nothing_over(company: Company) -> None:
    boss = company.member("赵琳").says("转给小吴")
    boss.hears("哪家客户")
    boss.says("小吴跟鼎新了吗").hears(".", never=["转给小吴跟了"])


def test_what_one_has_in_hand(company: Company) -> None:
    company.member("小周").says("我现在手上有哪些").hears("小周手上 4 单")
    company.member("赵琳").says("小吴手上有几单").hears("小吴手上 1 单")
    company.member("赵琳").says("手下谁最忙").hears("小周最多", "·小周:4 单", "·小吴:1 单", "·阿新:0 单")


def test_other_departments(company: Company) -> None:
    legal = company.member("法务小何").says("谁负责鼎新")
    legal.hears("杭州鼎新.*小周在跟")
    legal.says("鼎新的首付款还没到账").hears("告诉他吗", choices=["告诉小周", "不用"])
    legal.taps("告诉小周").hears("已转告小周")
    company.member("小周").hears("法务小何让我转告你:鼎新的首付款还没到账")


def test_a_numbered_list_is_answered_by_its_numbers(company: Company) -> None:
    company.until("2026-11-27 15:00")
    company.ignore()
    boss = company.member("赵琳").says("哪些单子超时了")
    boss.hears("1\\. ", "2\\. ", "3\\. ")
    boss.says("1让小周下班前报价 2和3再给两天")
    boss.hears("已转告小周:报价")
    boss.hears("先缓到")
    boss.hears("先缓到")
    company.ignore()


def test_the_same_is_asked_about_somebody_else(company: Company) -> None:
    boss = company.member("赵琳").says("小周手上有几单")
    boss.hears("小周手上 4 单")
    boss.says("那小吴呢").hears("小吴手上 1 单")


def test_a_colleague_spoken_to_by_a_familiar_name_is_told(company: Company) -> None:
    lead = company.member("赵琳").says("小郑你明天上午把米果的报价发我")
    lead.hears("已转告小郑:明天上午把米果的报价发我", kind="reply")
    company.member("小郑").hears("赵琳交代你:明天上午把米果的报价发我", kind="nudge")


def test_somebody_who_is_no_member_is_told_nothing(company: Company) -> None:
    company.member("赵琳").says("小傅你把合同打印两份放我桌上").hears(never=["已转告", "要跟"])


@pytest.mark.parametrize("words", ["联创再降得我批", "联创报价不能低于30万", "联创底价31万"])
def test_a_limit_of_our_price_is_told_to_who_has_the_deal_and_is_no_record(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("已转告小周", never=["已记录", "异议"])
    company.member("小周").hears("赵琳交代你", words, kind="nudge")


@pytest.mark.parametrize("words", ["联创报价不能低于30万吗", "要不要定联创底价31万", "「联创再降得我批」"])
def test_words_that_only_weigh_a_limit_tell_nobody(company: Company, words: str) -> None:
    company.member("赵琳").says(words)
    company.ignore("赵琳")


def test_a_question_changes_no_record(company: Company) -> None:
    boss = company.member("赵琳").says("刚跟海川侯总通了电话 嫌贵")
    company.ignore()
    boss.says("哪些单子降价了")
    boss.hears(".", never=["改好了", "补进"])
