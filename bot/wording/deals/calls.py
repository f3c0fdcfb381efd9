"""Recorded calls with customers as people read them. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.attachments import Audio
from bot.conversation.messages import Choice, SaidWords
from bot.wording.offers import KeepCall, PlayCall, ShowCalls
from bot.wording.values import say_time
from sales.call_recordings import CallFact, Passage

KEEP = "存到客户名下"
NO_FILE = "没找到那段录音,再发一次给我,带上客户名字,比如「今天跟恒泰的通话录音」。"
GONE = "这段录音看不了:客户现在不归你看,或者录音已经不在了。"
NONE = "这家还没有通话录音。发录音给我,带上客户名字就行。"
LATER = "现在还听不了里面说的,能听的时候再听写;录音先留着。"
UNHEARD = "这段录音听不清里面说什么,没有文字;录音留着,能放。"
WHAT = "想在录音里找什么?说个词就行,比如「账期」。"
WHICH = "删哪一段?"
ERASE, LEAVE = "删掉", "先留着"
LEFT = "没有删。"
QUOTED = 40


def none_to_erase(whom: str) -> str:
    """No recording that who speaks may delete is meant."""
    whose = f"「{whom}」名下" if whom else ""
    return f"{whose}没有你能删的通话录音:只能删自己交的、或者自己客户的。陪练里的录音说「删掉我的陪练录音」。"


def label(call: CallFact, now: datetime, zone: ZoneInfo) -> str:
    """One of several, on a button."""
    return f"{say_time(call.at, now, zone)}·{call.by}"


def sure(call: CallFact, now: datetime, zone: ZoneInfo) -> str:
    """Whether this recording is to be deleted."""
    return f"删掉这段通话录音?{title(call, now, zone)}。声音和听写的文字都删,找不回来;记好的跟进不动。"


def erased(call: CallFact) -> str:
    """The receipt of a deletion."""
    return f"{call.customer}的那段通话录音删掉了,听写也没了。"


def kept(call: CallFact, *, hears: bool) -> str:
    """The receipt of a recording."""
    return f"录音存到{call.customer}名下了。" + ("我听写好了告诉你。" if hears else LATER)


def known(customer: str) -> str:
    """The same recording came before."""
    return f"这段录音{customer}名下已经有了。"


def keep_button(inbox: int) -> Choice:
    """Keeps the recording that came with this message with a customer."""
    return Choice(KEEP, opens=KeepCall(inbox))


def heard(call: CallFact, told: Sequence[str]) -> str:
    """A recording is in words now."""
    head = f"{call.customer}那段录音听写好了,说「在录音里找账期」能搜。"
    return head + ("\n听到要紧的:" + ";".join(f"「{words}」" for words in told) + "。要记成跟进吗?" if told else "")


def said_by_customer(words: str) -> str:
    """What the customer said, as a report says it."""
    return f"客户说{words}"


def log_button(call: CallFact, told: Sequence[str]) -> list[Choice]:
    """Logs what was understood, once somebody wants that."""
    words = f"刚跟{call.customer}通完电话,{','.join(told)}"
    return [Choice("记一条跟进", opens=SaidWords("log_followup", words))] if told else []


def play_button(call: CallFact) -> Choice:
    """Plays it."""
    return Choice("听录音", opens=PlayCall(call.id))


def calls_button(customer_id: int) -> Choice:
    """Shows the recordings of a customer."""
    return Choice("通话录音", opens=ShowCalls(customer_id))


def title(call: CallFact, now: datetime, zone: ZoneInfo) -> str:
    """恒泰 11月23日 10:03,张伟发的."""
    return f"{call.customer} {say_time(call.at, now, zone)},{call.by}发的"


def listed(calls: Sequence[CallFact], now: datetime, zone: ZoneInfo) -> str:
    """The recordings of a customer."""
    lines = [f"{place}. {say_time(call.at, now, zone)},{call.by}发的" for place, call in enumerate(calls, 1)]
    return "\n".join([f"{calls[0].customer}的通话录音 {len(calls)} 段:", *lines])


def found(words: str, passages: Sequence[Passage], now: datetime, zone: ZoneInfo) -> str:
    """Where words were said."""
    if not passages:
        return f"你能看的录音里没听到「{words}」。听写会有错字,换个说法再试试。"
    lines = [
        f"{place}. {title(passage.call, now, zone)} {_clock(passage.at)}「{_short(passage.words)}」"
        for place, passage in enumerate(passages, 1)
    ]
    return "\n".join([f"提到「{words}」的录音:", *lines])


def play_buttons(calls: Sequence[CallFact]) -> list[Choice]:
    """Plays one of several, by its number."""
    return [Choice(f"听第 {place} 段", opens=PlayCall(call.id)) for place, call in enumerate(calls, 1)]


def sound(call: CallFact) -> Audio:
    """The recording."""
    return Audio(call.media, call.customer)


def _short(words: str) -> str:
    return words if len(words) <= QUOTED else words[: QUOTED - 1] + "…"


def _clock(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}"
