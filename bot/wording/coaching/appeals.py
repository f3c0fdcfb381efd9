"""Appeals against a score, and deleting one's drills, as people read them. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.messages import Choice, SaidWords
from bot.wording.coaching.drills import points
from bot.wording.offers import SettleAppeal, ShowDrill, ShowExam
from bot.wording.values import say_time
from coaching.drills import AppealFact, DrillFact

ASK_WHY = "哪里打得不对?说一句,我请主管人工看。"
NOBODY = "公司里现在没有能复核的人(主管、经理、管理员)。"
NO_DRILL = "还没有打过分的陪练。"
ALREADY = "这次已经申诉过了,一次陪练只复核一回。"
NOT_YOURS = "这次陪练现在不归你定,没有动。"
SETTLED = "这条已经复核过了,没有再动。"
NONE_WAITS = "现在没有等你定的陪练申诉。"
WHICH = "说的是谁的申诉?"
STAYS, CHANGES, SEE = "维持原分", "改分", "看对话"
ASK_TOTAL = "改成多少分?0 到 100。"
NOT_A_TOTAL = "发一个 0 到 100 的数就行。"
SURE = "把你所有的陪练、考试和考核录音的记录(对话、成绩、申诉)都删掉?删了找不回来,已经解锁的权限不变。"
DELETE, DELETE_FILES, KEEP = "都删掉", "只删陪练录音", "先留着"
KEPT = "没有删。"
NONE_KEPT = "你没有陪练记录。"


WHICH_DRILL = "删哪一次?"
DELETE_ONE = "删掉"
GONE_BEFORE = "这次陪练已经不在了。"
NO_APPEAL = "你没有申诉过。陪练分数不对,说「这个分不对」;录音判错了,说「录音判错了」,都是主管人工看。"


def standing(fact: AppealFact, now: datetime, zone: ZoneInfo) -> str:
    """How one's own appeal stands: who looks at it since when, or what came of it."""
    if fact.is_waiting:
        since = say_time(fact.asked_at, now, zone)
        return f"陪练「{fact.title}」的申诉还在{fact.asked}那里,{since}交过去的,分数先照旧。定了我告诉你。"
    return f"陪练「{fact.title}」的申诉有结果了:{_result(fact)}。"


def none_waits(whose: str) -> str:
    """No appeal waits for who asks."""
    return f"{whose}没有等你定的申诉。" if whose else "没有等你定的申诉,陪练的和录音的都没有。"


def more_wait(count: int) -> str:
    """More appeals wait than are shown."""
    return f"还有 {count} 条,这几条定了再说「还有申诉没看吗」。"


def no_exam_appeal(leader: str, text: str) -> tuple[str, list[Choice]]:
    """That there is no appeal against an exam, and what there is instead."""
    said = "考试没有申诉:选择题按标准答案判,简答按要点给分,看错题里写着每题为什么。"
    told = f"觉得哪题判错了,我可以把你的话带给{leader}。" if leader else ""
    tell = [Choice(f"带话给{leader}", opens=SaidWords("instruct", f"转告{leader}:{text.strip()}"))] if leader else []
    return f"{said}{told}", [Choice("看错题", opens=ShowExam()), *tell]


def none_meant(*, any_held: bool) -> str:
    """No drill is meant by the words that want one deleted."""
    return "你的陪练里没对上这一次。说「我的陪练」看都有哪几次。" if any_held else NONE_KEPT


def drill_label(fact: DrillFact, now: datetime, zone: ZoneInfo) -> str:
    """One of several drills, on a button."""
    return f"{say_time(fact.at, now, zone)} {points(fact.total)} 分"


def sure_of_one(fact: DrillFact, now: datetime, zone: ZoneInfo) -> str:
    """Whether this drill is to be deleted."""
    return (
        f"删掉{say_time(fact.at, now, zone)}那次陪练「{fact.title}」{points(fact.total)} 分?"
        "对话、成绩、录音和申诉都删,找不回来。"
    )


def one_deleted(fact: DrillFact, now: datetime, zone: ZoneInfo, *, appeal_ends: bool) -> str:
    """The receipt of the deletion of one drill."""
    ends = "对它的申诉也一起结束了。" if appeal_ends else ""
    return f"删掉了:{say_time(fact.at, now, zone)}「{fact.title}」{points(fact.total)} 分,主管也看不到了。{ends}"


def appeal_ended(fact: AppealFact) -> str:
    """To who was to look at it: an appeal ends because its drill was deleted."""
    return f"{fact.member}删掉了陪练「{fact.title}」,对它的申诉跟着结束,不用再看了。"


def sent(asked: str, why: str) -> str:
    """The receipt of an appeal, with its reason."""
    return f"已请{asked}人工复核,理由写的是「{why}」。有结果告诉你,分数先照旧。"


def request(fact: AppealFact, formerly: str = "") -> str:
    """What who settles it is asked; `formerly` was asked first."""
    moved = f"(原来请{formerly}看)" if formerly else ""
    return f"{fact.member}对陪练「{fact.title}」的 {points(fact.before)} 分有异议{moved}:「{fact.reason}」。看一下?"


def still_waits(fact: AppealFact) -> str:
    """A reminder for who has not settled it."""
    return f"{fact.member}的陪练申诉还等你看:「{fact.title}」{points(fact.before)} 分,「{fact.reason}」"


def request_buttons(fact: AppealFact) -> list[Choice]:
    """How it may be settled."""
    return [
        Choice(SEE, opens=ShowDrill(fact.drill_id, transcript=True)),
        Choice(STAYS, opens=SettleAppeal(fact.id, granted=False)),
        Choice(CHANGES, opens=SettleAppeal(fact.id, granted=True)),
    ]


def settled(fact: AppealFact) -> str:
    """The receipt for who settled it."""
    return f"{fact.member}「{fact.title}」{_result(fact)},已告诉本人。"


def to_member(fact: AppealFact, by: str, why: str = "") -> str:
    """What became of one's appeal, with the reason where one was given."""
    reason = f"他说:「{why}」" if why else ""
    return f"{by}复核了你的陪练「{fact.title}」:{_result(fact)}。{reason}"


def which(waits: Sequence[AppealFact], *, granted: bool) -> tuple[str, list[Choice]]:
    """Asked where nothing waits for a decision, or several do."""
    if not waits:
        return NONE_WAITS, []
    label = CHANGES if granted else STAYS
    return WHICH, [Choice(f"{label}·{fact.member}", opens=SettleAppeal(fact.id, granted)) for fact in waits[:6]]


def deleted(count: int) -> str:
    """The receipt of a deletion."""
    return f"删掉了 {count} 条陪练、考试和录音的全部记录。"


def files_deleted(count: int) -> str:
    """The receipt of a deletion of recordings."""
    return f"删掉了 {count} 段陪练录音,文字和成绩都还在。"


def _result(fact: AppealFact) -> str:
    total = fact.total if fact.total is not None else fact.before
    if total == fact.before:
        return f"维持 {points(total)} 分"
    return f"从 {points(fact.before)} 改成 {points(total)} 分"
