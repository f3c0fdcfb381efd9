"""The exam in chat: its questions, its time, its result; recorded calls that are checked; what both unlock."""

from __future__ import annotations

import re

import pytest
from recorded import sound
from sqlmodel import col, func, select
from testing import Company, Person

from bot.admin.practice.exam_calls import CallCheck
from bot.channels.simulated import Shown
from coaching.exam import calls
from coaching.exam.call_check import Segment
from coaching.exam.library_questions import of_library
from coaching.exam.questions import bank
from config.policy import Policy
from speech.unheard import TooLong, Unplayable
from storage.background import Audit
from storage.coaching import Exam, ExamRecording, RecordingAppeal, Unlock
from storage.people import Member, Team

QUESTION = re.compile(r"第 (\d+)/\d+ 题 · (单选|多选|简答)")
FEW = {"questions": {"single": 2, "multiple": 1, "short": 1}, "from_library": 0, "speech_seconds": 2, "speech_words": 9}


def few(company: Company, **changed: object) -> None:
    """The exam of this company has four questions, and two recordings are enough."""
    exam = type(company.policy.exam)(**{**FEW, "recordings": 2, "unlocks": ("独立报价",), **changed})
    company.policy = company.policy.model_copy(update={"exam": exam})
    company.simulation.app = company.rebuild()


def answer(text: str, *, right: bool = True) -> str:
    """The right answer to a question as it is shown, or a wrong one."""
    asked = next(each.written for each in (*bank(), *of_library(())) if each.written.text in text)
    if asked.kind == "short":
        return "。".join(point.says for point in asked.points) if right else "今天天气不错大家辛苦了"
    options = dict(re.findall(r"^([A-F])\. (.+)$", text, re.M))
    letters = "".join(letter for letter, option in options.items() if (option in asked.right) == right)
    return letters if right or asked.kind == "multiple" else letters[0]


def begins(person: Person) -> Shown:
    person.says("我要考试").hears("通关考试 4 题", "30 分钟", "80 分", choices=["开始考", "先不考"])
    return person.taps("开始考").hears("第 1/4 题 · 单选")


def takes(person: Person, *, right: bool = True) -> Shown:
    """Take the exam, all right or all wrong; what is heard last."""
    shown = begins(person)
    while QUESTION.search(shown.text):
        shown = person.says(answer(shown.text, right=right)).hears()
    return shown


def count(company: Company, table: type) -> int:
    with company.db.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_all_right_is_a_hundred_and_is_not_asked_again(company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    last = takes(rep)
    assert re.search("100 分,通过了.*单选对 2/2、多选对 1/1", last.text, re.S)
    rep.says("考试").hears("已经考过了,100 分")


def test_what_was_wrong_is_shown_with_the_right_answer_and_why(company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    last = takes(rep, right=False)
    assert re.search("^0 分,没过。明天.*以后能再考", last.text) and "对的:" in last.text
    rep.taps("看错题").hears("错题 1-4/4", "没说到:", "你得 0/")
    rep.says("我错在哪里").hears("错题 1-4/4")
    rep.says("再考一次").hears("0 分.*明天.*以后能再考")


def test_another_day_another_paper_by_one_tap(company: Company) -> None:
    few(company)
    rep = company.member("法务小何")
    takes(rep, right=False)
    company.advance("24h")
    company.ignore()
    rep.says("我还差几次录音能解锁").hears("考了 1 次", "还差 2 段", choices=["去考试", "看错题", "陪练一下"])
    rep.taps("去考试").hears("通关考试")
    rep.taps("开始考").hears("第 1/4 题")
    with company.db.read() as session:
        first, second = session.exec(select(Exam.questions).order_by(col(Exam.id))).all()
    assert not set(first) & set(second)


def test_somebody_outside_sales_sees_their_own(company: Company) -> None:
    few(company)
    lawyer = company.member("法务小何")
    takes(lawyer, right=False)
    lawyer.taps("看错题").hears("错题 1-4/4")


def test_no_wait_where_policy_wants_none(company: Company) -> None:
    few(company, retry_days=0)
    rep = company.member("阿新")
    assert [label for label, _ in takes(rep, right=False).buttons] == ["看错题", "再考"]
    rep.taps("再考").hears("通关考试 4 题")


def test_letters_in_many_ways(company: Company) -> None:
    few(company, questions={"single": 1, "multiple": 2, "short": 0})
    rep = company.member("阿新")
    rep.says("开始通关考试").hears("通关考试 3 题")
    shown = rep.taps("开始考").hears("单选", choices=["A", "B", "C", "D"])
    rep.says("这题有点难").hears("第 1/3 题", "发选项的字母就行")
    rep.says("AB").hears("第 1/3 题", "单选只选一个")
    shown = rep.says(f"选{answer(shown.text).lower()}吧").hears("第 2/3 题 · 多选", "全对才得分")
    letters = answer(shown.text)
    rep.taps("选好了").hears("还没选")
    rep.taps(letters[0]).hears(f"已选:{letters[0]}")
    rep.taps(letters[0]).hears("都去掉了")
    for place in range(len(letters)):
        rep.taps(letters[place]).hears(f"已选:{'、'.join(letters[: place + 1])}。")
    shown = rep.says("选好了").hears("第 3/3 题 · 多选")
    rep.says("、".join(answer(shown.text))).hears("100 分,通过了")


def test_it_is_handed_in_in_words_after_a_question_back(company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    shown = begins(rep)
    rep.says(answer(shown.text)).hears("第 2/4 题")
    rep.says("交卷").hears("还有 3 题没答", choices=["交卷", "接着答"])
    rep.taps("接着答").hears("第 2/4 题")
    rep.says("我要交卷").hears("还有 3 题没答")
    rep.taps("交卷").hears("没过", "单选对 1/2", "你:没答")


@pytest.mark.parametrize("words", ["取消", "算了", "我不想考了", "改天再考吧"])
def test_who_breaks_off_is_asked_and_hears_what_it_costs(words: str, company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    begins(rep)
    rep.says(words).hears("还有 4 题没答", "明天.*以后才能再考", choices=["交卷", "接着答"])
    rep.says("取消").hears("第 1/4 题")
    rep.says(words).hears("还有 4 题没答")
    rep.says("先不交").hears("第 1/4 题")
    rep.says("考试").hears("还没完,还剩 30 分钟")
    rep.hears("第 1 题")
    rep.says("取消").hears("还有 4 题没答")
    rep.says("交吧").hears("0 分,没过")
    rep.says("考试").hears("0 分.*以后能再考")


def test_a_question_is_left_and_come_back_to(company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    shown = begins(rep)
    first = answer(shown.text)
    rep.says("不会 跳过").hears("第 2/4 题", "上一题先放着")
    shown = rep.says("A").hears("第 3/4 题")
    rep.says("回到第2题").hears("第 2/4 题", "你答的是:A")
    rep.says("返回").hears("第 1/4 题")
    rep.says("这题不会").hears("第 3/4 题")
    rep.says(answer(shown.text)).hears("第 4/4 题 · 简答")
    rep.says("先跳过").hears("第 1/4 题", "回到先放着的")
    rep.says(first).hears("第 4/4 题")
    rep.says("不知道").hears("第 4/4 题", "只剩这一题了")
    rep.says("取消").hears("还有 1 题没答")
    rep.taps("交卷").hears("没过")


def test_an_answer_before_is_changed_and_what_is_left_is_said(company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    shown = begins(rep)
    right = answer(shown.text)
    rep.says("上一题改成A").hears("第 1/4 题", "没有那一题")
    rep.says(answer(shown.text, right=False)).hears("第 2/4 题")
    rep.says(f"上一题改成{right}").hears("第 2/4 题", f"第 1 题改成 {right} 了")
    rep.says("还剩多少时间").hears("第 2/4 题", "还剩 30 分钟,还有 3 题没答")
    rep.says("错哪了").hears("第 2/4 题", "交卷以后才看得到")
    rep.says("把第一题改成F").hears("第 2/4 题", "没有这个选项")
    rep.says("交卷").hears("还有 3 题没答")
    rep.says("交").hears("单选对 1/2")


@pytest.mark.parametrize("words", ["好的开始吧", "开考", "考", "行,来吧"])
def test_it_begins_in_words(words: str, company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    rep.says("考试").hears("通关考试 4 题")
    rep.says(words).hears("第 1/4 题")
    company.ignore()


@pytest.mark.parametrize(
    "way", ["{letter} {option}", "{option}", "我觉得是{letter}", "{letter}吧 不太确定", "选第{place}个"]
)
def test_an_option_is_named_in_words(way: str, company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    shown = begins(rep)
    letter = answer(shown.text)
    options = dict(re.findall(r"^([A-F])\. (.+)$", shown.text, re.M))
    place = "一二三四五六"["ABCDEF".index(letter)]
    rep.says(way.format(letter=letter, option=options[letter], place=place)).hears("第 2/4 题")
    rep.says("交卷").hears()
    rep.says("交卷").hears("单选对 1/2")


def test_all_options_and_all_but_some(company: Company) -> None:
    few(company, questions={"single": 0, "multiple": 3, "short": 0})
    rep = company.member("阿新")
    rep.says("考试").hears()
    rep.says("开始").hears("第 1/3 题")
    rep.says("全选").hears("第 2/3 题")
    rep.says("除了B").hears("第 3/3 题")
    rep.says("第一第三").hears("没过|通过")
    with company.db.read() as session:
        given = [mark["given"] for mark in session.exec(select(Exam.marks)).one()]
    assert given[0] in ("ABCD", "ABCDE", "ABCDEF") and given[1] in ("ACD", "ACDE", "ACDEF") and given[2] == "AC"


def test_a_follow_up_in_the_middle_is_logged_and_the_question_put_again(company: Company) -> None:
    few(company)
    rep = company.member("小周")
    begins(rep)
    rep.says("刚跟宏远李总打完电话,他嫌价格高,周三下午我再去一趟").hears("宏远(?!.*发选项)")
    company.ignore()
    rep.says("B").hears("第 2/4 题")
    company.ignore()


def test_the_time_is_kept_through_restarts_and_said_to_be_over(company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    shown = begins(rep)
    company.advance("29m")
    company.restart()
    rep.says(answer(shown.text)).hears("第 2/4 题", "还剩 1 分钟")
    company.restart()
    company.advance("2m")
    rep.hears("时间到,按答了的算", "没过", "单选对 1/2")
    rep.says("我的错题").hears("错题 1-3/3")


def test_something_else_is_served_in_between(company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    begins(rep)
    rep.says("明早九点提醒我交周报").hears("提醒你")
    shown = rep.hears("第 1 题", choices=["A", "B", "C", "D"])
    assert re.search(r"A\. .+B\. ", shown.text)
    rep.says("A").hears("第 2/4 题")


def test_a_short_answer_is_not_taken_for_an_order(company: Company) -> None:
    few(company, questions={"single": 0, "multiple": 0, "short": 1})
    rep = company.member("阿新")
    rep.says("考试").hears("通关考试 1 题.简答 1")
    rep.taps("开始考").hears("简答", choices=["交卷"])
    rep.says("明天下午提醒他发资料").hears("分,没过")
    assert count(company, Exam) == 1


# ---- recorded calls

CLEAN = [Segment("A", 0.0, "您好,我们公司约您周三见。"), Segment("B", 5.0, "好。")]
BAD = [
    Segment("A", 0.0, "您好,我们公司给您介绍一下。"),
    Segment("B", 5.0, "能终身免费吗?"),
    Segment("A", 312.0, "您签了就终身免费。"),
]


class Finding:
    words, rule = "终身免费", "承诺终身免费维保"


def checks(company: Company, *heard: list[Segment]) -> None:
    """The bot hears recordings: one after the other so."""
    rest = list(heard)
    company.call_check = CallCheck(
        lambda _key: rest.pop(0), lambda words: [Finding()] if "终身免费" in words and "吗" not in words else []
    )
    company.simulation.app = company.rebuild()


def hands_in(person: Person, number: int) -> None:
    person.sends(f"通话{number}.wav", "考核录音", sound(number))
    person.hears(f"录音先收下了\\(第 {number} 段", "听写好了再查", kind="receipt")


def test_without_hearing_a_recording_is_kept_and_checked_later(company: Company) -> None:
    few(company)
    rep = company.member("小周")
    hands_in(rep, 1)
    rep.hears("还听不了", "录音先收下了,听写好了再查")
    rep.says("我还差几次录音能解锁").hears("算了 0/2 段,1 段等着听写,还差 2 段", choices=["去考试", "现在查录音", "…"])
    checks(company, CLEAN)
    rep.taps("现在查录音").hears("第 1 段录音查完,没有踩线,算一段。还差 1 段")
    rep.taps("现在查录音").hears("没有等着查的录音")


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        ([Segment("A", 0.0, "喂,您好")], "约 1 秒的话、3 个字"),
        ([Segment("A", 0.0, "您好这里是安川的小周想跟您约个时间", 6.0, 0.2)], "约 0 秒的话、0 个字"),
        ([Segment("A", 0.0, "您好我是小周您看周三", 1.5)], "约 2 秒的话、10 个字"),
    ],
)
def test_a_recording_in_which_too_little_is_heard_does_not_count(
    heard: list[Segment], why: str, company: Company
) -> None:
    few(company, speech_seconds=3)
    checks(company, heard, [*CLEAN, Segment("A", 9.0, "周三下午两点,我带样品过去,您看行吗?", 14.0)])
    rep = company.member("小周")
    hands_in(rep, 1)
    rep.hears("听清的话太少", why, "这段不算.至少要听清 3 秒、9 个字", choices=["换一段"])
    rep.says("我还差几次录音能解锁").hears("算了 0/2 段,1 段听不了")
    hands_in(rep, 2)
    rep.hears("没有踩线,算一段")


def test_what_is_forbidden_is_found_however_little_is_heard(company: Company) -> None:
    few(company, speech_seconds=60)
    checks(company, BAD)
    rep = company.member("小周")
    hands_in(rep, 1)
    rep.hears("踩线 1 处")


@pytest.mark.parametrize(
    ("reason", "words"),
    [(Unplayable("broken"), "放不出来"), (TooLong(1800), "太长了,一段最多听 30 分钟"), (None, "听不到人说话")],
)
def test_a_recording_that_can_never_be_heard_is_said_to_be_so(
    company: Company, reason: Exception | None, words: str
) -> None:
    few(company)

    def transcribe(_key: str) -> list[Segment]:
        if reason is not None:
            raise reason
        return []

    company.call_check = CallCheck(transcribe, lambda _words: [])
    rep = company.member("小周")
    hands_in(rep, 1)
    rep.hears("第 1 段录音", words, "这段不算", "发我", choices=["换一段"])
    rep.taps("换一段").hears("带一句「考核录音」")
    rep.says("我还差几次录音能解锁").hears("算了 0/2 段,1 段听不了,要换,还差 2 段", choices=["去考试", "陪练一下"])


def test_a_recording_is_taken_by_its_button_or_words_and_only_once(company: Company) -> None:
    few(company)
    checks(company, CLEAN, CLEAN)
    rep = company.member("小周")
    rep.sends("通话.wav", "", sound(1)).hears(choices=["存到客户名下", "存进话术库", "算考核录音"])
    rep.taps("算考核录音").hears("录音先收下了")
    rep.hears("没有踩线")
    rep.taps("算考核录音").hears("交过了")
    rep.sends("通话2.wav", "", sound(2)).hears()
    rep.says("这段是考核录音").hears("录音先收下了")
    rep.hears("没有踩线,算一段。录音够了")
    rep.says("怎么交录音").hears("交过了|带一句「考核录音」")


def violated(company: Company) -> tuple[Person, Person]:
    few(company)
    checks(company, BAD)
    rep, leader = company.member("小周"), company.member("赵琳")
    hands_in(rep, 1)
    rep.hears("踩线 1 处", "05:12「终身免费」——承诺终身免费维保", choices=["判错了,申诉"])
    return rep, leader


@pytest.mark.parametrize(
    ("tap", "heard", "counted"), [("不算违规", "不算违规,算一段", "算了 1/2"), ("维持", "维持,这段不算", "算了 0/2")]
)
def test_what_was_found_is_appealed_against_and_settled_by_a_person(
    tap: str, heard: str, counted: str, company: Company
) -> None:
    rep, leader = violated(company)
    rep.says("录音判错了").hears("哪里判得不对")
    rep.says("我说的是合同里写的那两年").hears("已请赵琳人工复核")
    leader.hears("小周说第 1 段录音判错了:「我说的是合同里写的那两年」", "05:12", choices=["不算违规", "维持"])
    leader.taps(tap).hears(f"小周的第 1 段录音{heard}")
    rep.hears(f"赵琳复核了你的第 1 段录音:{heard}")
    rep.says("我还差几次录音能解锁").hears(counted)
    rep.says("录音判错了").hears("只复核一回")
    leader.taps({"不算违规": "维持", "维持": "不算违规"}[tap]).hears("没有再动")


def test_who_no_longer_leads_settles_no_appeal(company: Company) -> None:
    rep, leader = violated(company)
    rep.taps("判错了,申诉").hears("哪里判得不对")
    rep.says("客户自己问的").hears("已请赵琳")
    leader.hears("小周说")
    moved_away(company, "赵琳")
    leader.taps("不算违规").hears("不归你定,没有动")
    rep.hears_nothing()
    company.advance("2h30m")
    rep.hears("第 1 段录音", "原来请赵琳定,现在转给老板了")
    boss = company.member("老板")
    boss.hears("判错了", "原来请赵琳看", choices=["不算违规", "维持"])
    boss.taps("不算违规").hears("不算违规,算一段")
    rep.hears("老板复核了你的第 1 段录音")


def moved_away(company: Company, name: str) -> None:
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        member.team_id = session.exec(select(Team.id).where(Team.name == "南区")).one()
        session.add(member)


# ---- unlocking


def earned(company: Company) -> Person:
    """小周 has passed the exam and handed in two recordings."""
    few(company)
    checks(company, CLEAN, CLEAN)
    rep = company.member("小周")
    for number in (1, 2):
        hands_in(rep, number)
        rep.hears("没有踩线")
    takes(rep)
    return rep


def test_both_are_there_and_the_supervisor_agrees(company: Company) -> None:
    rep, leader = earned(company), company.member("赵琳")
    rep.hears("已请赵琳解锁「独立报价」", kind="receipt")
    leader.hears("小周考试 100 分通过,2 段录音", "独立报价", choices=["同意解锁", "先不", "看听到什么"], kind="prompt")
    rep.says("申请解锁").hears("已经在等主管定了")
    leader.says("组里的考试情况").hears("小周:考试100 分,过了;录音 2/2,等你定解锁")
    leader.taps("同意解锁").hears("给小周解锁了:独立报价")
    rep.hears("赵琳同意了,解锁:独立报价")
    rep.says("我解锁了吗").hears("独立报价:解锁了")
    leader.taps("先不").hears("没有再动")
    rep.says("申请解锁").hears("已经解锁了:独立报价")


def test_the_supervisor_sees_what_was_heard_before_deciding(company: Company) -> None:
    _, leader = earned(company), company.member("赵琳")
    company.ignore()
    leader.taps("看听到什么").hears(
        "第 1 段录音没有踩线,听清 3 秒的话",
        "00:00 您好,我们公司约您周三见",
        "00:05 好",
        choices=["看第 2 段", "同意解锁", "先不"],
    )
    leader.taps("看第 2 段").hears("第 2 段录音", choices=["同意解锁", "先不"])
    leader.taps("同意解锁").hears("给小周解锁了")
    company.ignore()


def test_a_long_recording_is_shown_some_lines_at_a_time(company: Company) -> None:
    few(company, recordings=1)
    checks(company, [Segment("A", at * 4.0, f"这是第{at}句") for at in range(10)])
    rep, leader = company.member("小周"), company.member("赵琳")
    hands_in(rep, 1)
    company.ignore()
    takes(rep)
    company.ignore()
    leader.taps("看听到什么").hears("第0句", "00:28 这是第7句$", choices=["看后面的", "同意解锁", "先不"])
    leader.taps("看后面的").hears("接着听到的:\n00:32 这是第8句\n00:36 这是第9句$")


def test_the_last_recording_asks_too(company: Company) -> None:
    few(company)
    rep = company.member("小周")
    takes(rep)
    rep.says("申请解锁").hears("还不能解锁:录音还差 2 段")
    checks(company, CLEAN, CLEAN)
    hands_in(rep, 1)
    rep.hears("还差 1 段")
    hands_in(rep, 2)
    rep.hears("录音够了")
    rep.hears("已请赵琳解锁")
    company.member("赵琳").hears("解锁「独立报价」吗")


def test_not_yet_and_asked_once_more(company: Company) -> None:
    rep, leader = earned(company), company.member("赵琳")
    rep.hears("已请赵琳")
    leader.hears("解锁")
    leader.taps("先不").hears("小周先不解锁")
    rep.hears("赵琳这次先不解锁")
    rep.says("我还差几次录音能解锁").hears("主管说先不", choices=["请主管解锁", "…"])
    rep.taps("请主管解锁").hears("已请赵琳解锁")
    leader.hears("解锁「独立报价」吗")


def test_who_no_longer_leads_does_not_decide_and_who_does_is_asked(company: Company) -> None:
    rep, leader, boss = earned(company), company.member("赵琳"), company.member("老板")
    rep.hears("已请赵琳")
    leader.hears("解锁")
    moved_away(company, "赵琳")
    leader.taps("同意解锁").hears("不归你定,没有动")
    rep.hears_nothing()
    rep.says("我还差几次录音能解锁").hears("等主管定", choices=["请主管解锁", "…"])
    rep.taps("请主管解锁").hears("已请老板解锁")
    boss.hears("小周考试 100 分通过")
    boss.taps("同意解锁").hears("给小周解锁了")
    rep.hears("老板同意了")


def test_nothing_is_asked_where_nothing_is_unlocked(company: Company) -> None:
    few(company, unlocks=(), recordings=0)
    rep = company.member("小周")
    takes(rep)
    rep.says("申请解锁").hears("没有定考过能解锁什么")


def test_a_supervisor_sees_the_team_and_no_other(company: Company) -> None:
    rep = earned(company)
    company.ignore()
    company.member("赵琳").says("小周考得怎么样").hears("^小周:", "通过了,100 分", "算了 2/2 段")
    company.member("赵琳").says("谁解锁了").hears("小周", choices=["看小周的"])
    company.member("顾强").says("小周考得怎么样").hears("只有本人和主管能看")
    company.member("顾强").says("组里的考试情况").hears("还没有人考过")
    company.member("小吴").says("小周考得怎么样").hears("只有本人和主管能看")
    rep.says("我的积分").hears("还没有积分")


# ---- deletion


def test_everything_is_deleted_on_request_but_the_rights(company: Company) -> None:
    rep, leader = earned(company), company.member("赵琳")
    leader.hears("解锁")
    leader.taps("同意解锁").hears("解锁了")
    company.ignore()
    rep.says("删掉我的陪练记录").hears("考试", "已经解锁的权限不变")
    rep.taps("都删掉").hears("删掉了 3 条")
    assert (count(company, Exam), count(company, ExamRecording), count(company, Unlock)) == (0, 0, 1)
    rep.says("我还差几次录音能解锁").hears("还没考", "独立报价:解锁了")


def test_what_is_old_is_forgotten(company: Company) -> None:
    rep, _ = violated(company)
    rep.says("录音判错了").hears()
    rep.says("不对").hears("已请")
    takes(rep)
    company.ignore()
    keeps = company.policy.drills.model_copy(update={"keep_days": 2})
    company.policy = company.policy.model_copy(update={"drills": keeps})
    company.advance("3d")
    company.ignore()
    assert (count(company, Exam), count(company, ExamRecording), count(company, RecordingAppeal)) == (0, 0, 0)


def test_a_number_of_a_recording_counts_each_ones_own(company: Company) -> None:
    few(company)
    hands_in(company.member("小周"), 1)
    hands_in(company.member("小吴"), 1)
    company.ignore()
    with company.db.read() as session:
        ids = session.exec(select(ExamRecording.member_id)).all()
        assert [call.number for member in ids for call in calls.of_member(session, member)] == [1, 1]


def test_the_shipped_exam_names_what_it_unlocks(company: Company) -> None:
    policy: Policy = company.policy
    assert policy.exam.unlocks and policy.exam.recordings == 5 and policy.exam.pass_points == 80


# ---- decided and asked in words


@pytest.mark.parametrize(
    ("words", "heard", "said_to_rep"),
    [
        ("同意,给她解锁", "给小周解锁了:独立报价", "赵琳同意了,解锁"),
        ("给小周解锁吧,录音不错", "给小周解锁了", "同意了「录音不错」"),
        ("先不解锁,再练两周", "小周先不解锁", "这次先不解锁「再练两周」"),
        ("录音听着还生,先不解锁", "小周先不解锁", "先不解锁「录音听着还生」"),
    ],
)
def test_what_was_earned_is_decided_in_words(words: str, heard: str, said_to_rep: str, company: Company) -> None:
    rep, leader = earned(company), company.member("赵琳")
    company.ignore()
    leader.says(words).hears(heard)
    rep.hears(said_to_rep)
    leader.says(words).hears("没有等你定的解锁")


def test_ones_exams_are_deleted_in_words(company: Company) -> None:
    few(company)
    rep = company.member("阿新")
    takes(rep, right=False)
    rep.says("删掉我的考试记录").hears("都删掉")
    rep.says("删").hears("删掉了 1 条")
    assert count(company, Exam) == 0


def unlocked(company: Company) -> tuple[Person, Person]:
    """小周 has unlocked what was earned; with who leads them."""
    rep, leader = earned(company), company.member("赵琳")
    company.ignore()
    leader.taps("同意解锁").hears("给小周解锁了")
    rep.hears("解锁:独立报价")
    return rep, leader


@pytest.mark.parametrize(
    ("words", "is_asked"),
    [("把小周的权限收回来", True), ("收回小周的解锁", True), ("把小周的解锁权限收回,录音里乱许诺", False)],
)
def test_rights_are_taken_away_with_a_reason_and_given_back(words: str, is_asked: bool, company: Company) -> None:
    rep, leader = unlocked(company)
    rep.says("我有哪些权限").hears("已经解锁:独立报价")
    leader.says(words)
    if is_asked:
        leader.hears("收回小周的「独立报价」,为什么")
        leader.says("录音里乱许诺")
    leader.hears("收回了小周的权限:独立报价", "录音里乱许诺", choices=["还给他"], kind="receipt")
    rep.hears("赵琳收回了你的权限「独立报价」:「录音里乱许诺」")
    rep.says("我有哪些权限").hears(
        "没解锁:独立报价。之前解锁过,被收回了:「录音里乱许诺」", choices=["请主管解锁", "看错题"]
    )
    with company.db.read() as session:
        audit = session.exec(select(Audit).where(Audit.what == "unlock_revoked")).one()
    assert audit.detail["why"] == "录音里乱许诺"
    leader.taps("还给他").hears("还给小周了:独立报价")
    rep.hears("赵琳把权限还给你了")
    rep.says("我的权限").hears("已经解锁:独立报价")


def test_rights_are_taken_away_where_somebody_is_looked_at(company: Company) -> None:
    rep, leader = unlocked(company)
    leader.says("小周考得怎么样").hears("独立报价:解锁了", choices=["收回权限"])
    leader.taps("收回权限").hears("为什么")
    leader.says("客户投诉了").hears("收回了小周的权限")
    rep.hears("客户投诉了")
    rep.says("申请解锁").hears("已请赵琳解锁")
    leader.hears("解锁「独立报价」吗", choices=["同意解锁", "先不", "看听到什么"])
    leader.taps("还给他").hears("没有再动")
    company.ignore()


@pytest.mark.parametrize(
    "words", ["要不要收回小周的解锁", "先别收回小周的权限", "把小周的权限收回来合适吗", "如果收回小周的解锁呢"]
)
def test_rights_stay_unless_it_is_ordered(words: str, company: Company) -> None:
    rep, leader = unlocked(company)
    leader.says(words).hears(".")
    rep.says("我有哪些权限").hears("已经解锁:独立报价")


def test_only_who_leads_takes_rights_away(company: Company) -> None:
    unlocked(company)
    company.member("顾强").says("收回小周的解锁,乱许诺").hears("不归你定,没有动")
    company.member("小吴").says("收回小周的解锁,乱许诺").hears("你这边办不了")


@pytest.mark.parametrize("words", ["还有没答的吗", "这题要写多少字", "没看懂"])
def test_a_question_to_the_bot_is_no_short_answer(company: Company, words: str) -> None:
    few(company, questions={"single": 0, "multiple": 0, "short": 1})
    rep = company.member("小周")
    rep.says("我要考试").hears("通关考试", choices=["开始考", "先不考"])
    rep.taps("开始考").hears("简答")
    rep.says(words).hears("简答", "没当成答案|还剩", never=["没过"])
    rep.says(f"答:{words}").hears("没过")


@pytest.mark.parametrize("words", ["确定", "对,交吧", "是的"])
def test_what_is_not_complete_is_handed_in_by_a_yes(company: Company, words: str) -> None:
    few(company)
    rep = company.member("小周")
    begins(rep)
    rep.says("交卷").hears("现在交", choices=["交卷", "接着答"])
    rep.says(words).hears("没过")


@pytest.mark.parametrize("words", ["考多久 几道题", "能再考一次吗", "给她第一题算对", "标题就叫 先换最忙的一家"])
def test_only_an_order_begins_an_exam(company: Company, words: str) -> None:
    rep = company.member("小周")
    rep.says(words).says("行")
    company.ignore("小周")
    assert count(company, Exam) == 0


@pytest.mark.parametrize("words", ["先停一下 等会接着考", "接个电话", "时间还走吗", "不好意思,有客户找", "我先忙别的"])
def test_a_break_is_no_answer_and_its_clock_runs_on(company: Company, words: str) -> None:
    few(company)
    rep = company.member("小周")
    begins(rep)
    rep.says(words).hears("第 1/4 题", "时间照走", "还剩 30 分钟,还有 4 题没答")
    company.advance("3m")
    rep.says("好了 接着考").hears("第 1/4 题", "还剩 27 分钟,还有 4 题没答")


def test_an_exam_goes_on_where_it_stopped_after_a_report(company: Company) -> None:
    few(company)
    rep = company.member("小周")
    shown = begins(rep)
    rep.says(answer(shown.text)).hears("第 2/4 题")
    rep.says("刚跟鼎新薛总打完电话 他说周四下午看方案").hears("已记录")
    company.ignore()
    rep.says("考试继续").hears("第 2/4 题", "还有 3 题没答")
    company.ignore()


def test_a_break_in_an_essay_is_not_its_answer(company: Company) -> None:
    few(company, questions={"single": 0, "multiple": 0, "short": 1})
    rep = company.member("小周")
    rep.says("我要考试").hears("通关考试 1 题")
    rep.taps("开始考").hears("简答")
    rep.says("先停一下 等会接着考").hears("时间照走", never=["没过"])
    rep.says("先停一下再问他预算,然后约下周二去看现场").hears("分")
