"""What is said of a ticket right after its answer, or after a question: departments put it right and go on, the owner
asks more; two departments in one message get their own words."""

from __future__ import annotations

import pytest
from testing import Company, Person

pytestmark = pytest.mark.world("departments")


def raised(company: Company, words: str = "联创要定制接口,请产品评估一下", to: str = "邵波") -> tuple[Person, Person]:
    """小周 asks a department, which `to` serves."""
    rep = company.member("小周").says(words)
    rep.hears("已交给")
    holder = company.member(to)
    holder.hears("小周请", kind="nudge")
    return rep, holder


def answered(company: Company) -> tuple[Person, Person]:
    rep, product = raised(company)
    product.says("能做,加价3万2").hears("已经答复")
    rep.hears("解决了吗")
    return rep, product


ADDS = [
    "写错了,2万3",
    "不对是2万3",
    "哦等下 我说错了,要两周",
    "更正:2万3",
    "确认了,12号上午能到",
    "我没问题了",
    "那我这边也ok,合同加一句逾期利息",
    "报价单我明天给",
    "下周五能给",
    "补充一句,要预付三成",
]


@pytest.mark.parametrize("words", ADDS)
def test_what_puts_an_answer_right_or_goes_on_from_it_is_sent(company: Company, words: str) -> None:
    rep, product = answered(company)
    product.says(words).hears("已经答复小周", never=["要把这句补给"])
    rep.hears(f"邵波答复:「{words}」")


@pytest.mark.parametrize("words", ["谁提的啊", "3万2还是2万3来着", "什么时候提的"])
def test_what_a_department_wonders_is_shown_and_not_sent(company: Company, words: str) -> None:
    _, product = answered(company)
    product.says(words).hears("工单1.*小周.*提的", never=["要把这句补给"])


def test_a_question_for_figures_is_no_word_of_a_ticket(company: Company) -> None:
    _, product = answered(company)
    product.says("这个月漏斗").hears("我不能给你看", never=["要把这句补给", "办不了"])


MORE = ["交期多久", "能不能30天", "3万2含安装不", "太晚了,能早两天不", "12号能到苏州不", "贵了点,再问问能不能5个点"]


@pytest.mark.parametrize("words", MORE)
def test_what_the_owner_asks_right_after_an_answer_is_asked(company: Company, words: str) -> None:
    rep, product = answered(company)
    rep.says(words).hears("已经再问产品邵波", choices=["撤回"])
    product.hears(f"再问:「{words}」")


@pytest.mark.parametrize("words", ["怎么撤回", "这个月能签多少", "晚上吃啥"])
def test_other_questions_right_after_an_answer_are_not_sent(company: Company, words: str) -> None:
    rep, _ = answered(company)
    rep.says(words).hears(never=["已经再问"])


def test_an_answer_that_is_settled_for_may_be_the_end(company: Company) -> None:
    rep, _ = answered(company)
    rep.says("那就3万2吧,可以了").hears("算解决了吗")


ASKED = [
    "问下场地多大",
    "先确认下客户要几个",
    "要先看图纸,让小周发我",
    "这个得他们把公司名给我",
    "问问他现场有没有网络",
]


@pytest.mark.parametrize("words", ASKED)
def test_what_is_asked_of_the_owner_is_no_answer(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says(words).hears("已经问小周")
    rep.hears("邵波问你", choices=["回答", "不用了"])


@pytest.mark.parametrize(
    "words", ["等财务定了我再看", "等生产排期出来再说", "我问下采购有没有货", "得等图纸下来才能评估"]
)
def test_what_waits_for_others_is_no_answer(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says(words).hears("小周知道你看到了")
    rep.hears("看到了", never=["解决了吗"])


@pytest.mark.parametrize("words", ["可以做,让客户签字就行", "等定金到了就发货", "得厂家把参数给我们,一周"])
def test_a_condition_is_an_answer(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says(words).hears("已经答复小周")
    rep.hears("解决了吗")


def test_the_full_name_of_a_company_answers_what_was_asked(company: Company) -> None:
    rep, finance = raised(company, "联创要改发票抬头,请财务弄下", "米会计")
    finance.says("改成啥").hears("已经问小周")
    rep.hears("米会计问你")
    rep.says("苏州联创电子股份有限公司").hears("已经回财务米会计", never=["在跟"])
    finance.hears("小周回你:「苏州联创电子股份有限公司」")


TWO = [
    "联创要改电压,请产品看下,另外票能不能开专票,问问财务",
    "联创要改电压,给邵波看下,另外票能不能开专票,问问财务",
    "联创要改电压,给邵波看下 另外票能不能开专票,问问财务",
    "联创要改电压,请产品看下,票能不能开专票,问下米会计",
]


@pytest.mark.parametrize("words", TWO)
def test_two_departments_are_asked_for_what_is_said_before_each(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("已交给产品邵波", "改电压", never=["专票"])
    rep.hears("已交给财务米会计", "专票", never=["电压"])
    company.member("邵波").hears("改电压", never=["专票"])
    company.member("米会计").hears("专票", never=["电压"])


@pytest.mark.parametrize(
    "words", ["财务那个行了,产品那边再问下八千能不能免", "米会计那边可以了,产品再核一下八千能不能免"]
)
def test_one_is_over_and_another_asked_again(company: Company, words: str) -> None:
    rep, product = answered(company)
    rep, finance = raised(company, "联创想开专票,请财务看看", "米会计")
    finance.says("只能开13个点").hears("已经答复")
    rep.hears("13个点")
    rep.says(words).hears("工单2.*结了")
    rep.hears("已经再问产品邵波")
    finance.hears("解决了")
    product.hears("再问:.*八千能不能免")


def test_a_department_without_a_ticket_passes_none_on(company: Company) -> None:
    company.member("邵波").says("这个不归我管,给财务吧").hears("没有等你处理的工单")


def test_a_department_that_nobody_serves_is_said_to_be_stood_in_for(company: Company) -> None:
    rep = company.member("小周").says("联创要改验收条款,请法务看看")
    rep.hears("法务那边没有人,由同事代看")
    company.ignore()


def test_a_department_is_named_once_for_whoever_stands_in(company: Company) -> None:
    _, finance = raised(company, "联创想开专票,请财务看看", "米会计")
    finance.taps("转给别的部门").hears("转给哪个部门", choices=["产品邵波", "生产老段"])


def test_an_answer_within_minutes_took_minutes(company: Company) -> None:
    rep, product = raised(company)
    company.advance("6m")
    product.says("能做").hears("已经答复")
    rep.hears("能做")
    company.member("老板").says("产品平均多久回").hears("平均 \\d 分钟", never=["0[.]\\d 小时"])
