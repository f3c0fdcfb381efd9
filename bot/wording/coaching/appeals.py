"""Appeals against a score, and deleting one's drills, as people read them. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.messages import Choice
from bot.wording.coaching.drills import points
from bot.wording.offers import SettleAppeal, ShowDrill
from coaching.drills import AppealFact

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


def sent(asked: str) -> str:
    """The receipt of an appeal."""
    return f"已请{asked}人工复核,有结果告诉你。分数先照旧。"


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
