"""The exam as people read it: what it asks, its questions, its result and what was wrong. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.messages import Choice
from bot.wording.coaching.drills import points
from bot.wording.offers import ShowExam, TakeExam
from bot.wording.values import say_time
from coaching.exam.attempts import ExamDetail, ExamFact
from coaching.exam.marking import Mark
from coaching.exam.paper import Paper
from coaching.exam.questions import LETTERS, Question

BEGIN, NOT_NOW = "开始考", "先不考"
CHOSEN, HAND_IN, GO_ON = "选好了", "交卷", "接着答"
LATER = "好,准备好了再说「考试」。"
NO_EXAM = "你还没考过。说「考试」就能开始。"
GONE = "这次考试的记录已经不在了(删了,或者过了保存期)。"
ALL_RIGHT = "这次没有错题。"
NOT_MARKED = "分没算出来,是我这边出了问题。你答的都还在,点「再算一次」。"
MARK_AGAIN = "再算一次"
PICK_A_LETTER = "发选项的字母就行;不会的说「跳过」。"
PICK_SOME = "还没选,先点选项。"
ONLY_THE_FIRST = "单选只选一个。"
NOT_AN_OPTION = "没有这个选项。"
NO_SUCH_QUESTION = "没有那一题。"
SKIPPED = "好,上一题先放着,后面再回来答。"
BACK_TO_THE_LEFT = "后面的都答了,回到先放着的这题。"
ONLY_THIS_LEFT = "只剩这一题了。答不上来就说「交卷」。"
REWRITE = "这题是简答,在这儿重写一遍。"
RESULTS_LATER = "对错交卷以后才看得到,先接着答。"
NO_REASON = "这句看不出哪里打错了,没有发出去。"
NO_ANSWER = "这句像在问我,没当成答案;就要这么答,前面加「答:」。考试里我不给提示,不会的说「跳过」。"
NOT_OVER = "考试还没交卷,对错交了才看得到。"
KINDS = {"single": "单选", "multiple": "多选", "short": "简答"}
HOW = {
    "single": "点字母,或者发字母。",
    "multiple": "可以选几个,全对才得分。点完按「选好了」,也可以一次发完,比如 ABD。",
    "short": "用自己的话写,按要点给分。",
}
SHOWN = 4  # wrong questions in a message
START = Choice("去考试", opens=TakeExam())


def intro(paper: Paper) -> str:
    """What the exam is like, before it begins."""
    counts = "、".join(f"{KINDS[kind]} {paper.count(kind)}" for kind in KINDS if paper.count(kind))
    return (
        f"通关考试 {len(paper.questions)} 题({counts}),{paper.minutes} 分钟,满分 100,{paper.pass_points} 分通过。\n"
        "不会的说「跳过」,回头再答;「上一题」能回去改;随时说「交卷」。开始了就算考过一次。"
    )


def barred(fact: ExamFact, again: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Why no exam may begin now."""
    if fact.passed:
        return f"你{say_time(fact.started_at, now, zone)}已经考过了,{points(fact.total or 0)} 分,不用再考。"
    result = f"{points(fact.total)} 分" if fact.total is not None else "没交卷,也算一次"
    return f"上次是{say_time(fact.started_at, now, zone)}考的({result})。{say_time(again, now, zone)}以后能再考。"


def question(paper: Paper, index: int, left: timedelta, chosen: str, hint: str) -> str:
    """A question with its options, and how much time is left."""
    asked = paper.questions[index]
    lines = [f"第 {index + 1}/{len(paper.questions)} 题 · {KINDS[asked.kind]} · {_left(left)}", asked.text]
    lines += [f"{letter}. {option}" for letter, option in zip(LETTERS, asked.options, strict=False)]
    if hint:
        lines.append(hint)
    elif chosen:
        lines.append(f"已选:{'、'.join(chosen)}。再点一次是去掉。")
    elif index == 0 or paper.questions[index - 1].kind != asked.kind:
        lines.append(HOW[asked.kind])
    return "\n".join(lines)


def chosen_so_far(letters: str) -> str:
    """What is chosen of a multiple question, in one line."""
    if not letters:
        return "都去掉了,重新选。"
    return f"已选:{'、'.join(letters)}。还有就接着点,好了点「{CHOSEN}」。"


def brief(paper: Paper, index: int) -> str:
    """A question for asking again."""
    asked = paper.questions[index]
    options = "".join(f" {letter}. {option}" for letter, option in zip(LETTERS, asked.options, strict=False))
    return f"第 {index + 1} 题({KINDS[asked.kind]}):{asked.text}{options}"


def sure(unanswered: int, again: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Asked before handing in what is not complete."""
    cost = f"没过的话,{say_time(again, now, zone)}以后才能再考" if again > now else "没过可以再考"
    return f"还有 {unanswered} 题没答,没答的不得分。停下来也按交卷算,{cost}。现在交?"


def running(left: timedelta) -> str:
    """That an exam goes on, where another is wanted."""
    return f"这次考试还没完,{_left(left)},接着答就行。"


def left(time: timedelta, unanswered: int) -> str:
    """How much is left."""
    return f"{_left(time)},还有 {unanswered} 题没答。"


def pausing(time: timedelta, unanswered: int) -> str:
    """That the clock of an exam does not stop, and what is kept meanwhile."""
    return (
        f"考试停不了表,时间照走:{_left(time)},还有 {unanswered} 题没答。"
        "答过的都留着,先忙你的,回来说「继续考」从这题接着;到点会按答了的交卷。"
    )


def given_before(answer: str) -> str:
    """What was answered to a question that is put once more."""
    return f"你答的是:{answer}。重新答一次就改了。" if answer else ""


def changed(place: int, letters: str) -> str:
    """Another answer was kept for a question before."""
    return f"第 {place} 题改成 {'、'.join(letters)} 了。"


def _left(time: timedelta) -> str:
    return f"还剩 {max(1, int(time.total_seconds() // 60))} 分钟"


def result(detail: ExamDetail, ends: str, again: datetime, now: datetime, zone: ZoneInfo) -> str:
    """What came of it, and the first things that were wrong."""
    fact, wrong = detail.fact, mistakes(detail.marks)
    total = points(fact.total or 0)
    lines = ["时间到,按答了的算。"] if ends == "time" else []
    lines.append(f"{total} 分,通过了!" if fact.passed else f"{total} 分,没过。{say_time(again, now, zone)}以后能再考。")
    lines.append("、".join(_of_kind(detail.marks, kind) for kind in KINDS if _count(detail.marks, kind)) + "。")
    if wrong:
        lines += ["错的先看这几题:" if len(wrong) > 2 else "错的:", *map(wrong_line, wrong[:2])]
    return "\n".join(lines)


def result_buttons(detail: ExamDetail, *, may_again: bool) -> list[Choice]:
    """What comes after the result."""
    see = Choice("看错题", opens=ShowExam(detail.fact.id))
    return [*([see] if mistakes(detail.marks) else []), *([Choice("再考", opens=TakeExam())] if may_again else [])]


def wrong_page(detail: ExamDetail, skip: int) -> str:
    """What was wrong, from the one after the first `skip` on."""
    wrong = mistakes(detail.marks)
    if not wrong:
        return ALL_RIGHT
    shown = wrong[skip : skip + SHOWN]
    head = f"{detail.fact.member} {points(detail.fact.total or 0)} 分,错题 {skip + 1}-{skip + len(shown)}/{len(wrong)}:"
    return "\n".join([head, *map(wrong_line, shown)])


def wrong_buttons(detail: ExamDetail, skip: int) -> list[Choice]:
    """The rest of what was wrong."""
    more = len(mistakes(detail.marks)) > skip + SHOWN
    return [Choice("看后面的", opens=ShowExam(detail.fact.id, skip + SHOWN))] if more else []


def mistakes(marks: Sequence[Mark]) -> list[Mark]:
    """The marks of the questions in which something was lost."""
    return [mark for mark in marks if not mark.is_right]


def wrong_line(mark: Mark) -> str:
    """A question that was answered wrongly: what was answered, what is right and why."""
    asked = mark.question
    if asked.kind == "short":
        missed = "、".join(mark.missed)
        return f"·{asked.text}\n  你得 {points(mark.earned)}/{points(mark.most)} 分,没说到:{missed}。{asked.why}"
    given = "、".join(mark.given) or "没答"
    return f"·{asked.text}\n  你:{given};对的:{_options(asked)}。{asked.why}"


def _options(asked: Question) -> str:
    return ";".join(f"{letter} {asked.options[LETTERS.index(letter)].rstrip('。？')}" for letter in asked.right)


def _count(marks: Sequence[Mark], kind: str) -> int:
    return sum(mark.question.kind == kind for mark in marks)


def _of_kind(marks: Sequence[Mark], kind: str) -> str:
    own = [mark for mark in marks if mark.question.kind == kind]
    if kind == "short":
        return f"简答得 {points(sum(mark.earned for mark in own))}/{points(sum(mark.most for mark in own))} 分"
    return f"{KINDS[kind]}对 {sum(mark.is_right for mark in own)}/{len(own)}"
