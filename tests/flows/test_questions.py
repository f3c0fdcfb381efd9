"""A question takes good answers in any words, and never what is meant for something else."""

from __future__ import annotations

import pytest
from testing import Company, Person

OBJECTIONS = ["价格敏感", "功能疑虑", "决策链未齐", "预算未定", "竞品对比", "暂无异议"]
DEALS = ["仓储系统·方案报价·50 万元", "能耗终端·合同审批·9 万元"]


def asked_which_deal(company: Company) -> Person:
    rep = company.member("小周").says("上午拜访了安宁温主任,觉得贵")
    rep.hears("有 2 单在跟", choices=DEALS)
    return rep


@pytest.mark.parametrize(
    ("words", "deal"),
    [
        ("第二个", "能耗终端"),
        ("最后一个", "能耗终端"),
        ("仓储那个", "仓储系统"),
        ("小的那单", "能耗终端"),
        ("金额大的那单", "仓储系统"),
        ("合同审批阶段那个", "能耗终端"),
        ("就50万那个吧", "仓储系统"),
        ("报价那单", "仓储系统"),
    ],
)
def test_a_deal_is_named_by_its_place_product_sum_or_stage(company: Company, words: str, deal: str) -> None:
    rep = asked_which_deal(company)
    rep.says(words).hears("已记录", f"安宁医院·{deal}", "价格敏感")


@pytest.mark.parametrize("words", ["有什么区别", "哪个是哪个", "这两单有啥不一样"])
def test_what_tells_the_deals_apart(company: Company, words: str) -> None:
    rep = asked_which_deal(company)
    rep.says(words).hears("仓储系统,50 万元,方案报价", "能耗终端,9 万元,合同审批.*11月23日", choices=DEALS)
    rep.says("第一个").hears("已记录", "仓储系统")


def test_more_and_a_correction_at_the_deal_question_are_for_this_record(company: Company) -> None:
    rep = company.member("小周").says("鼎新薛总电话里挺感兴趣,明天下午三点去演示")
    rep.hears("已记录", "鼎新")
    asked_which_deal(company)
    rep.says("他还要等院长签字").hears("记下了.*哪一单", choices=DEALS)
    rep.says("不对,是周五下午再去").hears("记下了.*哪一单", never=["改好了"], choices=DEALS)
    rep.says("第一个").hears("已记录", "价格敏感、决策链未齐", r"11月27日\)下午两点")


def test_another_customers_report_is_saved_and_does_not_answer(company: Company) -> None:
    rep = company.member("小周").says("签下来了,11万")
    rep.hears("是哪家客户")
    rep.says("刚跟鼎新薛总视频了,挺感兴趣").hears("已记录", "鼎新", "感兴趣", never=["成交"])
    rep.hears("「签下来了,11万」是哪家客户")
    rep.says("鼎新").hears("恭喜成交", "鼎新")


def test_a_contact_of_another_customer_does_not_fill_this_form(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议", choices=OBJECTIONS)
    rep.says("薛总对样机挺满意").hears("已记录", "鼎新", "薛总", never=["联创"])
    rep.hears("苏州联创电子有限公司那条,客户的异议", choices=OBJECTIONS)
    rep.says("钟经理说价格太高").hears("已记录", "联创", "钟经理", "价格敏感")


def test_a_question_is_repeated_once_in_one_line(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("听到的是", choices=OBJECTIONS)
    rep.says("鼎新现在什么情况").hears("鼎新")
    rep.hears("客户的异议", never=["听到的是", "\n"], choices=OBJECTIONS)
    rep.says("今天我该跟谁").hears("今天")
    rep.says("鼎新薛总微信上挺感兴趣").hears("已记录", "鼎新")
    rep.says("太贵了").hears("已记录", "联创", "价格敏感")


def test_a_question_of_yesterday_takes_no_report(company: Company) -> None:
    rep = company.member("小周").says("丢单了")
    rep.hears("是哪家客户")
    company.until("2026-11-24 15:00")
    rep.says("刚拜访了鼎新薛总,挺感兴趣").hears("已记录", "鼎新", never=["流失"])


def test_a_question_of_yesterday_still_has_its_buttons(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议")
    company.until("2026-11-24 10:00")
    rep.says("今天我该跟谁").hears("今天")
    rep.taps("价格敏感").hears("已记录", "联创")


def followed_up_tapped(company: Company) -> Person:
    company.until("2026-11-25 11:00")
    rep = company.member("小周")
    rep.hears("鼎新", choices=["已跟进", "缓一缓", "需要支持"])
    rep.taps("已跟进").hears("跟杭州鼎新超市有限公司怎么聊的")
    return rep


def test_while_a_report_is_awaited_only_a_report_is_one(company: Company) -> None:
    rep = followed_up_tapped(company)
    rep.says("鼎新缓到明天上午十点").hears("明天.*再提醒你", never=["已记录"])
    rep.hears("怎么聊的")
    rep.says("好的").hears("^好的。$", never=["已记录"])
    rep.says("还可以吧,人挺热情").hears("已记录", "鼎新")


def test_a_report_answers_a_question_further_down_about_its_customer(company: Company) -> None:
    rep = followed_up_tapped(company)
    rep.says("提醒我给孙总寄合同").hears("什么时候提醒你")
    rep.says("薛总说再考虑考虑").hears("已记录", "鼎新", "考虑")
    rep.hears("什么时候提醒你")
    rep.says("明天上午十点").hears("提醒你:给孙总寄合同")


def test_what_settles_a_snooze_ends_its_question(company: Company) -> None:
    company.until("2026-11-25 11:00")
    rep = company.member("小周")
    rep.hears("鼎新", choices=["已跟进", "缓一缓", "需要支持"])
    rep.taps("缓一缓").hears("缓到什么时候")
    rep.says("刚跟鼎新薛总通了电话,挺感兴趣").hears("已记录", "鼎新")
    rep.says("明早九点").hears(never=["再提醒你"])


def test_fragments_after_a_receipt_belong_to_it(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录", "联创")
    rep.says("人倒是挺实在").hears("补进刚才那条", "联创", "人倒是挺实在", choices=["撤回"])
    rep.says("就是今年没预算").hears("补进刚才那条", "预算未定")
    rep.says("下周四再过去").hears("补进刚才那条", r"12月3日")
    rep.says("联创现在什么情况").hears("孙总,价格敏感、预算未定.*12月3日")


def test_an_addition_is_taken_back_alone(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录")
    rep.says("就是今年没预算").hears("补进刚才那条")
    rep.taps("撤回").hears("已撤回:补进苏州联创电子有限公司那条的「就是今年没预算」")
    rep.says("联创现在什么情况").hears("孙总,价格敏感", never=["预算未定"])
    rep.says("撤回").hears("还要撤掉", "他嫌价格高")
    rep.taps("撤掉").hears("已撤回")
    rep.says("联创现在什么情况").hears("还没有跟进记录")


def test_the_window_closes_and_others_are_not_drawn_in(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录", "联创")
    rep.says("薛总看了样机挺满意").hears("已记录", "鼎新", never=["补进", "联创"])
    company.advance("11m")
    rep.says("就是今年没预算").hears(never=["补进"])


def test_words_after_a_customers_card_are_about_that_customer(company: Company) -> None:
    rep = company.member("小周").says("鼎新现在什么情况")
    rep.hears("鼎新")
    rep.says("嫌贵,下周再聊").hears("已记录", "鼎新", "价格敏感")


def test_a_nod_takes_the_only_customer_offered(company: Company) -> None:
    rep = company.member("小周").says("鼎新现在什么情况")
    rep.hears("鼎新")
    company.advance("15m")
    rep.says("嫌贵,下周再聊").hears("是杭州鼎新超市有限公司吗")
    rep.says("对的").hears("已记录", "鼎新", "价格敏感")


def test_words_of_no_customer_do_not_pick_the_only_one_offered(company: Company) -> None:
    rep = company.member("小周").says("鼎新现在什么情况")
    rep.hears("鼎新")
    company.advance("15m")
    rep.says("签了,15万").hears("是杭州鼎新超市有限公司吗")
    rep.says("下午再打").hears(never=["成交"])


def test_a_loss_is_explained_in_free_words(company: Company) -> None:
    rep = company.member("小周").says("联创丢了")
    rep.hears("是为什么丢的")
    rep.says("他们老板小舅子也做这个").hears("记下了", "联创", "原因:他们老板小舅子也做这个")


def test_a_contact_alone_is_found_among_ones_own(company: Company) -> None:
    rep = company.member("小周").says("跟薛总喝了杯茶")
    rep.hears("已记录", "鼎新", "薛总", "拜访")


def test_what_was_told_before_the_customer_is_all_kept(company: Company) -> None:
    rep = company.member("小周").says("嫌贵,下周三再聊")
    rep.hears("是哪家客户")
    rep.says("联创孙总").hears("已记录", "联创", "孙总", "价格敏感", r"12月2日")
