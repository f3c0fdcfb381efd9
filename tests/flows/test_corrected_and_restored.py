"""What was just done is done with another customer, person, sum or time; what was taken back by mistake is restored."""

from __future__ import annotations

import pytest
from testing import Company, Person


def with_record(company: Company) -> Person:
    """小周 has just reported a visit to 鼎新."""
    rep = company.member("小周")
    rep.says("刚拜访了鼎新薛总,嫌贵,周四下午去送样").hears("已记录", "鼎新")
    return rep


def with_lead(company: Company) -> Person:
    """小周 has just entered a lead."""
    rep = company.member("小周")
    rep.says("新线索 绍兴大桥酒厂 联系人赵厂长 预算18万").hears("新线索记好了", "赵厂长", "18 万元")
    return rep


@pytest.mark.parametrize(
    ("said", "lead"),
    [
        ("预算是80不是18", "80 万元"),
        ("预算写错了 80万", "80 万元"),
        ("不是赵厂长 是邵厂长", "联系人:邵厂长"),
        ("联系人姓邵 不姓赵", "联系人:邵厂长"),
        ("打错字了 是绍兴大乔酒厂", "大乔酒厂"),
    ],
)
def test_a_lead_is_put_right(company: Company, said: str, lead: str) -> None:
    rep = with_lead(company)
    rep.says(said).hears("已撤回:绍兴大桥酒厂的新线索")
    rep.hears("新线索记好了", lead)


def test_a_lead_is_put_right_by_its_name_after_something_else(company: Company) -> None:
    rep = with_lead(company)
    rep.says("刚拜访了鼎新薛总,嫌贵").hears("已记录")
    rep.says("大桥酒厂的预算是80不是18").hears("已撤回:绍兴大桥酒厂的新线索")
    rep.hears("新线索记好了", "80 万元")
    rep.says("鼎新什么情况").hears("嫌贵")


@pytest.mark.parametrize(
    ("said", "reminder"),
    [
        ("不是明天是后天上午提醒我", r"周三.*上午十点提醒你:给薛总寄样品"),
        ("不是寄样品 是寄合同", "明天.*上午十点提醒你:给薛总寄合同"),
        ("是孙总不是薛总", "明天.*上午十点提醒你:给孙总寄样品"),
        ("不对 是下午三点", "明天.*下午三点提醒你:给薛总寄样品"),
    ],
)
def test_the_reminder_just_set_is_put_right_in_its_place(company: Company, said: str, reminder: str) -> None:
    rep = company.member("小周")
    rep.says("明天上午十点提醒我给薛总寄样品").hears("提醒你:给薛总寄样品")
    rep.says(said).hears("改好了", reminder, kind="receipt")
    rep.says("我设了哪些提醒").hears("1 条")


def test_a_reminder_is_put_right_again_and_again_then_cancelled(company: Company) -> None:
    rep = company.member("小周")
    rep.says("明天下午三点提醒我去鼎新").hears("提醒你:去鼎新")
    rep.says("不是三点 四点").hears("下午四点提醒你:去鼎新")
    rep.says("是联创不是鼎新").hears("下午四点提醒你:去联创")
    rep.says("不去了 取消吧").hears("取消了.*去联创")
    rep.says("我设了哪些提醒").hears(never=["去联创", "去鼎新"])


def test_an_order_is_given_about_the_right_customer_to_the_right_person(company: Company) -> None:
    boss = company.member("赵琳")
    boss.says("让小周今天把鼎新的报价发出去").hears("已转告小周")
    company.member("小周").hears("鼎新")
    boss.says("不是鼎新是联创").hears("已撤回:刚才交代的事")
    boss.hears("已转告小周:把联创的报价发出去")
    company.member("小周").hears("不算数了")
    company.member("小周").hears("赵琳交代你:把联创的报价发出去")
    boss.says("不对 是让小吴").hears("已撤回:刚才交代的事")
    boss.hears("已转告小吴:把联创的报价发出去")
    company.member("小周").hears("不算数了")
    company.member("小吴").hears("赵琳交代你:把联创的报价发出去")


def test_the_record_that_has_what_was_wrong_is_put_right(company: Company) -> None:
    rep = with_record(company)
    rep.says("刚跟联创孙总微信聊了,嫌贵").hears("已记录", "联创")
    rep.says("不是薛总是薛工").hears("改好了,联系人:薛总 → 薛工", "鼎新")
    rep.says("其实是孙姐接的").hears(never=["孙总·孙姐"])


def test_a_record_of_the_morning_gets_the_right_day_by_its_customer(company: Company) -> None:
    rep = with_record(company)
    rep.says("刚跟联创孙总微信聊了,嫌贵").hears("已记录", "联创")
    company.advance("2h")
    rep.says("鼎新上午那条 是下周四不是这周四").hears(r"→ 周四\(12月3日\)", "鼎新")


def test_what_was_wrong_is_asked_and_the_customer_is_the_answer(company: Company) -> None:
    rep = with_record(company)
    rep.says("哦不是鼎新").hears("哪里不对")
    rep.says("是联创的").hears("改好了,杭州鼎新.*那条已经拿掉", "联创")


@pytest.mark.parametrize("said", ["撤错了", "撤错了 不是要撤这个", "恢复刚才那条", "还是留着吧", "不对 恢复"])
def test_what_was_taken_back_by_mistake_is_restored(company: Company, said: str) -> None:
    rep = with_record(company)
    rep.says("不是薛总是薛工").hears("改好了")
    rep.says("撤回").hears("已撤回")
    rep.says(said).hears("恢复了:.*鼎新", choices=["撤回"], kind="receipt")
    rep.says("你记成啥了").hears("薛工", "嫌贵", "送样")


@pytest.mark.parametrize("said", ["我说的是撤回推进那个不是提醒", "撤错了 是推进那个", "不是撤提醒 是撤推进那条"])
def test_the_other_thing_was_to_be_taken_back(company: Company, said: str) -> None:
    company.open_gates()
    rep = company.member("小周")
    rep.says("联创推进到方案确认").hears("已推进")
    rep.says("明天上午十点提醒我寄合同").hears("提醒你:寄合同")
    rep.says("撤回").hears("已撤回:提醒")
    rep.says(said).hears("恢复了:提醒「寄合同」")
    rep.hears("已撤回:.*方案报价 → 方案确认")
    rep.says("我设了哪些提醒").hears("寄合同")


def test_nothing_is_restored_where_nothing_was_taken_back(company: Company) -> None:
    with_record(company).says("恢复刚才那条").hears(never=["恢复了"])


def test_whoever_was_told_that_it_is_void_is_told_that_it_holds(company: Company) -> None:
    boss = company.member("赵琳")
    boss.says("把鼎新转给小吴").hears("鼎新.*转给小吴")
    company.member("小吴").hears("转给你跟了")
    boss.says("撤回").hears("已撤回")
    company.member("小吴").hears("不算数了")
    boss.says("撤错了").hears("恢复了:.*鼎新")
    company.member("小吴").hears("还算数.*鼎新")
    for _ in range(3):
        company.member("小周").hears("鼎新")


@pytest.mark.parametrize("said", ["算了 还是小周跟", "还是小周来吧", "算了还是让小周继续跟"])
def test_a_hand_over_is_taken_back_for_who_had_it(company: Company, said: str) -> None:
    boss = company.member("赵琳")
    boss.says("把鼎新转给小吴").hears("鼎新.*转给小吴")
    for name in ("小吴", "小周"):
        company.member(name).hears("鼎新")
    boss.says(said).hears("已撤回:.*鼎新.*转客户", kind="receipt")
    for name in ("小吴", "小周"):
        company.member(name).hears("不算数了.*鼎新")


@pytest.mark.parametrize("said", ["把鼎新的恢复", "鼎新那单恢复一下"])
def test_a_lost_deal_is_opened_again(company: Company, said: str) -> None:
    rep = company.member("小周")
    rep.says("鼎新丢了").hears("已记丢单")
    rep.says(said).hears("重新打开了.*鼎新")
    company.member("赵琳").hears("重新打开")


@pytest.mark.parametrize("said", ["你记成啥了", "刚才记的给我看看", "刚才那条给我看看", "你都记了些什么"])
def test_the_record_just_made_is_shown_in_full(company: Company, said: str) -> None:
    rep = with_record(company)
    rep.says(said).hears("刚才记的是:", "鼎新", "薛总", "价格敏感", "周四.*送样", choices=["撤回"])


def test_the_records_just_made_are_counted(company: Company) -> None:
    rep = with_record(company)
    rep.says("到底记了几条").hears("刚才一共记了 1 条,没有重复:", "薛总")


def test_the_form_that_waits_is_shown(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚跟联创孙总通完电话,他同意了").hears("异议")
    rep.says("你记成啥了").hears("听到的是:", "孙总", "同意了", "异议")


def test_a_line_is_added_to_the_record_named(company: Company) -> None:
    rep = with_record(company)
    rep.says("刚跟联创孙总微信聊了,嫌贵").hears("已记录", "联创")
    rep.says("刚才那条加一句 他儿子在国外念书").hears("补进刚才那条", "联创", "原话:「他儿子在国外念书」")
    rep.says("送样那条 加一句 对手是大族").hears("补进杭州鼎新.*那条", "原话:「对手是大族」")
    rep.hears("第一次提到竞品", "「对手是大族」")
    rep.says("鼎新那条补一句 他怕噪音").hears("补进杭州鼎新.*那条", "原话:「他怕噪音」")


@pytest.mark.parametrize("said", ["联创那条不要了", "联创那半别记了"])
def test_the_half_of_a_form_that_waits_is_taken_back(company: Company, said: str) -> None:
    rep = company.member("小周")
    rep.says("刚拜访了鼎新薛总,嫌贵,另外联创孙总来电话说他同意了").hears("联创", "异议")
    rep.says(said).hears("联创.*不记了")
    rep.hears("刚才记的是:", "鼎新", never=["孙总·"])
    rep.says("联创什么情况").hears("还没有跟进记录")


def test_the_half_that_is_recorded_is_taken_back_while_the_other_waits(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚拜访了鼎新薛总,嫌贵,另外联创孙总来电话说他同意了").hears("联创", "异议")
    rep.says("鼎新那条不记了").hears("已撤回:.*鼎新")
    rep.hears("听到的是:.*联创", "异议")
    rep.taps("暂无异议").hears("已记录:", "联创", never=["鼎新超市有限公司·"])
