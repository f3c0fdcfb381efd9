"""今日最有效客户动作: asked in the evening, answered by a tap or in words, kept one a day, listed for the leaders."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlmodel import select
from testing import Company, Person

from bot.admin import invitations
from storage.people import Member, Team

pytestmark = pytest.mark.daily
EVENING, LATE, MORNING = "2026-11-23 17:45", "2026-11-23 19:30", "2026-11-24 09:00"
QUESTION = "今天最有效的客户动作是哪个"


def asked(company: Company, name: str = "小周", before: Sequence[str] = ()) -> Person:
    """Monday evening: somebody has just been asked."""
    rep = company.member(name)
    for words in before:
        rep.says(words).hears("")
    company.until(EVENING)
    rep.hears(QUESTION, "30 字以内", kind="prompt", at="2026-11-23 17:40")
    return rep


def the_rest(company: Company) -> None:
    """What the others hear does not matter."""
    company.ignore()


def test_everybody_who_sells_is_asked_and_reminded_once_if_nothing_was_answered(company: Company) -> None:
    rep = asked(company)
    rep.says("约到联创孙总周四当面演示").hears("记下了.*「约到联创孙总周四当面演示」.*苏州联创", kind="receipt")
    company.until("2026-11-23 23:00")
    rep.hears_nothing()
    for name in ("小吴", "阿新", "小郑"):
        other = company.member(name)
        other.hears(QUESTION, choices=["今天没有"], kind="prompt", at="2026-11-23 17:40")
        other.hears("还没收到", QUESTION, choices=["今天没有"], kind="prompt", at="2026-11-23 19:10")
    for name in ("赵琳", "顾强", "老板", "法务小何"):
        company.member(name).hears_nothing()


def test_nobody_is_asked_on_a_day_off(company: Company) -> None:
    company.until("2026-11-28 09:00")
    the_rest(company)
    company.until("2026-11-29 23:00")
    assert not company.unheard()


def test_who_has_left_is_not_asked(company: Company) -> None:
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == "小吴")).one()
        member.active = False
        session.add(member)
    company.until(LATE)
    company.member("小吴").hears_nothing()
    the_rest(company)


@pytest.mark.parametrize(
    ("words", "kept", "customer"),
    [
        ("约到联创孙总周四当面演示", "约到联创孙总周四当面演示", "苏州联创"),
        ("带薛总看了样板间,当场要报价", "带薛总看了样板间,当场要报价", "杭州鼎新"),
        ("把付款方式谈成了三七开", "把付款方式谈成了三七开", ""),
        ("给老客户换了台坏机器", "给老客户换了台坏机器", ""),
        ("陪温主任跑了两个科室👍🏽", "陪温主任跑了两个科室👍🏽", "安宁"),
        ("让联创的技术试了一下午", "让联创的技术试了一下午", "苏州联创"),
        ("搞定了联创的样机", "搞定了联创的样机", "苏州联创"),
        ("把竞品的报价拿到手了", "把竞品的报价拿到手了", ""),
        ("今天跑了三家 没啥进展", "今天跑了三家 没啥进展", ""),
        ("今日有效动作:约到孙总", "约到孙总", "苏州联创"),
        ("今天最有效的是约到孙总周四演示", "约到孙总周四演示", "苏州联创"),
    ],
)
def test_words_answer_the_question_that_was_shown_last(company: Company, words: str, kept: str, customer: str) -> None:
    asked(company).says(words).hears(f"记下了.*「{kept}」.*{customer}", kind="receipt")
    the_rest(company)


@pytest.mark.parametrize(
    "words",
    ["没有", "今天没有", "没啥", "今天没跑客户", "今天请假了", "今天没见客户,在公司开会", "今日动作:没有", "今天培训"],
)
def test_none_is_an_answer(company: Company, words: str) -> None:
    rep = asked(company).says(words)
    rep.hears("今天没有客户动作,记下了", kind="receipt", choices=["撤回"])
    company.until(LATE)
    rep.hears_nothing()
    the_rest(company)


@pytest.mark.parametrize(
    ("words", "why", "taps"),
    [
        ("昨天去了联创送样", "之前的事", ["今天没有", "记一条跟进", "就报这句"]),
        ("上周五见了薛总", "之前的事", ["今天没有", "记一条跟进", "就报这句"]),
        ("小吴今天拿下了海川", "小吴做的", ["今天没有", "就报这句"]),
        ("我同事去了鼎新", "同事做的", ["今天没有", "就报这句"]),
        ("老板让我明天去联创送样", "还没做", ["今天没有", "记成下一步", "就报这句"]),
        ("希望孙总明天能签", "还只是打算", ["今天没有", "就报这句"]),
        ("今日动作:昨天去了联创送样", "之前的事", ["今天没有", "记一条跟进", "就报这句"]),
        ("今日动作:小吴约到了侯总", "小吴做的", ["今天没有", "就报这句"]),
    ],
)
def test_what_is_no_action_of_ones_own_today_is_asked_about(
    company: Company, words: str, why: str, taps: Sequence[str]
) -> None:
    rep = asked(company)
    rep.says(words).hears(why, QUESTION, choices=taps, never=["记下了"])
    rep.says("约到联创孙总周四演示").hears("记下了.*约到联创孙总周四演示")
    the_rest(company)


def test_words_that_were_doubted_may_be_kept_by_a_tap(company: Company) -> None:
    rep = asked(company)
    rep.says("昨晚陪孙总看的样机").hears("之前的事")
    rep.taps("就报这句").hears("记下了.*「昨晚陪孙总看的样机」")
    rep.says("今日动作:昨天的投诉今天处理好了").hears("换好了")
    the_rest(company)


@pytest.mark.parametrize("words", ["晚点报", "待会儿说", "算了", "开车呢", "等我想想"])
def test_it_may_come_later_and_is_still_taken(company: Company, words: str) -> None:
    rep = asked(company).says(words)
    rep.hears("不急.*零点前", choices=["今天没有"])
    rep.says("给薛总演示了断网续传").hears("记下了.*断网续传")
    the_rest(company)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("哪些单子超时了", "没有超时"),
        ("明早九点二提醒我给孙总打电话", "提醒你"),
        ("联创现在什么情况", "苏州联创"),
        ("鼎新推进到方案报价了", "已推进"),
        ("刚给鼎新薛总打了电话,他很感兴趣", "已记录"),
        ("明天去一趟联创", "联创"),
        ("鼎新薛总电话没打通", "没联系上"),
        ("联创签了,38万", "恭喜成交"),
        ("联创要定制接口,请产品评估一下", ""),
        ("你好", ""),
    ],
)
def test_what_is_something_else_is_served_and_the_question_comes_once_more(
    company: Company, words: str, answer: str
) -> None:
    rep = asked(company).says(words)
    rep.hears(answer, never=["今日最有效客户动作"])
    rep.hears(f"对了,{QUESTION}", kind="prompt")
    rep.says("我手上有哪些单子").hears("手上", never=["今日最有效"])
    rep.hears_nothing()  # it is not asked a third time
    the_rest(company)


def test_what_was_logged_meanwhile_is_one_tap_away(company: Company) -> None:
    rep = asked(company).says("刚给鼎新薛总打了电话,他很感兴趣")
    rep.hears("已记录")
    rep.hears(QUESTION, choices=["给鼎新薛总打了电话,他很感兴趣", "今天没有"])
    rep.taps("给鼎新薛总打了电话,他很感兴趣").hears("记下了.*给鼎新薛总打了电话.*杭州鼎新", choices=["撤回"])
    the_rest(company)


def test_follow_ups_of_the_day_are_one_tap_away_cut_to_length(company: Company) -> None:
    said = "刚拜访了鼎新薛总聊了一个多小时,他带我看了三个门店,答应下周给我样板店的图纸,周五再去"
    rep = company.member("小周").says(said)
    rep.hears("已记录")
    company.until(EVENING)
    shown = rep.hears(QUESTION, "点一个")
    label = shown.buttons[0][0]
    rep.taps(label).hears("记下了.*「他带我看了三个门店,答应下周给我样板店的图纸,周五再去」.*杭州鼎新")
    the_rest(company)


def test_words_for_a_waiting_question_are_its_answer(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    company.until(EVENING)
    rep.hears(QUESTION)
    rep.says("他嫌价格高").hears("已记录", "价格敏感")
    rep.hears(f"对了,{QUESTION}", kind="prompt")
    rep.says("陪孙总看了样板间").hears("记下了.*陪孙总看了样板间")
    the_rest(company)


LONG = "今天跟联创的孙总在他们会议室聊了一个多小时,把付款方式从五五谈成了三七开,他答应周五前给答复"
CUT = "把付款方式从五五谈成了三七开,他答应周五前给答复"


def test_what_is_too_long_comes_back_cut(company: Company) -> None:
    rep = asked(company).says(LONG)
    rep.hears("46 字,最多 30 字", CUT, choices=["就用这句"])
    rep.taps("就用这句").hears(f"记下了.*「{CUT}」.*苏州联创")
    the_rest(company)


def test_what_is_too_long_may_be_said_anew(company: Company) -> None:
    rep = asked(company).says(LONG)
    rep.hears("最多 30 字")
    rep.says("跟孙总谈成三七开付款").hears("记下了.*「跟孙总谈成三七开付款」.*苏州联创")
    the_rest(company)


def test_said_anew_it_is_about_the_same_customer(company: Company) -> None:
    rep = asked(company).says(LONG)
    rep.hears("最多 30 字")
    rep.says("哪些单子超时了").hears("没有超时")
    rep.hears("今天的有效动作用哪句", choices=["就用这句"])
    rep.says("谈成三七开付款").hears("记下了.*「谈成三七开付款」.*苏州联创")
    the_rest(company)


def test_an_emoji_of_a_family_is_one_character(company: Company) -> None:
    rep = asked(company).says("今日动作:" + "👨‍👩‍👧" * 10 + "陪薛总一家看了样板店,当场定了")
    rep.hears("记下了")
    the_rest(company)


def test_a_later_one_takes_its_place_and_may_be_taken_back(company: Company) -> None:
    rep = asked(company).says("约到联创孙总演示")
    rep.hears("记下了", choices=["撤回", "也记一条跟进"])
    rep.says("今日动作:陪薛总验收了样机").hears("换好了.*陪薛总验收", "原来的「约到联创孙总演示」", kind="receipt")
    rep.says("撤回").hears("已撤回.*今日最有效客户动作")
    company.until(MORNING)
    company.member("赵琳").hears("小周:约到联创孙总演示", kind="brief", at="2026-11-24 08:50")
    the_rest(company)


def test_it_is_logged_too_by_one_tap(company: Company) -> None:
    rep = asked(company).says("给鼎新薛总演示了断网续传")
    rep.hears("记下了", choices=["撤回", "也记一条跟进"])
    rep.taps("也记一条跟进").hears("已记录", "杭州鼎新", "断网续传")
    the_rest(company)


def test_it_is_reported_before_it_is_asked_for(company: Company) -> None:
    rep = company.member("小周").says("今日最有效动作:约到联创孙总演示")
    rep.hears("记下了.*苏州联创")
    company.until(LATE)
    rep.hears_nothing()
    the_rest(company)


def test_the_bare_words_ask(company: Company) -> None:
    rep = company.member("小周").says("今日动作")
    rep.hears(QUESTION, choices=["今天没有"])
    rep.says("陪温主任跑了两个科室").hears("记下了.*安宁")
    the_rest(company)


def test_which_of_two_customers_is_asked_by_a_tap(company: Company) -> None:
    rep = asked(company).says("把联创和鼎新的报价都送到了")
    rep.hears("说的是哪家", choices=["苏州联创电子有限公司", "杭州鼎新超市有限公司", "都不是"])
    rep.taps("都不是").hears("记下了", never=["苏州联创", "杭州鼎新"])
    the_rest(company)


def test_yesterdays_question_is_closed(company: Company) -> None:
    rep = asked(company)
    company.until("2026-11-24 00:10")
    rep.hears("还没收到")
    rep.taps("今天没有").hears("昨天.*零点就截止")
    the_rest(company)


def test_words_after_midnight_are_no_answer(company: Company) -> None:
    rep = asked(company).says(LONG)
    rep.hears("最多 30 字")
    company.until("2026-11-24 00:10")
    rep.hears("还没收到")
    rep.taps("就用这句").hears("零点就截止")
    the_rest(company)


@pytest.mark.parametrize("words", ["谁今天没报有效动作", "今天谁没报", "没报的有谁", "今天报了几个人"])
def test_a_leader_asks_who_has_not_reported_and_has_them_asked_once_more(company: Company, words: str) -> None:
    asked(company).says("约到联创孙总演示").hears("记下了")
    boss = company.member("赵琳").says(words)
    boss.hears("2 人还没报:小吴、阿新.*报了的 1 人", choices=["提醒一下"])
    boss.taps("提醒一下").hears("已经提醒:小吴、阿新", choices=[])
    boss.says("撤回").hears("", never=["已撤回"])
    for name in ("小吴", "阿新"):
        company.member(name).hears(QUESTION, kind="prompt")
        company.member(name).hears("赵琳在等你今天的有效动作", kind="nudge", choices=["今天没有"])
    company.member("小吴").says("陪侯总看了分拣线").hears("记下了.*宁波海川")
    boss.taps("提醒一下").hears("提醒过了")
    boss.says("催一下没报的").hears("提醒过了")
    company.member("老板").says("今天谁没报").hears("2 人还没报:阿新、小郑", choices=["提醒一下"])
    the_rest(company)


def test_before_they_are_asked_nobody_is_asked_once_more(company: Company) -> None:
    boss = company.member("赵琳").says("谁今天没报有效动作")
    boss.hears("3 人还没报", choices=[])
    boss.says("催一下没报的").hears("还没问,下午五点四十统一问")


def test_at_night_nobody_is_asked_once_more(company: Company) -> None:
    company.until("2026-11-23 20:15")
    the_rest(company)
    boss = company.member("赵琳").says("谁今天没报有效动作")
    boss.hears("3 人还没报")
    boss.taps("提醒一下").hears("不打扰")


def test_a_rep_does_not_hear_of_others(company: Company) -> None:
    company.member("小周").says("谁今天没报有效动作").hears("主管来问")
    company.member("小周").says("小吴今天的有效动作是什么").hears("", never=["没报"])


def test_leaders_hear_in_the_morning_what_was_reported(company: Company) -> None:
    asked(company).says("约到联创孙总演示").hears("记下了")
    company.member("阿新").says("没有").hears(QUESTION)
    company.until(MORNING)
    company.member("赵琳").hears(
        "昨天.*1/3 人报了", "小周:约到联创孙总演示", "说没有的:阿新", "没报:小吴", kind="brief", at="2026-11-24 08:50"
    )
    company.member("顾强").hears("没有人报有效动作\\(1 人\\)", kind="brief")
    company.member("老板").hears("1/4 人报了", "东区 1/3,没报:小吴", "南区 0/1,没报:小郑", kind="brief")
    boss = company.member("赵琳")
    boss.says("昨天的有效动作").hears("小周:约到联创孙总演示", choices=[])
    boss.says("小周昨天的有效动作是什么").hears("约到联创孙总演示")
    the_rest(company)


def test_on_monday_leaders_hear_of_friday(company: Company) -> None:
    company.until("2026-11-27 18:00")
    the_rest(company)
    company.member("小郑").says("签约仪式约到下周").hears("记下了")
    company.until("2026-11-30 09:00")
    shown = [m.text for m in company.simulation.screens.shown if m.to == "顾强" and m.kind == "brief"]
    assert any("周五(11月27日)的有效动作,1/1" in text for text in shown)
    the_rest(company)


def test_after_downtime_both_are_one_question_and_none_after_midnight(company: Company) -> None:
    company.restart()
    company.clock.move_to(company.clock.now().replace(hour=11, minute=31))  # 19:31: the process was down
    company.restart()
    rep = company.member("小周")
    rep.hears("还没收到", QUESTION, kind="prompt", at="2026-11-23 19:31")
    rep.hears_nothing()
    the_rest(company)
    company.until("2026-11-24 17:30")
    the_rest(company)
    company.clock.move_to(company.clock.now().replace(day=25, hour=1))
    company.restart()
    assert not [m for m in company.unheard() if m.kind == "prompt"]
    company.until("2026-11-25 17:45")
    assert [m.to for m in company.unheard() if m.kind == "prompt"] == ["小周", "小吴", "阿新", "小郑"]
    the_rest(company)


def test_restarts_ask_nobody_twice(company: Company) -> None:
    for _ in range(3):
        company.restart()
    company.until(EVENING)
    assert len([m for m in company.unheard() if m.to == "小周"]) == 1
    the_rest(company)


def newcomer(company: Company) -> str:
    """An invitation of somebody who has not joined yet."""
    with company.db.write() as session:
        team = session.exec(select(Team.id).where(Team.name == "东区")).one()
        member = Member(name="新来的", role="new_hire", team_id=team)
        session.add(member)
        session.flush()
        assert member.id is not None
        return invitations.invite(session, member.id, company.clock.now())


def join(company: Company, code: str) -> Person:
    phone = company.member("新手机").says(f"加入 {code}")
    phone.hears("新来的")
    return phone.taps("同意并加入")


def test_who_joins_is_asked_the_same_evening_and_counts_from_then_on(company: Company) -> None:
    company.restart()
    phone = join(company, newcomer(company))
    phone.hears("加入好了")
    company.until(EVENING)
    phone.hears(QUESTION, kind="prompt", at="2026-11-23 17:40")
    company.member("赵琳").says("谁今天没报有效动作").hears("小周、小吴、阿新、新来的")
    the_rest(company)


def test_who_has_not_joined_is_neither_asked_nor_missed(company: Company) -> None:
    code = newcomer(company)
    company.until(EVENING)
    company.member("赵琳").says("谁今天没报有效动作").hears("3 人还没报", never=["新来的"])
    the_rest(company)
    join(company, code).hears("加入好了")
    company.member("新手机").hears_nothing()  # what was asked before is not asked now
    the_rest(company)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("换成:联创孙总同意周五看样", "联创孙总同意周五看样"),
        ("换一个 拿到鼎新的平面图了", "拿到鼎新的平面图了"),
        ("动作改成鼎新薛总认可交期", "鼎新薛总认可交期"),
    ],
)
def test_another_action_takes_its_place_in_words(company: Company, words: str, kept: str) -> None:
    rep = asked(company)
    rep.says("约到联创孙总周四当面演示").hears("记下了")
    rep.says(words).hears("换好了", f"「{kept}」", kind="receipt")
    the_rest(company)


def test_there_was_one_or_none_after_all(company: Company) -> None:
    rep = asked(company)
    rep.says("今天没有").hears("今天没有客户动作")
    rep.says("有的有的 孙总认可四周交货").hears("记下了.*「孙总认可四周交货」.*苏州联创")
    rep.says("不对 那是上周五谈的 今天没有").hears("今天没有客户动作,记下了")
    the_rest(company)


@pytest.mark.parametrize("words", ["鼎新还没去", "联创没顾上跑"])
def test_what_was_not_done_is_no_action(company: Company, words: str) -> None:
    rep = asked(company)
    rep.says(words).hears("零点前说都算今天的")
    the_rest(company)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("什么才算有效动作啊", "往前推一步.*30 字以内"),
        ("明天要报动作吗", r"要报,明天\(11月24日\)是工作日,下午五点四十"),
        ("周六还要报吗", r"不用报,周六\(11月28日\)休息"),
        ("今天上班吗", "是工作日"),
        ("今天的动作我报了吗", "今天还没报"),
        ("上周五那个动作我报了没", r"周五\(11月20日\)没报"),
    ],
)
def test_questions_about_it_are_answered(company: Company, words: str, answer: str) -> None:
    company.member("小周").says(words).hears(answer)


def test_the_action_of_yesterday_is_over(company: Company) -> None:
    rep = company.member("小周").says("补一条昨天的有效动作:和鼎新薛总定了验收")
    rep.hears("过了零点就截止了", choices=["记一条跟进"])
    rep.taps("记一条跟进").hears("已记录", "鼎新", "定了验收")
