"""Which of the things recorded lately words name: 大运那条, 刚才那两条, 送样机的提醒. Whatever is named must hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.turn.opening import Opening
from bot.turn.references.reference import Reference
from bot.turn.undo.recorded import KINDS, Recorded
from config.policy import Policy
from nlu import corrections
from nlu.context import said_choice
from nlu.understanding import Span, Understanding

COUNT = re.compile(r"([两二三四234])[条个笔次]")
NUMBERS = {"两": 2, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}
ALL = re.compile(r"都|全部|统统|所有")
TIMES = re.compile(
    r"[今明昨前后]天|[今明昨]早|今晚|上午|下午|早上|晚上|中午|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|[零一二两三四五六七八九十\d]+(?:点半?|分|月|号|日)"
)
UNDOING = re.compile(  # words that take something back, and name nothing
    r"撤[回销掉了]*|删[除掉了]*|当(?:我|我们)?没(?:说|发|记)过?|就当|发错|手滑|重复|多余|去掉|取消|收回|拿掉|作废|不要了?|不算|[不别]记|不[缓推延]|算了|[记搞说弄发]错了?|刚才|刚刚|刚|最近|最新|最后"
    r"|上一?|前一?|这|那|一|第.[条个]|[条个笔次单]|记录|客户|给我|帮我|帮忙|麻烦|请|一下|把|给|的|了|吧|呢|啊|呀|哦|哈|我|你|它|先|再|还|也|是|对"
    r"|[^\w]"
)


@dataclass(frozen=True)
class Named:
    """What words name of what was recorded: by `reference`, by kind, by `count` and place, and by `parts` of its own
    words."""

    reference: Reference
    text: str
    parts: tuple[str, ...]
    count: int | None
    all: bool

    @classmethod
    def of(cls, opening: Opening, policy: Policy) -> Named | None:
        """What the words of an opening name; None if they name nothing, so that the newest is meant."""
        meant = _without_reasons(opening.understanding, corrections.reasons(opening.text))
        text = meant.text
        reference = Reference.of(meant, opening.at.astimezone(policy.zone))
        count = COUNT.search(text)
        kinds = any(pattern.search(text) for pattern in KINDS.values()) or said_choice(text, "method") is not None
        named = cls(
            reference,
            text,
            _parts(meant, text),
            NUMBERS[count[1]] if count else None,
            bool(ALL.search(text)),
        )
        return None if reference.is_empty and not (kinds or named.parts or named.several) else named

    @property
    def several(self) -> bool:
        """Whether more than one thing is to be undone."""
        return self.all or self.count is not None

    def among(self, things: Sequence[Recorded], policy: Policy) -> tuple[Recorded, ...]:
        """Those of the `things` (the newest first) that are meant."""
        last, reference = self.reference.place == -1, self.reference
        if last:
            reference = replace(reference, place=None)
        fitting = [thing for thing in things if thing.is_kind_in(self.text) and self._has_parts(thing, policy)]
        found = reference.among([thing.candidate(policy.zone) for thing in fitting])
        if last:
            newest = [thing for thing in found if thing.change_set_id == found[0].change_set_id]
            return tuple(newest[-1:])
        if self.count is not None:
            return found[: self.count] if len(found) >= self.count else ()
        return found

    def _has_parts(self, thing: Recorded, policy: Policy) -> bool:
        words = thing.words(policy)
        return all(part in words for part in self.parts)


def _without_reasons(understanding: Understanding, reasons: Sequence[Span]) -> Understanding:
    """The understanding without what is named where the words say why something is taken back."""
    if not reasons:
        return understanding
    chars = list(understanding.text)
    for start, end in reasons:
        chars[start:end] = " " * (end - start)
    left = {
        slot: spans
        for slot in understanding.spans
        if (spans := understanding.spans_of(slot))
        and not any(start <= place[0] < end for place in spans for start, end in reasons)
    }
    slots = {slot: value for slot, value in understanding.slots.items() if slot in left}
    kept = {slot: understanding.spans[slot] for slot in left}
    return replace(understanding, text="".join(chars), slots=slots, spans=kept, more=())


def _parts(understanding: Understanding, text: str) -> tuple[str, ...]:
    """What the words hold besides taking back, names, kinds, numbers and times."""
    chars = list(text)
    for slot in ("customer", "contact", "person", "product"):
        for start, end in understanding.spans_of(slot):
            chars[start:end] = " " * (end - start)
    left = "".join(chars)
    for pattern in (ALL, COUNT, *KINDS.values(), UNDOING, TIMES):
        left = pattern.sub(" ", left)
    return tuple(part for part in left.split() if len(part) > 1)
