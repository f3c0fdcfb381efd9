"""A special request becomes a ticket: it goes to whoever serves the department, who answers, passes it on or asks back;
the rep sees how it goes on, and says whether it is solved."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company, Person

from storage.people import Member

pytestmark = pytest.mark.world("departments")
RAISED = "联创要定制接口,请产品评估一下"


def raised(company: Company, words: str = RAISED, to: str = "邵波") -> tuple[Person, Person]:
    """小周 asks a department, which `to` serves."""
    rep = company.member("小周").says(words)
    rep.hears("已交给")
    holder = company.member(to)
    holder.hears("小周请", kind="nudge")
    return rep, holder


def test_a_request_goes_to_the_department_in_the_reps_own_words(company: Company) -> None:
    rep = company.member("小周").says("联创要定制接口,请产品周五前评估一下")
    rep.hears("已交给产品邵波", "工单1", "苏州联创", "联创要定制接口,请产品周五前评估一下", "11月27日", kind="receipt")
    product = company.member("邵波")
    product.hears(
        "工单1",
        "苏州联创",
        "「联创要定制接口,请产品周五前评估一下」",
        "明天.*上午九点零三分前答复",
        kind="nudge",
        choices=["答复", "转下一步:生产老段", "问回去", "转给别的部门"],
        never=["36", "合同审批"],
    )


def test_a_bare_answer_is_passed_on_verbatim_and_solves_it_by_one_tap(company: Company) -> None:
    rep, product = raised(company)
    product.says("可以做,两周").hears("已经答复小周", "「可以做,两周」", choices=["撤回"])
    rep.hears("产品邵波答复:「可以做,两周」", kind="receipt", choices=["解决了", "还没解决(再问)"])
    rep.taps("解决了").hears("结了")
    product.hears("解决了,小周确认过")
    rep.taps("还没解决(再问)").hears("已经解决了,没有动")
    product.taps("答复").hears("已经解决了,没有动")


def test_what_does_not_solve_it_goes_back_with_the_reps_words(company: Company) -> None:
    rep, product = raised(company)
    product.says("可以做,两周").hears("已经答复")
    rep.hears("可以做")
    rep.says("还没解决,客户还要日志").hears("已经再问产品邵波")
    product.hears("小周再问:「还没解决,客户还要日志」", "原来的事", kind="nudge")
    product.says("日志也能加").hears("已经答复")
    rep.hears("「日志也能加」")
    rep.taps("还没解决(再问)").hears("还差什么")
    rep.says("要带操作人").hears("已经再问产品邵波")
    product.hears("要带操作人")


def test_it_is_passed_on_by_the_route_and_the_rep_hears_of_each_step(company: Company) -> None:
    rep, product = raised(company)
    product.taps("转下一步:生产老段").hears("已转给生产老段")
    rep.hears("产品邵波转给了生产老段", kind="receipt")
    factory = company.member("老段")
    choices = ["答复", "转下一步:客服邵波", "问回去", "转给别的部门"]  # nobody is of service: product serves it
    factory.hears("小周请生产看", choices=choices)
    factory.says("排得上,转给财务核一下价").hears("已转给财务米会计")
    rep.hears("生产老段转给了财务米会计,他说:「排得上,转给财务核一下价」")
    finance = company.member("米会计")
    finance.hears("小周请财务看", "生产老段:「排得上", choices=["答复", "问回去", "转给别的部门"])
    product.taps("答复").hears("这一步已经处理完了,现在在财务米会计那里")
    choices = ["产品邵波", "生产老段"]  # who stands in for others is named once
    finance.taps("转给别的部门").hears("转给哪个部门", choices=choices)
    finance.says("生产").hears("已转给生产老段")
    rep.hears("转给了生产老段")
    factory.hears("小周请生产看")


def test_a_question_back_is_answered_by_the_rep(company: Company) -> None:
    rep, product = raised(company)
    product.says("要对接哪个系统?").hears("已经问小周", "不算你的")
    rep.hears("产品邵波问你:「要对接哪个系统", kind="nudge", choices=["回答", "不用了"])
    rep.says("用的SAP,要双向同步").hears("已经回产品邵波")
    product.hears("小周回你:「用的SAP,要双向同步」", kind="nudge")
    product.taps("问回去").hears("要问小周什么")
    product.says("哪个版本").hears("已经问小周")
    rep.hears("哪个版本")
    rep.taps("回答").hears("怎么回产品邵波")
    rep.says("S4").hears("已经回产品邵波")
    product.hears("小周回你:「S4」")


def test_a_greeting_in_between_changes_nothing(company: Company) -> None:
    rep, product = raised(company)
    product.says("早").hears("邵波,你好")
    product.says("可以做,两周").hears("已经答复小周")
    rep.hears("可以做,两周")


def test_a_report_is_no_answer_to_the_question(company: Company) -> None:
    rep, product = raised(company)
    product.says("要对接哪个系统?").hears("已经问小周")
    rep.hears("要对接哪个系统")
    rep.says("刚跟鼎新薛总打完电话,挺感兴趣").hears("已记录")
    rep.taps("回答").hears("怎么回产品邵波")
    rep.says("对接金蝶").hears("已经回")
    product.hears("对接金蝶")


def test_words_name_the_ticket_by_number_customer_or_thing(company: Company) -> None:
    rep = company.member("小周")
    rep.says(RAISED).hears("工单1")
    rep.says("鼎新要加导出功能,请产品看看").hears("工单2", "陶然")  # 邵波 has one in hand
    rep.says("鼎新要换配色,请产品看看").hears("工单3", "邵波")
    product = company.member("邵波")
    product.hears("工单1")
    product.hears("工单3")
    company.member("陶然").hears("工单2")
    product.says("能做").hears("不止一张", choices=["工单1·联创", "工单3·鼎新"])
    product.says("联创那个接口可以做").hears("已经答复小周", "工单1", "「联创那个接口可以做」")
    product.says("工单3 做不了").hears("已经答复小周", "工单3", "「做不了」")
    rep.hears("可以做")
    rep.hears("做不了")
    other = company.member("陶然")
    other.says("工单1 不行").hears("不归你看")


def test_that_it_was_seen_is_no_answer(company: Company) -> None:
    rep, product = raised(company)
    product.says("收到,我看看").hears("小周知道你看到了")
    rep.hears("看到了:「收到,我看看」")
    product.says("可以做").hears("已经答复")
    rep.hears("可以做")


def test_more_words_after_an_answer_are_offered_to_be_sent(company: Company) -> None:
    rep, product = raised(company)
    product.says("英文可以,报表没有").hears("已经答复")
    rep.hears("报表没有")
    product.says("要做得排到一月份").hears("要把这句补给小周吗", choices=["补给小周", "不用"])
    product.taps("补给小周").hears("已经答复小周")
    rep.hears("「要做得排到一月份」")
    rep.says("一月份也太晚啦客户等不了").hears("转给产品邵波再问吗", choices=["转给邵波", "不用转"])
    rep.taps("转给邵波").hears("已经再问产品邵波")
    product.hears("再问:「一月份也太晚啦客户等不了」")
    product.says("你好").hears("邵波,你好")


def test_of_several_answered_it_is_asked_which_is_solved(company: Company) -> None:
    rep, product = raised(company)
    product.says("可以做").hears("已经答复")
    rep.hears("可以做")
    rep, finance = raised(company, "鼎新想分三期付,让财务看看", "米会计")
    finance.says("不能分").hears("已经答复")
    rep.hears("不能分")
    rep.says("我的工单").hears("2 张")
    rep.says("解决了").hears("哪一张", choices=["工单1·联创", "工单2·鼎新"])
    rep.taps("工单2·鼎新").hears("工单2.*结了")
    finance.hears("解决了")
    rep.says("帮我催一下产品").hears("产品邵波已经答复了")


def test_two_departments_get_a_ticket_each_with_their_own_words(company: Company) -> None:
    rep = company.member("小周").says("联创要定制接口,请产品评估接口,财务看看分期")
    rep.hears("已交给产品邵波", "「联创要定制接口,请产品评估接口」")
    rep.hears("已交给财务米会计", "「联创要定制接口,财务看看分期」")
    company.member("邵波").hears("请产品评估接口", never=["分期"])
    company.member("米会计").hears("财务看看分期", never=["评估接口"])


def test_a_department_without_a_member_is_served_by_product_then_by_the_supervisor(company: Company) -> None:
    raised(company, "鼎新的合同,法务看一下违约条款")
    raised(company, "鼎新要对接ERP,技术看看行不行", "陶然")
    with company.db.write() as session:
        for member in session.exec(select(Member).where(Member.role == "product")):
            member.active = False
            session.add(member)
    raised(company, "联创坏了一台,请售后去看看", "赵琳")


def test_the_customer_is_asked_for_by_one_tap_and_may_be_none(company: Company) -> None:
    rep = company.member("小周").says("让财务看看能不能分三期")
    rep.hears("给哪家客户", choices=["不针对哪家客户"])
    rep.says("鼎新").hears("已交给财务米会计", "杭州鼎新")
    company.member("米会计").hears("杭州鼎新", "让财务看看能不能分三期")
    company.advance("12h")
    company.ignore()
    rep.says("工厂下周五前能不能出样")
    rep.hears("给哪家客户")
    rep.taps("不针对哪家客户").hears("工单2\\)", "12月4日")
    company.ignore("老段")


def test_who_was_just_spoken_of_is_whom_it_is_about(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,他想分三期付")
    rep.hears("已记录")
    rep.says("让财务看看能不能分三期").hears("已交给财务米会计", "苏州联创")
    company.ignore("米会计")


def test_what_is_asked_for_and_of_whom_is_asked_where_it_was_not_said(company: Company) -> None:
    rep = company.member("小周").says("我要提个工单")
    rep.hears("要找哪个部门", choices=["产品", "技术", "生产", "客服", "财务", "法务"])
    rep.taps("财务").hears("要财务做什么")
    rep.says("联创的发票抬头要改").hears("哪家客户")
    rep.says("联创").hears("已交给财务米会计", "联创的发票抬头要改")
    company.ignore("米会计")


def test_a_colleague_named_is_told_and_gets_no_ticket(company: Company) -> None:
    company.member("小周").says("让邵波看看联创的接口能不能做").hears("已转告邵波")
    company.member("邵波").hears("小周让我转告你", choices=["办好了", "有问题"])


def test_progress_is_shown_to_who_asks_for_it(company: Company) -> None:
    rep, product = raised(company)
    rep.says("我的工单").hears("你提的工单 1 张", "在产品邵波手上", choices=["工单1"])
    rep.says("联创那个工单到哪了").hears("工单1", "现在:在产品邵波手上", choices=["催一下邵波", "不用了"])
    rep.says("产品那边回了没").hears("现在:在产品邵波手上")
    product.says("我手上的工单").hears("你手上 1 张工单", RAISED)
    product.says("谁在跟联创").hears("小周在跟")
    product.says("今天有什么要办的").hears("你手上 1 张工单")
    company.member("赵琳").says("组里的工单").hears("团队在走的工单 1 张", "邵波")
    company.member("老板").says("所有工单").hears("工单1")
    company.member("小郑").says("工单1到哪了").hears("不归你看")
    company.member("小郑").says("我的工单").hears("没有在走的工单")
    company.member("米会计").says("工单1").hears("不归你看")


def test_whoever_has_it_is_urged_once_an_hour(company: Company) -> None:
    rep, product = raised(company)
    rep.says("再催一下产品").hears("已经催了产品邵波")
    product.hears("小周在等工单1", "「再催一下产品」", kind="nudge")
    rep.says("催催产品").hears("刚催过邵波")
    product.says("明天给你").hears("小周知道你看到了", choices=["这就是答复"])
    rep.hears("看到了:「明天给你」")
    product.taps("这就是答复").hears("已经答复")
    rep.hears("答复:「明天给你」")


def test_it_is_taken_back_or_not_needed_any_more(company: Company) -> None:
    rep, product = raised(company)
    rep.taps("撤回").hears("已撤回")
    product.hears("撤回了这条")
    product.taps("答复").hears("已经撤回了")
    rep, product = raised(company)
    company.advance("20m")
    rep.says("联创那个工单不用了").hears("不办了")
    product.hears("小周说不用了")
    product.says("可以做,两周")
    product.hears(never=["已经答复"])
    rep.says("我的工单").hears("撤了")


def test_a_department_takes_its_answer_back(company: Company) -> None:
    rep, product = raised(company)
    product.says("做不了").hears("已经答复")
    rep.hears("做不了")
    product.taps("撤回").hears("已撤回")
    rep.hears("邵波撤回了这条")
    rep.taps("解决了").hears("产品邵波还没答复", choices=["不用了"], never=["结了"])


def test_it_goes_along_with_its_customer(company: Company) -> None:
    rep, product = raised(company)
    company.member("老板").says("把联创转给小郑").hears("小郑")
    company.ignore()
    product.says("工单1 可以做").hears("已经答复小郑")
    company.member("小郑").hears("邵波答复")
    rep.says("工单1不用了").hears("跟着客户转给同事了")


def test_people_of_departments_are_talked_to_sensibly(company: Company) -> None:
    finance = company.member("米会计").says("你能干嘛")
    finance.hears("销售请财务帮忙", "8 个工作小时", "我手上的工单", never=["跟进", "新线索", "线索"])
    finance.says("帮我订张机票").hears("帮不上", never=["商机"])
    finance.says("谁在跟联创").hears("小周在跟")
    finance.says("联创的首付款还没到账").hears("要我把这句话告诉他吗", choices=["告诉小周", "不用"])
    finance.taps("告诉小周").hears("已转告小周")
    company.ignore("小周")
    finance.says("好的").hears(never=["跟进"])
    finance.says("今天有什么要办的").hears("没有等你处理的工单")
    finance.says("请产品给个成本表").hears("已交给产品邵波")
    company.ignore("邵波")


def test_how_tickets_are_used_is_answered(company: Company) -> None:
    company.member("小周").says("怎么提工单").hears("请产品评估一下", "我的工单")
