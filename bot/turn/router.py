"""Which way a message goes: a tap, a global word, the answer to the waiting question, or a new flow.

1. A tap goes where its button says; an old one is closed.
2. A number or a label is the tap it stands for.
3. 取消, 返回, 撤回, 帮助 and other commands work everywhere.
4. Words that point at a choice of the waiting question are its answer; 有什么区别 is answered: what tells them apart.
5. An act of its own (a report about somebody else, a request, a clear question) opens its flow; a bare name or time
   never is one. Other words are read by the waiting question.
6. Otherwise what the words clearly mean opens a flow. A question that is too old takes its labels only.
7. What is not clear is said to be so, with the two likeliest readings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversation import Ask, Asked, Command, Flow, Intent, NotAnAnswer, Phrase
from bot.conversation.messages import Offer, OfferMismatch, SaidWords
from bot.turn.references.belonging import (
    CLEAR,
    NOT_OPENING,
    REPORT,
    VERY_CLEAR,
    Waiting,
    acknowledges,
    concerns,
    is_bare,
    is_fragment,
    is_own_act,
    may_be_report,
    names_another,
    said_to_question,
)
from bot.turn.references.labels import agreement, chosen, pick, picked_index, pointed_at, tidy
from bot.turn.references.reference import Reference
from nlu import leaders
from nlu.context import asks_difference, weighs
from nlu.replies import holds_back
from nlu.understanding import Understanding

CANCEL = frozenset({"取消", "算了", "不记了", "先不弄了"})
SKIP = re.compile(r"(?:这个?|这项|先|那就?)*(?:跳过|略过|不填|不选|skip)(?:这个?|这项|它|吧|了|行吗)*")
TAKES_MORE = frozenset({"加入", "start", "跟进", "推进", "提醒", "需要支持"})
BACK = frozenset({"返回", "上一步", "back"})
NAMING = frozenset({"customer", "contact", "product", "stage", "amount"})  # slots by which a thing may be named


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
class AddToRecord:
    """The words belong to what was just recorded."""


@dataclass(frozen=True)
class TellApart:
    """What tells the choices of the waiting question apart is asked for."""


@dataclass(frozen=True)
class Acknowledge:
    """The words thank, or say that something was heard."""


@dataclass(frozen=True)
class Unclear:
    """Not understood; the flows of the likeliest readings."""

    readings: tuple[Flow, ...] = ()


@dataclass(frozen=True)
class NotYet:
    """The words ask for something that has no flow yet."""

    intent: str


Route = Answer | Open | TapOffer | Cancel | Back | AskAgain | AddToRecord | TellApart | Acknowledge | Unclear | NotYet


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
        self.by_phrase: list[tuple[Phrase, Flow]] = []
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
            return SaidWords(flow.name, said, params.get("run"))
        try:
            return flow.offer.of(params) if flow.offer is not None else None
        except OfferMismatch:
            return None

    def phrased(self, text: str) -> Flow | None:
        """The flow that the words start as a phrase."""
        found = ((phrase, flow) for phrase, flow in self.by_phrase if phrase.matches(text))
        return next((flow for phrase, flow in found if flow.only_answers or phrase.weighed or not weighs(text)), None)

    def _claim(self, start: Command | Intent | Phrase, flow: Flow) -> None:
        if isinstance(start, Phrase):
            return self.by_phrase.append((start, flow))
        table, key = (self.by_command, start.word) if isinstance(start, Command) else (self.by_intent, start.name)
        if key in table:
            raise ValueError(f"{key} starts both {table[key].name} and {flow.name}")
        table[key] = flow


def route(
    text: str,
    understanding: Understanding,
    table: FlowTable,
    now: datetime,
    waiting: Waiting | None,
    offered: Sequence[str],
    whose: Sequence[str] = (),
    recorded: Sequence[str] = (),
) -> Route:
    """Decide for words. `offered` are the labels of the newest message if it was an offer; `whose` the customers that
    have a contact whom the words name without a customer; `recorded` are those of what was just recorded."""
    plain = tidy(text)
    fresh = waiting if waiting is not None and not waiting.is_stale else None
    picked = pick(waiting.ask.choices, plain) if waiting is not None else None
    if picked is not None and (fresh is not None or not plain.isdigit()):
        return Answer(picked.answer)
    if (index := picked_index(offered, plain)) is not None and (fresh is None or not plain.isdigit()):
        return TapOffer(index)
    if plain in CANCEL:
        return Cancel()
    if plain in BACK:
        return Back()
    if (command := opening_command(text, table)) is not None:
        return command
    if fresh is not None:
        if SKIP.fullmatch(plain) and fresh.ask.choices:
            return AskAgain("这一项必须选,跳不过去。")
        return _while_waiting(text, understanding, table, now, fresh, whose, recorded)
    if acknowledges(text):
        return Acknowledge()
    if is_fragment(text, understanding, whose, recorded):
        return AddToRecord()
    opened = opening(understanding, table)
    reports = opened is None and whose and may_be_report(understanding)
    return Open(table.by_intent[REPORT]) if reports else opened or _unclear(understanding, table)


def _while_waiting(
    text: str,
    understanding: Understanding,
    table: FlowTable,
    now: datetime,
    waiting: Waiting,
    whose: Sequence[str],
    recorded: Sequence[str],
) -> Route:
    ask, bare = waiting.ask, is_bare(text, understanding)
    if understanding.intent == "cancel" and understanding.confidence >= VERY_CLEAR and not bare:
        return Cancel()
    if ask.difference is not None and asks_difference(text):
        return TellApart()
    if (not understanding.slots or holds_back(text)) and (agreed := agreement(ask.choices, text)) is not None:
        return Answer(agreed)
    names_only = understanding.slots.keys() <= NAMING
    if names_only and (choice := pointed_at(ask.choices, text)) is not None:
        return Answer(choice.answer)
    opened = None if said_to_question(understanding, waiting) else opening(understanding, table)
    if isinstance(opened, Open) and not bare and is_own_act(understanding, opened.flow, waiting, whose):
        return opened
    if waiting.acts_for_others and {*understanding.factuality} == {"asks"}:
        return opened or AskAgain("先回我这一句,或者说「取消」。")
    reference = Reference.of(understanding, now)
    meant = reference.among(waiting.candidates) if names_only and reference.names_a_thing else ()
    if len(meant) == 1 < len(ask.choices):
        return Answer(ask.choices[meant[0]].answer)
    answer = read(text, understanding, Asked(now, ask.choices, waiting.is_latest), ask)
    if not isinstance(answer, NotAnAnswer):
        return Answer(answer)
    if not waiting.is_latest and is_fragment(text, understanding, whose, recorded):
        return AddToRecord()
    corrects = understanding.intent == "deny" and understanding.slots
    if opened is not None and (corrects or understanding.intent not in NOT_OPENING):
        return opened
    if names_another(understanding, ask.about, whose):
        return _unclear(understanding, table)
    return Acknowledge() if acknowledges(text) else AskAgain(answer.hint)


def opening(understanding: Understanding, table: FlowTable) -> Open | NotYet | None:
    """The flow that what was clearly meant opens."""
    if understanding.confidence < CLEAR:
        return None
    if understanding.intent in table.by_intent:
        return Open(table.by_intent[understanding.intent])
    return NotYet(understanding.intent) if understanding.intent in table.not_yet else None


def answer_below(
    text: str, understanding: Understanding, now: datetime, waiting: Waiting, whose: Sequence[str]
) -> Any | NotAnAnswer:
    """The answer that a report is to a question further down, about the same customer; NotAnAnswer if it is none."""
    ask = waiting.ask
    if waiting.is_stale or waiting.flow != REPORT or not concerns(understanding, ask.about, whose):
        return NotAnAnswer()
    return read(text, understanding, Asked(now, ask.choices, is_latest=False), ask)


def read(text: str, understanding: Understanding, asked: Asked, waiting: Ask) -> Any:
    """The answer that words are to a question that reads them; NotAnAnswer if they are none."""
    if waiting.parse is not None:
        return waiting.parse(text, understanding, asked)
    return chosen(waiting.choices, text, understanding.intent)


def opening_command(text: str, table: FlowTable) -> Open | None:
    """The flow whose phrase or command the message is, or whose command it begins with: after a slash, or one that
    takes what follows."""
    if (phrased := table.phrased(text)) is not None:
        return Open(phrased)
    word, _, rest = re.sub(r"^(\S{0,2}支持)[,，:：]", r"\1 ", text.strip().lstrip("/")).partition(" ")
    why = leaders.needs_support(text)
    if why is not None and (support := table.by_command.get("需要支持")) is not None:
        return Open(support, why)
    flow = table.by_command.get(word)
    takes_rest = not rest or text.strip().startswith("/") or word in TAKES_MORE
    return Open(flow, rest.strip()) if flow is not None and takes_rest else None


def _unclear(understanding: Understanding, table: FlowTable) -> Unclear:
    likely = (understanding.intent, *(name for name, _ in understanding.alternatives))
    flows = [table.by_intent[name] for name in likely if name in table.by_intent]
    readable = [flow for flow in dict.fromkeys(flows) if flow.title]
    return Unclear(tuple(readable[:2]))
