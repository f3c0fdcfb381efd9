"""A question is open, and something else is said: it is done as itself, the question waits, and nothing is lost. Each
turn follows a restart."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company, Person

from storage.deals import Customer, FollowUp
from storage.people import Member
from storage.teamwork import DailyAction

OPEN = {  # what leads to a question → how it is put again, an answer to it, what is heard then
    "forced field": (["刚跟联创孙总通完电话"], "客户的异议是哪一类", "价格", "已记录(.|\n)*联创(.|\n)*价格敏感"),
    "which deal": (["刚跟安宁温主任通完电话"], "这次是哪一单", "能耗那个", "已记录(.|\n)*安宁(.|\n)*能耗终端"),
    "gate": (["联创推进到方案确认"], "拍板的是谁", "孙总", "联创.*拍板人是孙总"),
    "when": (["提醒我给孙总寄样品"], "什么时候提醒你", "明早九点", "明天.*提醒你:给孙总寄样品"),
    "department": (["联创要定制外壳,帮我问问能不能做"], "要找哪个部门", "产品", "已交给(.|\n)*定制外壳"),
    "how it went": (["跟进", "联创"], "怎么聊的", "孙总嫌贵", "已记录(.|\n)*联创(.|\n)*价格敏感"),
    "stage": (["联创那单往前推"], "推进到哪个阶段", "方案确认", "进方案确认还差"),
}
OTHERS = {  # other words → what is heard
    "鼎新薛总微信上挺感兴趣": "已记录(.|\n)*鼎新(.|\n)*感兴趣",
    "刚去了趟鼎新,薛总说要等总部批": "已记录(.|\n)*鼎新(.|\n)*拜访",
    "鼎新薛总不接电话": "已记录(.|\n)*鼎新(.|\n)*没联系上",
    "鼎新现在什么情况": "鼎新超市有限公司(.|\n)*需求确认",
    "明天下午三点提醒我去鼎新送样机": "提醒你:.*送样机",
    "今天我该跟谁": "没有要办的事|要跟",
    "鼎新这两天忙着盘点": "鼎新.*是要记下来,还是想看情况|已记录(.|\n)*鼎新",
}
DOUBTED = {("how it went", "鼎新这两天忙着盘点")}  # asked to which customer it belongs


def asked(company: Company, question: str) -> Person:
    rep = company.member("小周")
    opening, again, _, _ = OPEN[question]
    for words in opening:
        rep.says(words)
    shown = [company.take("小周") for _ in opening]
    assert shown[-1] is not None and (again[-4:] in shown[-1].text or question == "gate")
    return rep


def records(company: Company) -> list[tuple[str, str, str]]:
    """The customer, day and words of each follow-up, in the order saved."""
    with company.db.read() as session:
        found = session.exec(
            select(Customer.name, FollowUp.occurred_on, FollowUp.said)
            .join(Customer, col(FollowUp.customer_id) == Customer.id)
            .order_by(col(FollowUp.id))
        )
        return [(name[2:4], f"{day:%m-%d}", said) for name, day, said in found]


@pytest.mark.parametrize(
    ("question", "words"),
    [(question, words) for question in OPEN for words in OTHERS if (question, words) not in DOUBTED],
)
def test_other_words_are_served_and_the_question_waits(company: Company, question: str, words: str) -> None:
    rep = asked(company, question)
    _, again, answer, heard = OPEN[question]
    rep.says(words).hears(OTHERS[words])
    rep.hears(f"^还等你一句(.|\n)*({again})")
    rep.says(answer).hears(heard)
    company.ignore()


@pytest.mark.parametrize(
    "second",
    [
        "下午又去了趟联创,钟经理接待的,聊了交付",
        "后来又给孙总打了个电话,说再看看",
        "钟经理也打来电话,问了交期",
        "昨天也去过一趟联创,钟经理接待的",
    ],
)
def test_a_second_report_of_the_same_customer_is_a_record_of_its_own(company: Company, second: str) -> None:
    first = "刚跟联创孙总通完电话,周三下午再去"
    rep = company.member("小周").says(first)
    rep.hears("异议是哪一类")
    rep.says(second).hears("联创", "异议是哪一类", never=["周三"])
    rep.says("功能疑虑").hears("已记录", "功能疑虑", never=["周三"])
    rep.hears("^还等你一句:苏州联创.*异议是哪一类")
    rep.says("暂无异议").hears("已记录", "周三", "暂无异议")
    day = "11-22" if "昨天" in second else "11-23"
    assert records(company) == [("联创", day, second), ("联创", "11-23", first)]


@pytest.mark.parametrize(
    "more", ["电话里他还说嫌贵", "孙总电话里嫌贵", "他又说价格高", "嫌贵,周五再去一趟", "钟经理在旁边也嫌贵"]
)
def test_more_of_the_same_contact_joins_its_record(company: Company, more: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议是哪一类")
    rep.says(more).hears("已记录", "价格敏感", more)
    assert len(records(company)) == 1


def test_three_reports_wait_and_each_is_completed(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("联创", "异议是哪一类")
    rep.says("今天上午拜访了安宁温主任").hears("这次是哪一单")
    rep.says("鼎新薛总微信上挺感兴趣").hears("已记录", "鼎新")
    rep.hears("^还等你一句:上海安宁医院这次是哪一单")
    rep.says("能耗那个").hears("已记录", "安宁")
    rep.hears("^还等你一句:苏州联创.*异议")
    rep.says("价格").hears("已记录", "联创", "价格敏感")
    assert [name for name, _, _ in records(company)] == ["鼎新", "安宁", "联创"]


@pytest.mark.parametrize("answer", ["价格敏感", "嫌贵", "接着说这条"])
def test_a_report_completed_the_next_day_is_of_its_own_day(company: Company, answer: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,明天下午三点再去演示")
    rep.hears("异议是哪一类")
    company.until("2026-11-24 09:10")
    company.ignore()
    if answer == "接着说这条":
        rep.taps(answer).hears("接着记「刚跟联创孙总", "异议是哪一类")
        answer = "价格敏感"
    rep.says(answer).hears("已记录", "今天.*下午三点,再去演示", r"发生在:昨天\(11月23日\)")
    assert [(name, day) for name, day, _ in records(company)] == [("联创", "11-23")]
    company.ignore()


@pytest.mark.daily
def test_what_was_set_aside_is_gone_on_with_as_it_was(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,明天下午三点再去演示")
    rep.hears("异议是哪一类")
    rep.says("钟经理也在线上").hears("异议是哪一类")
    rep.says("你说我要不要送礼").hears("异议是哪一类")
    rep.says("希望他快点定").hears("先放着", choices=["接着说这条"])
    company.until("2026-11-24 08:55")
    company.ignore()
    assert "还差一项没记上的:「刚跟联创孙总" in company.transcript()
    rep.taps("接着说这条").hears("异议是哪一类")
    rep.taps("价格敏感").hears("已记录", "孙总、钟经理|孙总·钟经理", "今天.*下午三点", "发生在:昨天")
    rep.taps("接着说这条").hears("已经结束了")
    assert len(records(company)) == 1
    company.ignore()


@pytest.mark.parametrize("answer", ["价格", "价格敏感", "嫌贵"])
def test_a_question_just_left_still_takes_its_answer(company: Company, answer: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议是哪一类")
    rep.says("你说我要不要送礼").hears("异议是哪一类")
    rep.says("希望他快点定").hears("先放着", choices=["接着说这条"])
    rep.says(answer).hears("已记录", "孙总", "价格敏感", "周三")
    assert len(records(company)) == 1


@pytest.mark.parametrize(
    ("first", "second", "answer", "heard"),
    [
        ("联创推进到方案确认", "刚跟安宁温主任通完电话", "钟经理", "联创.*拍板人是钟经理"),
        ("联创要定制外壳,帮我问问能不能做", "刚跟安宁温主任通完电话", "产品", "已交给"),
        ("刚跟联创孙总通完电话", "鼎新那单往前推", "预算未定", "已记录(.|\n)*联创(.|\n)*预算未定"),
        ("刚跟联创孙总通完电话", "提醒我给薛总寄样品", "嫌贵", "已记录(.|\n)*联创(.|\n)*价格敏感"),
    ],
)
def test_an_answer_to_an_older_question_goes_there(
    company: Company, first: str, second: str, answer: str, heard: str
) -> None:
    rep = company.member("小周").says(first)
    rep.hears("")
    rep.says(second)
    rep.hears("")
    rep.says(answer).hears(heard)
    rep.hears("^还等你一句")
    company.ignore("赵琳")


def test_words_that_fit_two_questions_are_given_by_one_tap(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议是哪一类")
    rep.says("今天上午拜访了安宁温主任").hears("这次是哪一单")
    rep.says("预算没定").hears(
        "这句是回哪一个的", choices=["上海安宁医院这次是哪一单", "苏州联创电子有限公司那条,客户的异议是哪一类"]
    )
    rep.taps("苏州联创电子有限公司那条,客户的异议是哪一类").hears("已记录", "联创", "预算未定")
    rep.hears("^还等你一句:上海安宁医院这次是哪一单")
    rep.says("能耗那个").hears("已记录", "安宁", never=["预算未定"])


@pytest.mark.parametrize("pick", ["2", "第二个", "联创那条"])
def test_which_question_is_meant_may_be_said(company: Company, pick: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议是哪一类")
    rep.says("今天上午拜访了安宁温主任").hears("这次是哪一单")
    rep.says("预算没定").hears("这句是回哪一个的")
    rep.says(pick).hears("已记录", "联创", "预算未定")
    rep.hears("^还等你一句:上海安宁医院这次是哪一单")


@pytest.mark.parametrize("right", ["不对,联创那个是钟经理", "联创的不是孙总,联系的钟经理"])
def test_an_older_record_is_put_right_by_its_customers_name(company: Company, right: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("联创", "异议是哪一类")
    rep.says("今天上午拜访了安宁温主任").hears("这次是哪一单")
    rep.says(right).hears("联创", "钟经理", "异议是哪一类")
    rep.hears("^还等你一句:上海安宁医院这次是哪一单")
    rep.says("能耗那个").hears("已记录", "安宁", never=["钟经理"])
    rep.hears("异议是哪一类")
    rep.says("价格").hears("已记录", "联创", "钟经理")


def test_taking_back_takes_what_was_recorded_last_and_leaves_the_form(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议是哪一类")
    rep.says("鼎新薛总微信上挺感兴趣").hears("已记录", "鼎新")
    rep.hears("^还等你一句:苏州联创")
    rep.says("撤回").hears("已撤回", "鼎新")
    rep.says("价格").hears("已记录", "联创", "价格敏感")
    assert [name for name, _, _ in records(company)] == ["联创"]


def evening(company: Company) -> Person:
    """A forced field is open when the question of the evening comes."""
    company.until("2026-11-23 17:20")
    company.ignore()
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议是哪一类")
    company.until("2026-11-23 17:45")
    rep.hears("今天最有效的客户动作是哪个", kind="prompt")
    return rep


def action(company: Company) -> list[str | None]:
    with company.db.read() as session:
        whose = select(Member.id).where(Member.name == "小周").scalar_subquery()
        return list(session.exec(select(DailyAction.text).where(DailyAction.member_id == whose)))


@pytest.mark.daily
@pytest.mark.parametrize(
    ("words", "kept"),
    [("约到鼎新薛总周四看样机", "约到鼎新薛总周四看样机"), ("今天没有", None), ("今天没跑客户", None)],
)
def test_an_answer_to_the_evening_goes_there_though_a_record_waits(
    company: Company, words: str, kept: str | None
) -> None:
    rep = evening(company)
    rep.says(words).hears("记下了", kind="receipt")
    rep.hears("^还等你一句:苏州联创.*异议")
    rep.says("价格敏感").hears("已记录", "联创", "价格敏感")
    assert action(company) == [kept]
    assert len(records(company)) == 1
    company.ignore()


@pytest.mark.daily
@pytest.mark.parametrize("words", ["价格敏感", "嫌贵", "他嫌贵,说比同行高两成"])
def test_an_answer_to_the_record_is_no_action_of_the_day(company: Company, words: str) -> None:
    rep = evening(company)
    rep.says(words).hears("已记录", "联创", "价格敏感")
    rep.hears("^对了,今天最有效的客户动作是哪个", kind="prompt")
    assert action(company) == []
    company.ignore()


@pytest.mark.daily
@pytest.mark.parametrize("taken", ["今天的有效动作", "苏州联创电子有限公司那条,客户的异议是哪一类"])
def test_what_may_answer_both_is_given_by_one_tap(company: Company, taken: str) -> None:
    rep = evening(company)
    rep.says("约到联创孙总周四看样机").hears("这句是回哪一个的", choices=[
        "苏州联创电子有限公司那条,客户的异议是哪一类", "今天的有效动作"
    ])  # fmt: skip
    rep.taps(taken)
    if taken == "今天的有效动作":
        rep.hears("记下了.*约到联创孙总周四看样机", kind="receipt")
        rep.hears("^还等你一句:苏州联创.*异议")
    else:
        rep.hears("异议是哪一类")
    rep.says("价格敏感").hears("已记录", "联创")
    assert (action(company) == ["约到联创孙总周四看样机"]) == (taken == "今天的有效动作")
    company.ignore()


def test_a_button_shown_since_is_taken_by_its_label(company: Company) -> None:
    boss = company.member("赵琳").says("安宁再给两天")
    boss.hears("是哪一单")
    boss.says("我们组这个月漏斗").hears("漏斗")
    boss.hears("还等你一句")
    boss.says("按人看").hears("漏斗·按人", never=["那先放着"])


@pytest.mark.parametrize("words", ["没啥异议了", "联创那个没啥异议", "没什么问题了"])
def test_no_objection_is_an_answer_and_no_cancelling(company: Company, words: str) -> None:
    rep = company.member("小周").says("跟联创孙总通了电话,约周五见")
    rep.hears("异议")
    rep.says(words).hears("已记录", "联创", "暂无异议", kind="receipt")


def test_a_plan_with_somebody_of_another_customer_is_of_that(company: Company) -> None:
    rep = company.member("小周").says("孙总微信上说今年就20万")
    rep.hears("异议")
    rep.says("下周四再联系薛总").hears("已记录", "鼎新", "薛总", never=["联创"], kind="receipt")
    rep.hears("还等你一句:苏州联创")
