"""Recorded calls as people read them: what was found in them, appeals against that. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.messages import Choice
from bot.wording.offers import AppealCall, HandInCall, SettleCall, ShowCall
from bot.wording.values import say_time
from coaching.exam.call_check import Segment, Speech
from coaching.exam.calls import WAITING, CallAppeal, CallFact
from config.drills import ExamPolicy

AS_EXAM_CALL = "算考核录音"
HOW = "把跟客户通话的录音发给我,带一句「考核录音」。录之前先跟客户说一声。"
NONE_TO_CHECK = "没有等着查的录音。"
ALREADY = "这段录音交过了,同一段只算一次。"
NOT_HEARD = "现在还听不了录音里说的。录音先收下了,听写好了再查。"
GONE = "这段录音的记录已经不在了(删了,或者过了保存期)。"
NO_FILE = "没找到那段录音,再发一次给我,带一句「考核录音」。"
NOTHING_TO_APPEAL = "没有查出问题的录音,不用申诉。"
ALREADY_APPEALED = "这段已经申诉过了,一段录音只复核一回。"
ASK_WHY = "哪里判得不对?说一句,我请主管人工看。"
NOBODY = "公司里现在没有能复核的人(主管、经理、管理员)。"
NOT_YOURS = "这段录音现在不归你定,没有动。"
SETTLED = "这条已经复核过了,没有再动。"
CLEARED, STAYS, SEE = "不算违规", "维持", "看哪几句"
UNHEARD: Mapping[str, str] = {
    "unplayable": "放不出来,可能录坏了或者格式不对",
    "too_long": "太长了,一段最多听 30 分钟",
    "silent": "里面听不到人说话",
    "too_little": "听清的话太少",
}
ADVICE: Mapping[str, str] = {
    "unplayable": "换一段发我就行。",
    "too_long": "换一段发我就行。",
    "silent": "先自己放一遍,能听见人说话再发我。",
}
LINES, LONGEST_LINE = 8, 40  # of what was heard in a message, and characters of a line
ANOTHER = Choice("换一段", opens=HandInCall(another=True))
CHECK = Choice("现在查录音", opens=HandInCall())


def received(call: CallFact, needed: int) -> str:
    """The receipt of a recording."""
    return f"录音先收下了(第 {call.number} 段,一共要 {needed} 段),听写好了再查,查完告诉你。"


def checked(call: CallFact, lacking: int, policy: ExamPolicy) -> str:
    """What was found in a recording."""
    if call.status in UNHEARD:
        return f"第 {call.number} 段录音{_unheard(call)},没法查,这段不算。{_advice(call, policy)}"
    if call.violations:
        return "\n".join([f"第 {call.number} 段录音查完,踩线 {len(call.violations)} 处,这段先不算:", *_lines(call)])
    rest = f"还差 {lacking} 段。" if lacking else "录音够了。"
    return f"第 {call.number} 段录音查完,没有踩线,算一段。{rest}"


def checked_buttons(call: CallFact) -> list[Choice]:
    """What may be done about it."""
    if call.is_unhearable:
        return [ANOTHER]
    return [Choice("判错了,申诉", opens=AppealCall(call.id))] if call.violations and not call.appealed else []


def shown(call: CallFact, heard: Sequence[Segment], skip: int) -> str:
    """A recording on its own: what was found, and what was heard from the line after the first `skip` on."""
    whose = f"{call.member}的第 {call.number} 段录音"
    if call.status == WAITING:
        return f"{whose}还没听写,没查。"
    lines = [f"{_clock(int(each.start))} {_short(each.words)}" for each in heard[skip : skip + LINES]]
    if skip:
        return "\n".join([f"{whose},接着听到的:", *lines])
    if call.status in UNHEARD:
        found = [f"{whose}{_unheard(call)},没法查,不算。"]
    elif call.violations:
        found = [f"{whose}踩线 {len(call.violations)} 处:", *_lines(call)]
    else:
        found = [f"{whose}没有踩线,听清 {say_speech(call.speech)}。"]
    return "\n".join([*found, *(["听到的:", *lines] if lines else [])])


def shown_buttons(call: CallFact, heard: Sequence[Segment], skip: int, following: CallFact | None) -> list[Choice]:
    """The rest of what was heard, and the next recording of the same person."""
    more = len(heard) > skip + LINES
    rest = [Choice("看后面的", opens=ShowCall(call.id, skip + LINES))] if more else []
    return [*rest, *([see_button(following)] if following is not None else [])]


def say_speech(speech: Speech) -> str:
    """How much was heard clearly."""
    minutes, seconds = divmod(round(speech.seconds), 60)
    return f"{f'{minutes} 分 ' if minutes else ''}{seconds} 秒的话、{speech.characters} 个字"


def title(call: CallFact) -> str:
    """What a recording is called."""
    return f"第 {call.number} 段录音"


def request(appeal: CallAppeal, formerly: str = "") -> str:
    """What who settles an appeal is asked; `formerly` was asked first."""
    call, moved = appeal.call, f"(原来请{formerly}看)" if formerly else ""
    head = f"{call.member}说{title(call)}判错了{moved}:「{appeal.reason}」。查出来的是:"
    return "\n".join([head, *_lines(call), "你看算不算?"])


def still_waits(appeal: CallAppeal) -> str:
    """A reminder for who has not settled it."""
    return f"{appeal.call.member}的录音申诉还等你看:{title(appeal.call)},「{appeal.reason}」"


def request_buttons(appeal: CallAppeal) -> list[Choice]:
    """How it may be settled."""
    return [
        Choice(CLEARED, opens=SettleCall(appeal.id, granted=True)),
        Choice(STAYS, opens=SettleCall(appeal.id, granted=False)),
    ]


def standing(appeal: CallAppeal, now: datetime, zone: ZoneInfo) -> str:
    """How one's own appeal stands: who looks at it since when, or what came of it."""
    if appeal.is_waiting:
        return f"{title(appeal.call)}的申诉还在{appeal.asked}那里,{say_time(appeal.asked_at, now, zone)}交过去的。"
    return f"{title(appeal.call)}的申诉有结果了:{_result(appeal)}。"


def sent(asked: str) -> str:
    """The receipt of an appeal."""
    return f"已请{asked}人工复核这段录音,有结果告诉你。"


def settled(appeal: CallAppeal) -> str:
    """The receipt for who settled it."""
    call = appeal.call
    return f"{call.member}的第 {call.number} 段录音{_result(appeal)},已告诉本人。"


def to_member(appeal: CallAppeal, by: str) -> str:
    """What became of one's appeal."""
    return f"{by}复核了你的第 {appeal.call.number} 段录音:{_result(appeal)}。"


def see_button(call: CallFact) -> Choice:
    """Shows what was found."""
    return Choice(f"看第 {call.number} 段", opens=ShowCall(call.id))


def _result(appeal: CallAppeal) -> str:
    return "不算违规,算一段" if appeal.granted else "维持,这段不算"


def _unheard(call: CallFact) -> str:
    little = f"(约 {say_speech(call.speech)})" if call.status == "too_little" else ""
    return f"{UNHEARD[call.status]}{little}"


def _advice(call: CallFact, policy: ExamPolicy) -> str:
    least = f"至少要听清 {policy.speech_seconds} 秒、{policy.speech_words} 个字"
    return ADVICE.get(call.status, f"{least}:离手机近点、找个安静地方录,换一段完整的通话发我。")


def _short(words: str) -> str:
    spoken = words.strip()
    return spoken if len(spoken) <= LONGEST_LINE else f"{spoken[:LONGEST_LINE]}…"


def _lines(call: CallFact) -> list[str]:
    return [f"·{_clock(found.at)}「{found.words}」——{found.rule}" for found in call.violations[:5]]


def _clock(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}"
