"""A report with orders and requests beside it: each is carried out and confirmed, nothing is lost or doubled."""

from __future__ import annotations

from testing import Company


def test_a_request_handed_in_and_a_reminder_beside_a_report(company: Company) -> None:
    rep = company.member("小周").says("刚拜访了联创孙总,他嫌贵,麻烦法务把合同过一遍,顺手记个提醒周五催盖章")
    rep.hears("已记录", "联创电子", "价格敏感", never=["下一步"])
    rep.hears("已交给法务", "联创电子", kind="receipt")
    rep.hears("好,周五", "提醒你:催盖章", kind="receipt")
    company.member("法务小何").hears("联创")


def test_a_report_told_as_what_was_done_is_no_reason(company: Company) -> None:
    rep = company.member("小周").says("跟薛总吃了顿饭聊得不错,周三提醒我带样品,顺便找法务要份合同模板")
    rep.hears("已记录", "鼎新超市", kind="receipt")
    rep.hears("好,周三", "提醒你:带样品", kind="receipt")
    rep.hears("已交给法务", kind="receipt")
    company.member("法务小何").hears("鼎新")


def test_a_report_is_not_what_something_is_done_with(company: Company) -> None:
    rep = company.member("小周").says("刚拜访了联创孙总,他嫌贵,帮我提交法务评估条款,下周一提醒我再问")
    rep.hears("已记录", "联创电子", kind="receipt")
    rep.hears("已交给法务", kind="receipt")
    rep.hears("好,周一", "提醒你:再问", never=["孙总,"], kind="receipt")
    company.member("法务小何").hears("联创")


def test_that_there_is_no_objection_is_heard_inside_a_sentence(company: Company) -> None:
    company.member("小周").says("联创孙总电话聊了没啥异议 周三下午去送样").hears("已记录", "暂无异议", "去送样")


def test_no_objection_in_other_words_at_a_reopened_deal(company: Company) -> None:
    rep = company.member("小周").says("联创丢了,嫌贵")
    rep.hears("已记丢单")
    rep.says("孙总又来找我了,联创那单重新打开").hears("重新打开")
    company.ignore()
    rep.says("刚跟联创孙总通完电话").hears("异议")
    rep.says("这回没啥意见了").hears("已记录", "暂无异议", kind="receipt")


def test_a_date_that_they_move_is_no_refusal(company: Company) -> None:
    rep = company.member("小周").says("孙总说这周没空见面,让我下周三过去")
    rep.hears("联创", never=["拒绝见面"])
    rep.says("取消").hears()
    company.ignore()
    rep.says("薛总说最近没空见,改天再说").hears("鼎新", "拒绝见面")


def test_a_moved_date_of_another_customer_does_not_answer(company: Company) -> None:
    rep = company.member("小周").says("去联创找孙总,前台说不见")
    rep.hears("联创", "异议")
    rep.says("薛总说周四没空 改到下周一下午见").hears("鼎新", never=["联创", "孙总"])
    company.ignore()


def test_what_somebody_elsewhere_objects_to_does_not_answer(company: Company) -> None:
    rep = company.member("小周").says("孙总说最近没空见,改天再说")
    rep.hears("联创", "拒绝见面", "异议")
    rep.says("薛总嫌贵").hears("已记录", "鼎新超市", "价格敏感", never=["联创"])
    company.ignore()


def test_the_step_is_told_whole_and_without_the_tail(company: Company) -> None:
    rep = company.member("小周").says("刚拜访薛总 嫌贵 下次他让我带着小样去他们仓库跑一遍数据再说")
    rep.hears("下一步:带着小样去他们仓库跑一遍数据\n")
    rep.says("取消").hears()
    rep.says("跟孙总通了电话 嫌贵 下周二我去拿合同顺便把发票带过去").hears("去拿合同顺便把发票带过去\n")
    rep.says("跟孙总见了面 觉得贵 然后约了下周三上午让我带技术去给他们车间的人讲讲 他挺客气的").hears(
        "带技术去给他们车间的人讲讲\n"
    )
