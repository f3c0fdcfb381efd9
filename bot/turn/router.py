"""Which way a message goes: a tap, a global word, the answer to the waiting question, or a new flow.

1. A tap goes where its button says; an old one is closed.
2. A number or a label is the tap it stands for.
3. 取消, 返回, 撤回, 帮助 and other commands work everywhere.
4. The waiting question reads the words; a free-text one leaves clear questions to the flows that only answer. A bare
   name or time is always its answer first.
5. Otherwise what the words clearly mean opens a flow; the waiting question is asked again afterwards.
6. What is not clear is said to be so, with the two likeliest readings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversation import Ask, Asked, Command, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Offer, OfferMismatch, SaidWords
from bot.turn.references.labels import named, pick, picked_index, tidy
from nlu.understanding import Understanding

CLEAR = 0.6
VERY_CLEAR = 0.85
CANCEL = frozenset({"取消", "算了", "不记了", "先不弄了"})
NOT_OPENING = frozenset({"confirm", "deny", "cancel", "out_of_scope", "greet"})  # while a question waits
SKIP = frozenset({"跳过", "略过", "不填", "先不填", "skip"})
TAKES_MORE = frozenset({"加入", "start", "跟进", "推进", "提醒"})
NEEDS_SUPPORT = re.compile(r".{1,15}?(?:这边|那边|那单|这单)?(?:也|很)?(?P<word>需要支持)(?:一下)?")  # 大运需要支持
BACK = frozenset({"返回", "上一步", "back"})


@dataclass(frozen=True)
class Answer:
    """The words answer the waiting question, with this value."""

    value: Any


@dataclass(frozen=True)
class Open:
    """The words open this flow; `rest` is what follows its command."""

    flow: Flow
    rest: str = ""


@dataclass(frozen=True)
class TapOffer:
    """The words are the label (or number) of choice `index` of the newest offer."""

    index: int


@dataclass(frozen=True)
class Cancel:
    """The waiting run is to be cancelled."""


@dataclass(frozen=True)
class Back:
    """The question answered last is to be asked again."""


@dataclass(frozen=True)
class AskAgain:
    """The words do not answer the waiting question, for the reason `hint` or none."""

    hint: str = ""


@dataclass(frozen=True)
class Unclear:
    """Not understood; the flows of the likeliest readings."""

    readings: tuple[Flow, ...] = ()


@dataclass(frozen=True)
class NotYet:
    """The words ask for something that has no flow yet."""

    intent: str


Route = Answer | Open | TapOffer | Cancel | Back | AskAgain | Unclear | NotYet


class FlowTable:
    """The flows by name, by command and by intent, and the offers that open them. Raises ValueError if two flows
    claim one start, where an intent has no place or two, and where offers and flows do not name each other."""

    def __init__(
        self,
        flows: Sequence[Flow],
        not_yet: Mapping[str, str],
        intents: Sequence[str],
        offers: Sequence[type[Offer]],
    ) -> None:
        self.by_name = {flow.name: flow for flow in flows}
        self.by_command: dict[str, Flow] = {}
        self.by_intent: dict[str, Flow] = {}
        self.not_yet = not_yet
        for flow in flows:
            for start in flow.starts:
                self._claim(start, flow)
        unplaced = [i for i in intents if (i in self.by_intent) == (i in not_yet)]
        if unplaced or len(self.by_name) != len(flows):
            raise ValueError(f"each intent belongs to exactly one of FLOWS and NOT_YET; look at {unplaced}")
        named = {(offer.flow, offer) for offer in offers}
        declared = {(flow.name, flow.offer) for flow in flows if flow.offer is not None}
        if named != declared:
            mismatched = sorted({f"{name} ({offer.__name__})" for name, offer in named ^ declared})
            raise ValueError(f"each offer names the one flow that declares it; look at {mismatched}")

    def offered(self, flow_name: str, params: Mapping[str, Any]) -> Offer | SaidWords | None:
        """What a stored button opens; None if its flow is gone or takes other parameters now."""
        flow = self.by_name.get(flow_name)
        if flow is None:
            return None
        if isinstance(said := params.get("said"), str):
            return SaidWords(flow.name, said)
        try:
            return flow.offer.of(params) if flow.offer is not None else None
        except OfferMismatch:
            return None

    def _claim(self, start: Command | Intent, flow: Flow) -> None:
        table, key = (self.by_command, start.word) if isinstance(start, Command) else (self.by_intent, start.name)
        if key in table:
            raise ValueError(f"{key} starts both {table[key].name} and {flow.name}")
        table[key] = flow


def route(
    text: str,
    understanding: Understanding,
    table: FlowTable,
    now: datetime,
    waiting: Ask | None,
    offered: Sequence[str],
) -> Route:
    """Decide for words. `waiting` is the question that waits, `offered` the labels of the newest message if it
    was an offer."""
    plain = tidy(text)
    if waiting is not None:
        picked = pick(waiting.choices, plain)
        if picked is not None:
            return Answer(picked.answer)
    elif (index := picked_index(offered, plain)) is not None:
        return TapOffer(index)
    if plain in CANCEL:
        return Cancel()
    if plain in BACK:
        return Back()
    if (command := opening_command(text, table)) is not None:
        return command
    if waiting is not None:
        if plain in SKIP and waiting.choices:
            return AskAgain("这一项必须选,跳不过去。")
        return _while_waiting(text, understanding, table, now, waiting)
    return opening(understanding, table) or _unclear(understanding, table)


def _while_waiting(text: str, understanding: Understanding, table: FlowTable, now: datetime, waiting: Ask) -> Route:
    flow = table.by_intent.get(understanding.intent)
    sure = understanding.confidence >= VERY_CLEAR and not _is_bare(text, understanding)
    if understanding.intent == "cancel" and sure:
        return Cancel()
    if sure and flow is not None and flow.only_answers:
        return Open(flow)
    answer = _read(text, understanding, now, waiting)
    if not isinstance(answer, NotAnAnswer):
        return Answer(answer)
    opened = opening(understanding, table)
    corrects = understanding.intent == "deny" and understanding.slots
    if opened is not None and (corrects or understanding.intent not in NOT_OPENING):
        return opened
    return AskAgain(answer.hint)


def _is_bare(text: str, understanding: Understanding) -> bool:
    """Whether the words are names, times or other values and nothing else (周三, 鼎新): an answer, not a request."""
    named: set[int] = set()  # places in the text
    for slot in understanding.spans:
        for start, end in understanding.spans_of(slot):
            named.update(range(start, end))
    return bool(named) and all(place in named for place, char in enumerate(text) if char.isalnum())


def opening(understanding: Understanding, table: FlowTable) -> Open | NotYet | None:
    """The flow that what was clearly meant opens."""
    if understanding.confidence < CLEAR:
        return None
    if understanding.intent in table.by_intent:
        return Open(table.by_intent[understanding.intent])
    return NotYet(understanding.intent) if understanding.intent in table.not_yet else None


def _read(text: str, understanding: Understanding, now: datetime, waiting: Ask) -> Any:
    if waiting.parse is not None:
        return waiting.parse(text, understanding, Asked(now, waiting.choices))
    if not waiting.choices:
        return text.strip() or NotAnAnswer()
    choice = named(waiting.choices, text)
    if choice is not None:
        return choice.answer
    yes_or_no = {"confirm": True, "deny": False}.get(understanding.intent)
    asks_that = {choice.value for choice in waiting.choices} == {True, False}
    return yes_or_no if asks_that and yes_or_no is not None else NotAnAnswer()


def opening_command(text: str, table: FlowTable) -> Open | None:
    """The flow whose command the message is, or begins with: after a slash, or one that takes what follows."""
    word, _, rest = text.strip().lstrip("/").partition(" ")
    named = NEEDS_SUPPORT.fullmatch(tidy(text))
    if named is not None and (support := table.by_command.get(named["word"])) is not None:
        return Open(support)
    flow = table.by_command.get(word)
    if flow is None or (rest and not text.strip().startswith("/") and word not in TAKES_MORE):
        return None
    return Open(flow, rest.strip())


def _unclear(understanding: Understanding, table: FlowTable) -> Unclear:
    likely = [understanding.intent, *(name for name, _ in understanding.alternatives)]
    flows = [table.by_intent[name] for name in likely if name in table.by_intent]
    readable = [flow for flow in dict.fromkeys(flows) if flow.title]
    return Unclear(tuple(readable[:2]))
