"""Words that change what was just done: a reminder's time, one of a list, a win or loss, a snooze, a record, a sum."""

from __future__ import annotations

import pytest
from testing import Company, Person


def with_reminder(company: Company) -> Person:
    """小周 has just set a reminder for tomorrow at ten."""
    rep = company.member("小周")
    rep.says("明天上午十点提醒我给孙总回电话").hears("明天.*上午十点提醒你")
    return rep


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("改十一点半", r"明天\(11月24日\)上午十一点半"),
        ("九点吧 要早点走", r"明天\(11月24日\)上午九点"),
        ("算了改后天", r"周三\(11月25日\)上午十点"),
        ("周二改周四", r"周四\(11月26日\)上午十点"),
        ("不用了 他改后天了", r"周三\(11月25日\)上午十点"),
        ("下午两点半吧", r"明天\(11月24日\)下午两点半"),
    ],
)
def test_a_reminder_just_set_is_moved_by_the_next_sentence(company: Company, said: str, when: str) -> None:
    with_reminder(company).says(said).hears(f"改好了,{when}提醒你:给孙总回电话", choices=["撤回"], kind="receipt")


def test_a_reminder_is_moved_and_filled_up_as_often_as_it_takes(company: Company) -> None:
    rep = with_reminder(company)
    rep.says("改十一点").hears("上午十一点提醒你")
    rep.says("哎不 下午三点").hears("下午三点提醒你:给孙总回电话")
    rep.says("记得带合同").hears("加上了,明天.*下午三点提醒你:给孙总回电话,带合同")
    rep.says("撤回").hears("已撤回:.*提醒的改动")
    rep.says("我设了哪些提醒").hears(r"1\. .*下午三点 给孙总回电话", never=["带合同"])


def test_a_time_long_after_the_reminder_is_not_for_it(company: Company) -> None:
    rep = with_reminder(company)
    company.advance("1h")
    rep.says("改十一点").hears("没听懂")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("第二个不要了", "取消了,不再提醒:.*寄样品"),
        ("1不要了", "取消了,不再提醒:.*给孙总回电话"),
        ("最后一个删掉吧", "取消了,不再提醒:.*寄样品"),
        ("第2个改到周五", r"改好了,周五\(11月27日\)上午九点提醒你:.*寄样品"),
    ],
)
def test_one_of_the_list_is_meant_by_its_number(company: Company, said: str, heard: str) -> None:
    rep = with_reminder(company)
    rep.says("周四上午九点提醒我寄样品").hears("寄样品")
    rep.says("看看提醒").hears("2 条")
    rep.says(said).hears(heard, kind="receipt")


def test_the_sum_of_an_open_deal_is_put_right(company: Company) -> None:
    rep = company.member("小周")
    rep.says("联创那单金额改成40万")
    rep.hears(r"改好了。.*联创.*的金额:36 万元 → 40 万元", choices=["撤回"], kind="receipt")
    rep.says("撤回").hears("已撤回:苏州联创电子有限公司的金额改动")
    rep.says("联创现在什么情况").hears("36 万元")


def test_a_limit_is_put_off_before_it_has_passed(company: Company) -> None:
    rep = company.member("小周")
    rep.says("鼎新给缓一天")
    rep.hears(r"好,杭州鼎新.*周四\(11月26日\).*再提醒你。时限还是周三\(11月25日\)", choices=["撤回"], kind="receipt")
    company.until("2026-11-26 09:02")
    company.until("2026-11-26 09:30")
    rep.hears("联创.*超时", kind="nudge")
    rep.hears("鼎新.*超时 1 天", kind="nudge")


def test_before_the_limit_there_is_nothing_to_put_off(company: Company) -> None:
    company.member("小周").says("联创缓到明天").hears("联创.*周四.*才到时限,在那之前我不会催")


def test_what_was_listed_or_spoken_of_is_put_off(company: Company) -> None:
    rep = company.member("小周")
    rep.says("哪些快到期了").hears("1 单:\n1. 杭州鼎新")
    rep.says("缓到周五早上九点").hears(r"好,杭州鼎新.*周五\(11月27日\).*再提醒你")
    rep.says("算了不缓了").hears("已撤回:杭州鼎新超市有限公司的缓一缓")
    company.until("2026-11-25 12:00")
    rep.hears("鼎新.*超时", kind="nudge")


def test_nothing_named_and_nothing_near_is_not_put_off(company: Company) -> None:
    company.member("小周").says("缓两天吧").hears("没有要缓的")


@pytest.mark.parametrize("said", ["不记了 删掉", "算了删掉吧"])
def test_a_record_is_taken_back_in_plain_words(company: Company, said: str) -> None:
    rep = company.member("小周")
    rep.says("上午去联创见了孙总,他嫌贵").hears("已记录")
    rep.says(said).hears("已撤回:苏州联创电子有限公司的跟进")


def test_an_hour_said_after_a_record_keeps_the_day_of_its_step(company: Company) -> None:
    rep = company.member("小周")
    rep.says("上午去联创见了孙总,他嫌贵,周五再去送方案").hears(r"下一步:周五\(11月27日\)")
    rep.says("上午十点半吧").hears(r"下一步:周五\(11月27日\)上午十点半")


@pytest.mark.parametrize("said", ["错了错了没签 只是口头答应", "哈哈骗你的 没签呢", "不好意思记错了 还在谈"])
def test_a_win_is_taken_back_in_the_next_sentence(company: Company, said: str) -> None:
    rep = company.member("小周")
    rep.says("联创签了,36万").hears("恭喜成交")
    rep.says(said).hears("重新打开了。苏州联创.*成交 → 方案报价", choices=["撤回"], kind="receipt")
    company.member("赵琳").hears("小周把单子重新打开了")


def test_a_loss_with_a_reason_is_taken_back(company: Company) -> None:
    rep = company.member("小周")
    rep.says("鼎新丢了,选了别家").hears("已记丢单")
    rep.says("记错了 没丢 还在谈").hears("重新打开了。杭州鼎新.*流失 → 需求确认", kind="receipt")
    company.member("赵琳").hears("小周把单子重新打开了")


def test_a_loss_goes_to_the_other_customer(company: Company) -> None:
    rep = company.member("小周")
    rep.says("鼎新丢了").hears("已记丢单。杭州鼎新")
    rep.says("说错了 是联创的 不是鼎新")
    rep.hears("杭州鼎新.*那条撤掉了,还在需求确认", kind="receipt")
    rep.hears("已记丢单。苏州联创.*方案报价 → 流失", kind="receipt")


def test_a_win_goes_to_the_other_deal_of_the_customer(company: Company) -> None:
    rep = company.member("小周")
    rep.says("安宁的能耗终端签了").hears("恭喜成交!上海安宁医院·能耗终端")
    rep.says("不是能耗终端 是仓储系统那单")
    rep.hears("能耗终端那条撤掉了,还在合同审批", kind="receipt")
    rep.hears("恭喜成交!上海安宁医院·仓储系统", kind="receipt")


def test_what_a_leader_recorded_on_ones_deal_is_corrected(company: Company) -> None:
    boss, rep = company.member("赵琳"), company.member("小周")
    boss.says("帮小周记一下,她今天打电话给联创孙总,孙总嫌功能不全").hears("已记录")
    rep.hears("赵琳在苏州联创.*记了一条跟进")
    rep.says("主管帮我记的那条不对,不是功能,是价格").hears("改好了,.*价格敏感", kind="receipt")
    boss.hears("小周改了你在苏州联创.*记的那条,.*价格敏感")
