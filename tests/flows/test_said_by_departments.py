"""What departments say of their tickets: a request for time and a question are no answers, nor is what is passed on;
what names a department and asks it for nothing raises no ticket."""

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


TO_COME = [
    "再宽限两天",
    "能多给我半天吗",
    "容我到周五",
    "我去找下研发那边",
    "等我问下厂家",
    "还在等供应商回复",
    "供应商还没回",
    "今天太忙了 明天看",
    "缓我一天行不",
    "我先核实一下",
]


@pytest.mark.parametrize("words", TO_COME)
def test_a_request_for_time_is_no_answer(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says(words).hears("小周知道你看到了")
    rep.hears(words, never=["解决了吗"])
    product.says("厂家说行 每台加30").hears("已经答复小周")
    rep.hears("每台加30", "解决了吗")


WANTS = [
    "接口文档发我",
    "你先把现场照片给我",
    "麻烦补一下序列号",
    "缺尺寸",
    "没有图纸看不了",
    "数量报一下",
    "先发份清单过来",
]


@pytest.mark.parametrize("words", WANTS)
def test_what_a_department_wants_of_the_owner_is_asked_back(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says(words).hears("已经问小周")
    rep.hears(words, never=["解决了吗"])


FINAL = ["我们找外协做,两周", "能给两天试用", "文档发你邮箱了", "标准品没有图纸", "等两周就到", "我查到了 在保"]


@pytest.mark.parametrize("words", FINAL)
def test_an_answer_stays_an_answer(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says(words).hears("已经答复小周")
    rep.hears("解决了吗")


@pytest.mark.parametrize("words", ["这个归生产质检 让老段看", "得找老段", "不是我们的事 由老段来办"])
def test_a_colleague_to_whom_it_is_given_has_it(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says(words).hears("已转给生产老段")
    company.member("老段").hears("小周请生产看")
    rep.hears("转给了生产老段")


def test_what_was_passed_on_is_not_passed_on_twice(company: Company) -> None:
    rep, product = raised(company)
    product.says("转生产").hears("已转给生产老段")
    company.ignore("老段")
    rep.hears("转给了生产老段")
    product.says("转给生产").hears("已经在生产老段那里了", never=["补给"])


@pytest.mark.parametrize(
    ("words", "to"), [("转给财务", "财务米会计"), ("让老段看看", "生产老段"), ("往下走吧", "生产")]
)
def test_it_goes_on_after_an_answer(company: Company, words: str, to: str) -> None:
    rep, product = raised(company)
    product.says("做得了 两周").hears("已经答复小周")
    rep.hears("解决了吗")
    product.says(words).hears(f"已转给{to}", never=["补给"])
    company.ignore()
    rep.says("我的工单").hears(f"在{to}")
    rep.taps("解决了").hears(never=["解决了,小周"])


ASKS_NOTHING = ["产品上次几天才回的", "产品什么时候回的", "接口那个产品处理多久了", "产品是谁处理的"]


@pytest.mark.parametrize("words", ASKS_NOTHING)
def test_a_question_after_the_past_raises_no_ticket(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says("做得了 两周").hears("已经答复小周")
    rep.hears("解决了吗")
    rep.says(words).hears("工单1", never=["已交给"])
    company.member("赵琳").says("联创那个产品处理多久了").hears("工单1", never=["已交给"])


@pytest.mark.parametrize("words", ["这个财务不用看了", "不用找财务了", "财务那边就别审了 直接办"])
def test_a_department_that_need_not_gets_no_ticket(company: Company, words: str) -> None:
    company.member("邵波").says(words).hears(never=["已交给"])
    company.member("小周").says(words).hears(never=["已交给"])
    company.ignore()


@pytest.mark.parametrize("words", ["好的谢谢 就这样", "行 那就这样 辛苦了", "嗯好 就到这"])
def test_the_end_of_a_talk_is_no_action_of_the_day(company: Company, words: str) -> None:
    company.advance("8h")
    company.ignore()
    company.member("小周").says(words).hears(never=["记下了"])


@pytest.mark.parametrize("words", ["发我一份简报", "把上周的简报给我", "要一份周报", "出个简报看看"])
def test_the_brief_is_sent_on_request(company: Company, words: str) -> None:
    company.member("老板").says(words).hears("过程健康度简报", never=["话术"])


@pytest.mark.parametrize("words", ["小周怎么回事", "小周最近啥情况啊", "小周这两天什么情况"])
def test_a_colleague_is_asked_about(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("小周", never=["话术"])


TIMES = ["各部门处理工单要多久", "上周产品响应多久", "财务处理工单要多久", "生产部慢不慢", "最近产品回得快不快"]


@pytest.mark.parametrize("words", TIMES)
def test_how_long_departments_take_is_told(company: Company, words: str) -> None:
    company.member("老板").says(words).hears("工单,没得算")


def test_limits_are_asked_for_and_changed_in_any_order(company: Company) -> None:
    boss = company.member("老板")
    for words in ("现在各阶段时限多少", "每个阶段的时限现在都是多久"):
        boss.says(words).hears("小时")
    boss.says("调一下财务响应时限 4小时").hears("财务.*8 个工作小时 → 4 个工作小时")
    boss.taps("不改").hears("没动")
    boss.says("生产那步的时限改成两天").hears("生产.*8 个工作小时 → 16 个工作小时")
    boss.taps("不改").hears("没动")


@pytest.mark.parametrize("words", ["交期多久要", "接口是哪一款 给个型号", "场地多大"])
def test_a_question_without_a_particle_is_a_question(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says(words).hears("已经问小周")
    rep.hears(f"邵波问你:「{words}」", choices=["回答", "不用了"], kind="nudge")
    rep.says("有 我下午发").hears("知道了.*有了直接发我")
    product.hears("小周说:「有 我下午发」")
    rep.says("第三版").hears("已经回产品邵波")
    product.hears("小周回你:「第三版」")


def test_it_is_passed_to_whoever_is_named(company: Company) -> None:
    rep, product = raised(company)
    product.says("转给老板定").hears("已转给.*老板")
    rep.hears("转给了.*老板")
    company.member("老板").hears("小周请产品看", kind="nudge")


def test_who_is_away_names_who_stands_in(company: Company) -> None:
    product = company.member("邵波").says("我今天请假 找老段")
    product.hears("记下了:今天.*新来的工单先给老段", kind="receipt")
    other = company.member("老段")
    other.hears("邵波不在,新来的工单先给你")
    company.member("小周").says("联创要定制接口,请产品评估一下").hears("已交给产品老段")
    other.hears("小周请产品看", kind="nudge")
    product.says("今天我回了几个").hears("你还没有答复过工单")


@pytest.mark.parametrize("words", ["联创申请特价 88万 让财务批", "联创 12个点 请财务审批", "让财务出一份对账单给联创"])
def test_a_department_is_asked_outright(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("已交给财务", kind="receipt")
    company.member("米会计").hears("小周请财务看", kind="nudge")


@pytest.mark.parametrize("words", ["客户说让财务批", "要不要让财务批", "如果让财务批呢", "让财务批合适吗"])
def test_what_is_only_weighed_raises_no_ticket(company: Company, words: str) -> None:
    company.member("小周").says(words).hears(never=["已交给"])
