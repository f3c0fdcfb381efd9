"""A rep logs what happened by saying it."""

from __future__ import annotations

from testing import Company

OBJECTIONS = ["价格敏感", "功能疑虑", "决策链未齐", "预算未定", "竞品对比", "暂无异议"]
COMPLETE = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟"


def test_everything_said_is_logged_without_a_question(company: Company) -> None:
    rep = company.member("小周").says(COMPLETE)
    rep.hears(
        "已记录",
        "苏州联创电子有限公司",
        "孙总",
        "电话",
        "价格敏感",
        r"周三\(11月25日\)下午两点",
        choices=["撤回", "谁拍板"],
        kind="receipt",
    )


def test_a_half_logged_followup_survives_a_restart(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("孙总", "电话", "异议", choices=OBJECTIONS)
    company.restart()
    rep.taps("价格敏感").hears("已记录", "价格敏感", r"11月25日")


def test_numbers_mean_the_same_as_buttons(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says("2").hears("已记录", "功能疑虑")


def test_a_forced_field_cannot_be_skipped(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says("跳过").hears("必须选", choices=OBJECTIONS)
    rep.says("他们老板还没点头").hears("已记录", "决策链未齐")


def test_another_question_is_served_and_the_waiting_one_asked_again(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says("鼎新现在什么情况").hears("杭州鼎新超市有限公司", "需求确认")
    rep.hears("异议", choices=OBJECTIONS)
    rep.taps("暂无异议").hears("已记录", "暂无异议")


def test_two_records_in_one_message(company: Company) -> None:
    rep = company.member("小周").says("上午去了鼎新见薛总,他挺感兴趣,下周一发方案;联创孙总没接电话")
    rep.hears("已记录", "鼎新", "薛总", "感兴趣", "联创", "孙总", "没联系上", "不算一次跟进")


def test_which_of_two_deals_is_asked(company: Company) -> None:
    rep = company.member("小周").says("刚拜访了安宁温主任,挺感兴趣的")
    rep.hears("2 单在跟", choices=["仓储系统·方案报价·50 万元", "能耗终端·合同审批·9 万元"])
    rep.taps("能耗终端·合同审批·9 万元").hears("已记录", "能耗终端", "温主任", "拜访", "感兴趣")


def test_a_contact_alone_names_the_customer(company: Company) -> None:
    rep = company.member("小周").says("薛总微信上说再考虑考虑")
    rep.hears("已记录", "鼎新", "薛总", "微信", "考虑")


def test_a_colleagues_customer_stays_as_typed(company: Company) -> None:
    rep = company.member("小周").says("刚跟海川侯总通了电话,挺感兴趣")
    rep.hears("你名下没有「海川」", choices=["是新客户,建线索"], never=["宁波", "分拣"])
    rep.says("取消").hears("不弄了")


def test_a_correction_is_kept(company: Company) -> None:
    rep = company.member("小周").says(COMPLETE)
    rep.hears("已记录")
    rep.says("不对,是周四下午").hears("改好了", r"周四\(11月26日\)下午两点")
    rep.says("不是孙总,是钟经理").hears("改好了", "联系人:孙总 → 钟经理", "\n钟经理·电话", never=["\n孙总"])
    rep.says("联创现在什么情况").hears("联创", "方案报价", "11月26日", "钟经理")


def test_what_is_corrected_while_the_form_is_open(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says("不是孙总,是钟经理").hears("钟经理", "异议", never=["孙总"])
    rep.taps("价格敏感").hears("已记录", "钟经理")


def test_back_and_cancel(company: Company) -> None:
    rep = company.member("小周").says("刚拜访了安宁温主任,挺感兴趣的")
    rep.hears("2 单在跟")
    rep.taps("仓储系统·方案报价·50 万元").hears("异议")
    rep.says("返回").hears("2 单在跟")
    rep.says("取消").hears("不弄了")
    rep.says("安宁现在什么情况").hears("安宁", "还没有跟进记录")


def test_an_old_button_says_so_and_the_question_comes_again(company: Company) -> None:
    rep = company.member("小周").says("刚拜访了安宁温主任,挺感兴趣的")
    rep.hears("2 单在跟")
    rep.taps("仓储系统·方案报价·50 万元").hears("异议")
    rep.taps("能耗终端·合同审批·9 万元").hears("已经结束")
    rep.hears("异议", choices=OBJECTIONS)
    rep.taps("预算未定").hears("已记录", "仓储系统")


def test_undo_takes_back_all_of_a_record_for_ten_minutes(company: Company) -> None:
    rep = company.member("小周").says(COMPLETE)
    rep.hears("已记录")
    company.advance("9m")
    rep.taps("撤回").hears("已撤回")
    rep.taps("撤回").hears("已经撤回过了")
    rep.says("联创现在什么情况").hears("还没有跟进记录", never=["11月25日"])


def test_undo_is_refused_after_ten_minutes(company: Company) -> None:
    rep = company.member("小周").says(COMPLETE)
    rep.hears("已记录")
    company.advance("11m")
    rep.says("撤回").hears("过了 10 分钟")


def test_undo_after_a_correction_takes_the_whole_record_back(company: Company) -> None:
    rep = company.member("小周").says(COMPLETE)
    rep.hears("已记录")
    rep.says("不对,是周四下午").hears("改好了")
    rep.says("撤回").hears("已撤回")
    rep.says("联创现在什么情况").hears("还没有跟进记录")
    rep.says("撤回").hears("没有可以撤回")


def test_undo_drops_a_form_that_is_still_open(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says("撤回").hears("还没存")
    rep.says("联创现在什么情况").hears("还没有跟进记录")


def test_a_part_of_a_label_is_enough(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says("决策链").hears("已记录", "决策链未齐")


def test_a_correction_of_the_record_before_does_not_touch_the_open_form(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议")
    rep.says("鼎新薛总微信上挺感兴趣,明天下午三点线上演示").hears("已记录", "鼎新", r"11月24日")
    rep.hears("异议")
    rep.says("不是明天,是周三下午三点").hears("改好了", "鼎新", r"11月25日\)下午三点")
    rep.taps("价格敏感").hears("已记录", "联创", never=["11月25日"])


def test_the_words_themselves_are_shown_where_little_was_understood(company: Company) -> None:
    rep = company.member("小周").says("刚给鼎新薛总打了电话,他让我把参数表重新整理一份")
    rep.hears("已记录", "原话:「刚给鼎新薛总打了电话,他让我把参数表重新整理一份」")


def test_a_command_takes_the_customer_with_it(company: Company) -> None:
    rep = company.member("小周").says("跟进 鼎新")
    rep.hears("跟杭州鼎新超市有限公司怎么聊的")
    rep.says("薛总微信说挺感兴趣").hears("已记录", "鼎新", "感兴趣")


def test_a_step_said_again_in_fewer_words_stays_as_it_was(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去一趟")
    rep.hears("异议")
    rep.says("嫌贵,另外不是周三,是周四上午去").hears("已记录", "价格敏感", r"11月26日\).*,再去一趟")
