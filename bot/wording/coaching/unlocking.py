"""How far somebody is with drills, exam and recordings, and what that unlocks, as people read it. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.messages import Choice
from bot.wording.coaching import calls, exams
from bot.wording.coaching.drills import points
from bot.wording.offers import AskUnlock, ExamProgress, Practise, RevokeUnlock, SettleUnlock, ShowCall, ShowExam
from bot.wording.values import say_time
from coaching.drills import DrillFact
from coaching.exam.call_check import Speech
from coaching.exam.calls import CallFact
from coaching.exam.unlocking import Standing, UnlockFact

AGREE, NOT_YET, HEARD = "同意解锁", "先不", "看听到什么"
NOBODY = "公司里现在没有能定的人(主管、经理、管理员),等有了再说「申请解锁」。"
NOT_YOURS = "这件现在不归你定,没有动。"
SETTLED = "这件已经定过了,没有再动。"
NONE_WAITS = "现在没有等你定的解锁。"
WHICH = "说的是哪一位?"
NOTHING_UNLOCKS = "公司没有定考过能解锁什么。"
ASKED_ALREADY = "已经在等主管定了,定了告诉你。"
NOBODY_BEGAN = "还没有人考过或交过录音。"
WHOSE = "想看哪位同事的?发我名字就行。"
NOT_YOURS_TO_SEE = "这位同事的考试不归你看,只有本人和主管能看。"
ASK = Choice("请主管解锁", opens=AskUnlock())
PRACTISE = Choice("陪练一下", opens=Practise())


def progress(found: Standing, drilled: Sequence[DrillFact], now: datetime, zone: ZoneInfo, whose: str = "") -> str:
    """How far somebody is; `whose` is nothing for oneself."""
    lines = [f"{whose}:"] if whose else []
    lines += [_drills(drilled), _exam(found, now, zone), _calls(found)]
    return "\n".join([*lines, _unlock(found)] if found.unlock or found.is_complete else lines)


def own_steps(found: Standing, *, may_begin: bool, may_ask: bool) -> list[Choice]:
    """The next steps of somebody themself, the likeliest first."""
    steps: list[Choice] = []
    if may_ask:
        steps.append(ASK)
    if may_begin:
        steps.append(exams.START)
    if found.waiting:
        steps.append(calls.CHECK)
    if found.latest is not None and found.latest.total is not None:
        steps.append(Choice("看错题", opens=ShowExam(found.latest.id)))
    return steps


def team(found: Sequence[Standing]) -> str:
    """How far the people of a team are."""
    if not found:
        return NOBODY_BEGAN
    return "\n".join(["考试和解锁:", *(f"·{standing.member}:{_short(standing)}" for standing in found)])


def team_buttons(found: Sequence[Standing]) -> list[Choice]:
    """Opens each one's."""
    return [Choice(f"看{standing.member}的", opens=ExamProgress(standing.member_id)) for standing in found[:6]]


def lacks(found: Standing) -> str:
    """What is missing for being unlocked."""
    return f"还不能解锁:{_lacking(found)}。"


def _lacking(found: Standing) -> str:
    parts = [] if found.passed else ["考试还没过"]
    parts += [f"录音还差 {found.lacking} 段"] if found.lacking else []
    return ",".join(parts)


def unlocked_already(names: Sequence[str]) -> str:
    """That it was agreed to before."""
    return f"已经解锁了:{'、'.join(names)}。"


def request(fact: UnlockFact, found: Standing, counted: Sequence[CallFact]) -> str:
    """What a superior is asked; `counted` are the recordings that count."""
    total = points(found.passed.total or 0) if found.passed is not None else "0"
    speech = Speech(sum(call.speech.seconds for call in counted), sum(call.speech.characters for call in counted))
    heard = f",{len(counted)} 段录音查过没踩线(一共听清 {calls.say_speech(speech)})" if counted else ""
    return f"{fact.member}考试 {total} 分通过{heard}。解锁「{'、'.join(fact.names)}」吗?"


def request_buttons(fact: UnlockFact, counted: Sequence[CallFact] = ()) -> list[Choice]:
    """What may be decided; what was heard in the first of the recordings."""
    return [
        Choice(AGREE, opens=SettleUnlock(fact.id, granted=True)),
        Choice(NOT_YET, opens=SettleUnlock(fact.id, granted=False)),
        *(Choice(HEARD, opens=ShowCall(call.id)) for call in counted[:1]),
    ]


def asked(superior: str, names: Sequence[str]) -> str:
    """The receipt of who has earned it."""
    return f"考试和录音都齐了!已请{superior}解锁「{'、'.join(names)}」,定了告诉你。"


def decided(fact: UnlockFact) -> str:
    """The receipt of who decides."""
    names = "、".join(fact.names)
    return f"给{fact.member}解锁了:{names}。已告诉他。" if fact.granted else f"好,{fact.member}先不解锁,已告诉他。"


def to_member(fact: UnlockFact, by: str, why: str = "") -> str:
    """To who has earned it, with the reason where one was given."""
    reason = f"「{why}」" if why else ""
    if fact.granted:
        return f"{by}同意了{reason},解锁:{'、'.join(fact.names)}。恭喜!"
    return f"{by}这次先不解锁{reason}。聊一聊差在哪,之后说「申请解锁」再请他看。"


NOT_ORDERED = "权限没有动。要收回就直接说,比如「把小周的权限收回来」。"
REVOKE, GIVE_BACK = "收回权限", "还给他"


def revoke_button(fact: UnlockFact) -> Choice:
    """Takes away what somebody has unlocked."""
    return Choice(REVOKE, opens=RevokeUnlock(fact.id))


def give_back_button(fact: UnlockFact) -> Choice:
    """Unlocks again what was just taken away."""
    return Choice(GIVE_BACK, opens=RevokeUnlock(fact.id, back=True))


def nothing_unlocked(member: str) -> str:
    """There is nothing to take away."""
    return f"{member}现在没有解锁的权限,没有动。"


def why_revoke(fact: UnlockFact) -> str:
    """Asked for the reason."""
    return f"收回{fact.member}的「{'、'.join(fact.names)}」,为什么?说一句,我原样告诉他。"


def revoked(fact: UnlockFact) -> str:
    """The receipt of who takes rights away."""
    return f"收回了{fact.member}的权限:{'、'.join(fact.names)}(「{fact.revoked_why}」)。已告诉他。"


def revoked_to_member(fact: UnlockFact, by: str) -> str:
    """To whose rights were taken away."""
    return (
        f"{by}收回了你的权限「{'、'.join(fact.names)}」:「{fact.revoked_why}」。"
        "聊一聊差在哪,之后说「申请解锁」再请他看。"
    )


def given_back(fact: UnlockFact) -> str:
    """The receipt of who gives them back."""
    return f"还给{fact.member}了:{'、'.join(fact.names)}。已告诉他。"


def given_back_to_member(fact: UnlockFact, by: str) -> str:
    """To whom they were given back."""
    return f"{by}把权限还给你了:{'、'.join(fact.names)}。"


def rights(found: Standing, unlocks: Sequence[str]) -> str:
    """Which rights somebody has unlocked, which not yet, and what is missing for them."""
    own = found.unlock.names if found.unlock is not None and found.is_unlocked else ()
    rest = [name for name in unlocks if name not in own]
    if not own and not rest:
        return NOTHING_UNLOCKS
    lines = [f"已经解锁:{'、'.join(own)}。" if own else "还没有解锁的权限。"]
    if rest:
        lines.append(f"没解锁:{'、'.join(rest)}。{_missing(found)}")
    return "\n".join(lines)


def _missing(found: Standing) -> str:
    unlock = found.unlock
    if unlock is not None and unlock.is_revoked:
        return f"之前解锁过,被收回了:「{unlock.revoked_why}」。"
    if unlock is not None and unlock.granted is None:
        return "条件够了,在等主管定。"
    if found.is_complete:
        return "条件够了,说「申请解锁」。"
    return f"还差:{_lacking(found)}。"


def which(waits: Sequence[UnlockFact], *, granted: bool) -> tuple[str, list[Choice]]:
    """Asked where nothing waits for a decision, or several do."""
    if not waits:
        return NONE_WAITS, []
    label = AGREE if granted else NOT_YET
    return WHICH, [Choice(f"{label}·{fact.member}", opens=SettleUnlock(fact.id, granted)) for fact in waits[:6]]


def _drills(drilled: Sequence[DrillFact]) -> str:
    if not drilled:
        return "陪练:还没练过。"
    return f"陪练:最近一次 {points(drilled[0].total)} 分「{drilled[0].title}」。"


def _exam(found: Standing, now: datetime, zone: ZoneInfo) -> str:
    if found.passed is not None:
        return f"考试:通过了,{points(found.passed.total or 0)} 分。"
    if found.latest is None:
        return "考试:还没考。"
    total = f"{points(found.latest.total)} 分" if found.latest.total is not None else "没交卷"
    return f"考试:考了 {found.tries} 次,上次是{say_time(found.latest.started_at, now, zone)},{total},还没过。"


def _calls(found: Standing) -> str:
    parts = [f"算了 {found.clean}/{found.needed} 段"]
    parts += [f"{found.violated} 段有问题"] if found.violated else []
    parts += [f"{found.waiting} 段等着听写"] if found.waiting else []
    parts += [f"{found.unheard} 段听不了,要换"] if found.unheard else []
    rest = f",还差 {found.lacking} 段" if found.lacking else ",够了"
    return f"录音:{','.join(parts)}{rest}。"


def _unlock(found: Standing) -> str:
    if found.unlock is None:
        return "都齐了,还没请主管解锁。"
    names = "、".join(found.unlock.names)
    state = {True: "解锁了", None: "等主管定", False: "主管说先不"}[found.unlock.granted]
    if found.unlock.is_revoked:
        state = f"收回了(「{found.unlock.revoked_why}」)"
    return f"{names}:{state}。"


def _short(found: Standing) -> str:
    if found.is_unlocked:
        return f"已解锁{'、'.join(found.unlock.names) if found.unlock else ''}"
    latest = found.passed or found.latest
    total = "没考" if latest is None else "没交卷" if latest.total is None else f"{points(latest.total)} 分"
    state = "" if latest is None or latest.total is None else ",过了" if found.passed else ",没过"
    waits = ",等你定解锁" if found.unlock is not None and found.unlock.granted is None else ""
    violated = f"({found.violated} 段有问题)" if found.violated else ""
    return f"考试{total}{state};录音 {found.clean}/{found.needed}{violated}{waits}"
