"""What people say of tickets in their own words: that one is over, how it stands, the answer hours later. A conclusion
never touches a deal."""

from __future__ import annotations

import pytest
from testing import Company, Person

pytestmark = pytest.mark.world("departments")
RAISED = "联创要定制接口,请产品评估一下"


def raised(company: Company, words: str = RAISED, to: str = "邵波") -> tuple[Person, Person]:
    """小周 asks a department, which `to` serves."""
    rep = company.member("小周").says(words)
    rep.hears("已交给")
    holder = company.member(to)
    holder.hears("小周请", kind="nudge")
    return rep, holder


def answered(company: Company, words: str = "可以做,两周") -> tuple[Person, Person]:
    """The same, and product has answered."""
    rep, product = raised(company)
    product.says(words).hears("已经答复")
    rep.hears("解决了吗", choices=["解决了", "还没解决(再问)"])
    return rep, product


ENDS = [
    "行 关了吧",
    "都搞定了,结单",
    "谢谢邵工 解决了",
    "妥了",
    "成了",
    "ok啦",
    "对",
    "好嘞那就结案",
    "工单1关掉",
    "把工单1结了吧",
    "接口那个可以关了",
]


@pytest.mark.parametrize("words", ENDS)
def test_an_answer_is_taken_as_the_end_in_many_words(company: Company, words: str) -> None:
    rep, product = answered(company)
    rep.says(words).hears("工单1.*结了", never=["成交"])
    product.hears("解决了,小周确认过")


@pytest.mark.parametrize("words", ["算了不弄了", "那算了", "客户不做了 不用了"])
def test_it_is_not_needed_any_more_in_many_words(company: Company, words: str) -> None:
    rep, _ = answered(company)
    rep.says(words).hears("工单1.*不办了")


@pytest.mark.parametrize("words", ["行 就两周", "好的 回头我给客户回话", "两周可以 客户不急"])
def test_an_answer_that_is_taken_as_it_is_may_be_the_end(company: Company, words: str) -> None:
    rep, _ = answered(company)
    rep.says(words).hears("算解决了吗", choices=["解决了", "转给邵波", "先放着"])
    rep.taps("解决了").hears("结了")
    company.ignore("邵波")


@pytest.mark.parametrize("words", ["还没解决 还差日志", "解决了吗"])
def test_what_is_no_conclusion_closes_nothing(company: Company, words: str) -> None:
    rep, _ = answered(company)
    rep.says(words).hears(never=["结了"])
    company.ignore()
    rep.says("我的工单").hears("1 张", never=["解决了$"])


def test_words_that_might_end_a_deal_are_asked_about(company: Company) -> None:
    rep, product = answered(company)
    rep.says("拿下了").hears("还是单子", choices=["工单1解决了", "说的是单子"])
    rep.taps("工单1解决了").hears("结了")
    product.hears("解决了")
    rep.says("联创签了 36万").hears("成交")


def test_a_conclusion_hours_later_after_something_else(company: Company) -> None:
    rep, product = answered(company)
    rep.says("刚跟鼎新薛总打完电话,挺感兴趣").hears("已记录")
    company.advance("3h")
    company.ignore()
    rep.says("好 关了").hears("工单1.*结了")
    product.hears("解决了")
    rep.taps("撤回").hears("已撤回")
    company.ignore("邵波")
    rep.says("嗯 结了吧").hears("工单1.*结了")
    company.ignore("邵波")


def test_all_or_the_other_of_several(company: Company) -> None:
    rep, product = answered(company)
    rep, finance = raised(company, "鼎新想分三期付,让财务看看", "米会计")
    finance.says("不能分").hears("已经答复")
    rep.hears("不能分")
    rep.says("三期那个不用了").hears("工单2.*不办了")
    rep.says("另一个也结了").hears("工单1.*结了")
    product.hears("解决了")
    company.ignore()


def test_that_one_waits_is_never_denied(company: Company) -> None:
    rep, _ = answered(company)
    rep.says("刚跟鼎新薛总打完电话,挺感兴趣").hears("已记录")
    company.advance("2h")
    company.ignore()
    rep.says("确认").hears("还等你一句,解决了吗", choices=["解决了·工单1", "看看·工单1"])


PROGRESS = [
    "接口那个有回音没",
    "邵波怎么还不回我",
    "产品怎么说的",
    "联创的工单还开着吗",
    "接口评估好了吗",
    "联创有没有在走的工单",
]


@pytest.mark.parametrize("words", PROGRESS)
def test_how_it_stands_is_asked_in_many_words(company: Company, words: str) -> None:
    rep, _ = raised(company)
    rep.says(words).hears("工单1", "现在:在产品邵波手上")


@pytest.mark.parametrize("words", ["接口那事催一下", "催催邵波", "让产品抓紧回我", "那个工单催下"])
def test_a_department_is_hurried_in_many_words(company: Company, words: str) -> None:
    rep, product = raised(company)
    rep.says(words).hears("已经催了产品邵波")
    product.hears("小周在等工单1")


def test_nobody_is_hurried_who_has_nothing(company: Company) -> None:
    raised(company)
    company.member("小周").says("催一下财务").hears("没有等财务答复的工单", choices=["我的工单"])


def test_a_question_back_is_answered_beside_what_else_waits(company: Company) -> None:
    rep, product = raised(company)
    rep.says("让财务看看分期行不行").hears("给哪家客户|联创")
    product.says("要哪种颜色").hears("已经问小周")
    company.advance("5m")
    rep.hears("要哪种颜色")
    rep.says("钟经理说银灰的,哑面").hears("已经回产品邵波")
    product.hears("小周回你:「钟经理说银灰的,哑面」")
    company.ignore()


def test_a_question_back_is_answered_hours_later_by_one_tap(company: Company) -> None:
    rep, product = raised(company)
    product.says("要哪种颜色").hears("已经问小周")
    rep.hears("要哪种颜色")
    rep.says("刚跟鼎新薛总打完电话,挺感兴趣").hears("已记录")
    company.advance("4h")
    company.ignore()
    rep.says("银灰色哑光的那种").hears("是回邵波的吗", choices=["回邵波·工单1", "不是"])
    rep.taps("回邵波·工单1").hears("已经回产品邵波")
    product.hears("银灰色")


@pytest.mark.parametrize("words", ["转吧", "对", "转给他"])
def test_what_is_offered_to_be_sent_is_sent_in_a_word(company: Company, words: str) -> None:
    rep, product = answered(company)
    rep.says("两周客户等不了啊").hears("转给产品邵波再问吗")
    rep.says(words).hears("已经再问产品邵波")
    product.hears("再问:「两周客户等不了啊」")


def test_after_an_answer_the_same_or_another_department_is_asked(company: Company) -> None:
    rep, product = answered(company, "两周")
    rep.says("你跟邵工说 再出个说明书").hears("已经再问产品邵波")
    product.hears("再出个说明书")
    product.says("不归我们管 说明书").hears("转给哪个部门")
    product.says("网上就有 我发给他").hears("已经答复小周")
    rep.hears("网上就有")
    rep.says("那转给财务问问要不要钱").hears("已经再问财务米会计")
    company.member("米会计").hears("再问")


ANSWERS = ["新客户做不了", "标配就支持 不用改", "那先送半年维保", "十二号回来一台", "公司没这个资质"]


@pytest.mark.parametrize("words", ANSWERS)
def test_whatever_a_department_says_of_the_only_ticket_answers_it(company: Company, words: str) -> None:
    rep, product = raised(company)
    company.advance("3h")
    product.says(words).hears("已经答复小周", f"「{words}」")
    rep.hears("答复")


@pytest.mark.parametrize("words", ["我问下老段 明天回你", "周五给你准信", "图纸周四出"])
def test_when_an_answer_comes_is_no_answer(company: Company, words: str) -> None:
    rep, product = raised(company)
    product.says(words).hears("小周知道你看到了", choices=["这就是答复"])
    rep.hears("看到了", never=["解决了吗"])
    product.says("可以做").hears("已经答复")
    rep.hears("可以做")


def test_a_day_answers_when_one_was_asked(company: Company) -> None:
    rep, product = raised(company, "联创问最快什么时候能出样,请产品看下")
    product.says("样品周四出").hears("已经答复")
    rep.hears("样品周四出")


def test_words_after_passing_it_on_go_along(company: Company) -> None:
    rep, product = raised(company)
    product.taps("转下一步:生产老段").hears("已转给生产老段")
    factory = company.member("老段")
    factory.hears("小周请生产看")
    rep.hears("转给了生产老段")
    product.says("接口我这没问题 看车间排期").hears("补给老段吗", choices=["补给老段", "不用"])
    product.says("补").hears("已经补给老段")
    factory.hears("邵波补充:「接口我这没问题 看车间排期」")
    rep.hears("邵波补充")


def test_the_question_to_which_department_is_not_insisted_on(company: Company) -> None:
    rep, product = raised(company)
    product.taps("转给别的部门").hears("转给哪个部门")
    product.says("先不转了").hears("还在你手上")
    product.says("可以做").hears("已经答复")
    rep.hears("可以做")


@pytest.mark.parametrize("words", ["这跟产品没关系啊", "找错人了", "这不归我们管"])
def test_who_is_not_responsible_is_asked_who_is(company: Company, words: str) -> None:
    _, product = raised(company)
    product.says(words).hears("转给哪个部门")


def test_who_is_away_hears_what_is_possible(company: Company) -> None:
    _, product = raised(company)
    product.says("我下周出差").hears("新工单照样先到你这", "手上还有 1 张", choices=["转走·工单1"])
    product.says("我这边还有没处理的吗").hears("你手上 1 张工单")


def test_a_department_that_is_left_out_hears_nothing(company: Company) -> None:
    rep = company.member("小周").says("鼎新要驻场一周,财务直接看费用,别经过产品")
    rep.hears("已交给财务米会计")
    company.member("米会计").hears("驻场")
    rep.says("联创要弧形屏 产品再到生产都看看").hears("已交给产品")
    company.ignore()


@pytest.mark.parametrize("words", ["麻烦陶然看下联创的外壳能不能换色", "联创要加密封圈 帮问下陶工行不行"])
def test_a_colleague_of_a_department_asked_by_name_gets_the_ticket(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("已交给产品陶然", never=["新联系人"])
    company.member("陶然").hears(words)


def test_a_leader_sees_whose_tickets_and_which_are_late(company: Company) -> None:
    raised(company)
    leader = company.member("赵琳")
    leader.says("小周提的工单").hears("工单1")
    leader.says("现在有哪些工单超时了").hears("没有")
    leader.says("我们组现在有哪些工单在走").hears("工单1")
    leader.says("工单1什么情况 催一下").hears("现在:在产品邵波手上")
    leader.hears("已经催了产品邵波")
    company.ignore("邵波")


def test_a_leader_has_a_department_hurried(company: Company) -> None:
    raised(company)
    company.member("赵琳").says("让产品抓紧回小周那个工单").hears("已经催了产品邵波")
    company.member("邵波").hears("赵琳在等工单1")


@pytest.mark.parametrize("words", ["怎么找产品提需求啊", "客户要换颜色该找谁", "要不要找财务问问分期呢"])
def test_how_a_department_is_asked_is_answered(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("原话转给对应部门", never=["已交给"])


def test_tickets_are_not_given_to_a_person_and_that_is_said(company: Company) -> None:
    company.member("老板").says("邵波这周出差 工单先给陶然").hears("不能按人改派", never=["不跟客户"])


def test_limits_of_departments_are_told(company: Company) -> None:
    company.member("老板").says("产品的答复时限是多少").hears("产品 8 小时", "财务回复时限改成 4 小时")


def test_whose_ticket_a_leaver_had_hears_who_has_it_now(company: Company) -> None:
    rep, _ = raised(company)
    company.member("老板").says("邵波离职了").hears("这样交接")
    company.member("老板").taps("确认").hears("工单1.*现在由产品陶然接着办")
    rep.hears("邵波离职了,工单1.*现在由产品陶然接着办")
    company.ignore()
