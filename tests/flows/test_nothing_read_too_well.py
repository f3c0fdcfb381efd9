"""What is not reported is not written: consent that hangs on something, plans and orders, what is to happen first."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("联创孙总电话里说分三次付就没问题", "异议是哪一类"),
        ("联创孙总微信说再送一年保养就行", "异议是哪一类"),
        ("联创孙总说便宜点就签", "价格敏感"),
        ("联创孙总说方案没啥问题就是嫌贵", "价格敏感"),
        ("联创孙总说可以，但是董事会还没批", "决策链未齐"),
        ("联创孙总说他们老系统用着没毛病", "竞品对比"),
        ("联创孙总对现在的供应商很满意", "竞品对比"),
    ],
)
def test_a_demand_or_praise_of_another_vendor_is_no_consent(company: Company, words: str, heard: str) -> None:
    company.member("小周").says(words).hears(heard, never=["同意了"])


@pytest.mark.parametrize(
    "words", ["联创盖完章提醒我寄发票 周五上午", "联创签完合同提醒我通知工厂", "联创付了定金以后提醒我排产"]
)
def test_what_is_to_happen_before_a_reminder_wins_no_deal(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("提醒你", never=["成交"])


def test_a_leaders_plan_is_a_reminder_and_no_record(company: Company) -> None:
    boss = company.member("赵琳").says("行 我明天上午十点给侯总打电话 提醒我")
    boss.hears("明天.*上午十点提醒你:给侯总打电话", never=["已记录", "同意了"])


@pytest.mark.parametrize("words", ["好的，不过侯总今天出去了，明天上午打行不", "他今天开会 后天打可以吗"])
def test_another_time_proposed_for_an_order_is_passed_on(company: Company, words: str) -> None:
    company.member("赵琳").says("让小吴今天给海川侯总回个电话").hears("已转告小吴")
    rep = company.member("小吴")
    rep.hears("赵琳交代你")
    rep.says(words).hears("已经告诉赵琳", never=["异议", "已记录"])
    company.member("赵琳").hears("小吴回你.*" + words)


def test_an_order_that_begins_with_the_customers_contact_is_passed_on(company: Company) -> None:
    company.member("赵琳").says("侯总那边让小吴先别催 月底再去").hears("已转告小吴:侯总那边先别催", never=["异议"])
    company.member("小吴").hears("赵琳交代你:侯总那边先别催 月底再去")


@pytest.mark.parametrize("words", ["预算60万", "他们预算60万左右", "预算写60万吧 他电话里说的"])
def test_a_budget_told_right_after_a_lead_belongs_to_it(company: Company, words: str) -> None:
    rep = company.member("小周").says("新线索：台州玉环阀门厂，联系人柯总")
    rep.hears("新线索记好了")
    rep.says(words).hears("补进刚才那条线索", "60 万", never=["重新开始算"])


def test_a_budget_told_when_no_lead_was_entered_completes_none(company: Company) -> None:
    company.member("小周").says("预算60万").hears("", never=["线索"])


def test_the_day_that_is_given_up_is_no_next_step(company: Company) -> None:
    rep = company.member("小周").says("联创孙总嫌贵 下周三他不在 改周四上午去")
    rep.hears("下一步:周四.*上午十点,去", never=["不在,", "没联系上"])


def test_a_corrected_meeting_changes_the_time_alone(company: Company) -> None:
    rep = company.member("小周").says("联创孙总说要等他们董事会过，下周二开会")
    rep.hears("下一步:周二")
    rep.says("不对 是下周三开会").hears("下一步:周二.*→ 周三", never=["方式"])


@pytest.mark.parametrize("words", ["联创孙总说八万以上要总经理批", "联创孙总说20万以内院长说了算 嫌单价3800贵"])
def test_an_approval_limit_or_a_unit_price_is_no_amount(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("已记录", never=["金额", "预算 "])
