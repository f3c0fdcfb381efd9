"""Corrections find what they are about, and show what was and what is."""

from __future__ import annotations

from testing import Company

CALL = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟"


def test_the_record_of_the_customer_named_is_corrected(company: Company) -> None:
    rep = company.member("小周").says(CALL)
    rep.hears("已记录")
    rep.says("上午拜访了鼎新薛总,挺感兴趣").hears("已记录")
    rep.says("联创那条不对,是钟经理").hears("改好了", "孙总 → 钟经理", "联创电子", never=["鼎新"])
    company.until("2026-11-24 11:00")
    company.ignore()
    rep.says("鼎新那条不对,是林主管").hears("改好了", "薛总 → 林主管", "鼎新超市")


def test_the_sum_of_a_deal_just_won_is_corrected(company: Company) -> None:
    rep = company.member("小周").says("联创签了,36万")
    rep.hears("恭喜成交")
    rep.says("不是36万,是38万").hears("改好了", "联创", "36 万元 → 38 万元", choices=["撤回"], kind="receipt")
    rep.taps("撤回").hears("已撤回")
    rep.says("联创现在什么情况").hears("成交 36 万元")


def test_a_deal_that_was_not_won_is_reopened(company: Company) -> None:
    rep = company.member("小周").says("联创签了,36万")
    rep.hears("恭喜成交")
    rep.says("没签呢,记错了").hears("成交 → 方案报价", kind="receipt")
    company.member("赵琳").hears("重新打开", kind="receipt")


def test_a_reminder_just_set_is_moved(company: Company) -> None:
    rep = company.member("小周").says("明天上午十点提醒我给温主任寄样品")
    rep.hears("好,明天")
    rep.says("不对,改成今天下午三点").hears(
        r"改好了,今天\(11月23日\)下午三点提醒你:给温主任寄样品\(原来是明天\(11月24日\)上午十点\)", kind="receipt"
    )


def test_the_stage_of_a_move_is_corrected(company: Company) -> None:
    company.open_gates()
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("已推进")
    rep.says("不是方案确认,是合同审批").hears("方案确认 → 合同审批", kind="receipt")


def test_the_same_thing_told_twice_is_one_record(company: Company) -> None:
    rep = company.member("小周").says(CALL)
    rep.hears("已记录")
    rep.says(CALL).hears("已经记过了", "他嫌价格高", choices=["再记一条"], never=["已记录"])
    rep.taps("再记一条").hears("又记了一条", "价格敏感", choices=["撤回"], kind="receipt")
    rep.says("刚跟联创孙总打完电话,他嫌价格高,他们老板还没点头").hears("已记录")


def test_own_words_are_in_receipt_and_card(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,要再降5个点才签")
    rep.hears("已记录", "「刚跟联创孙总打完电话,要再降5个点才签」")
    rep.says("联创现在什么情况").hears("价格敏感", "要再降5个点才签")


def test_each_record_of_a_message_has_its_own_words(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高;上午拜访了鼎新薛总,挺感兴趣")
    rep.hears("「刚跟联创孙总打完电话,他嫌价格高」", "「上午拜访了鼎新薛总,挺感兴趣」")


def test_what_was_not_read_is_said(company: Company) -> None:
    rep = company.member("小周").says(f"{CALL}。" + "今天天气不错。" * 180)
    rep.hears("前1200字我读了,后面的没读")
    company.ignore()


def test_support_is_for_the_deal_named(company: Company) -> None:
    company.until("2026-11-26 11:00")
    company.ignore()
    rep = company.member("小周").says("联创需要支持")
    rep.hears("苏州联创电子有限公司需要什么支持")
    rep.says("报价再降点").hears("已经告诉主管了")
    company.ignore()
    rep.says("需要支持").hears("哪一单|上海安宁医院需要|杭州鼎新")
    rep.says("取消").hears("不弄了")


def test_a_budget_put_right_is_no_sum_of_the_deal(company: Company) -> None:
    rep = company.member("小周").says("跟鼎新薛总打了电话,预算30万,嫌贵")
    rep.hears("已记录", "预算 30 万元")
    rep.says("预算不是30,是35").hears("30 万元 → 35 万元", never=["金额"], kind="receipt")
    rep.says("鼎新现在什么情况").hears("12 万元")
