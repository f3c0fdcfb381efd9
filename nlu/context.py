"""Reading answers against the question that was asked, and words that refer to the current topic.

For the `parse` callbacks of flows. None always means that the words do not answer the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from nlu.rules import rules
from nlu.schema import schema
from nlu.text.clauses import clauses
from nlu.text.concepts import shipped
from nlu.text.numerals import small
from nlu.text.plain import plain
from nlu.time.times import TimeMention, find_times
from nlu.understanding import Understanding

NO_OBJECTION = "none"  # an answer to the forced question, never a slot of `parse`
EDGES = " 。.!！,，~?？"
MORE_NOUNS = {"objection": "topic"}  # slot → a slot whose bare nouns (价格) are enough as an answer
_RULES = rules("context")


@dataclass(frozen=True)
class Topic:
    """What a conversation is about: the contact and the customer under discussion, the deal last shown and what is
    sold in it."""

    contact: str | None = None
    customer: str | None = None
    deal: str | None = None
    product: str | None = None


def said_time(text: str, now: datetime, day: date | None = None) -> str | None:
    """When next, as schema.yml writes it: a bare 周三 is a date; on a known `day` 下午三点 is an instant of it."""
    if _RULES["as_before"].search(text):
        return None
    mention = next((time for time in find_times(text, now) if time.next_time), None)
    if mention is None or mention.next_time is None:
        return None
    return _on(day, mention, text, now) if day is not None else mention.next_time


def _on(day: date, mention: TimeMention, text: str, now: datetime) -> str | None:
    """The mention read on the morning of `day`, where it names no day of its own."""
    words = text[mention.start : mention.end]
    morning = now.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0)
    read = find_times(f"今天{words}", max(now, morning))
    if len(read) == 1 and read[0].start == 0 and read[0].end == len(words) + 2:
        return read[0].next_time
    return mention.next_time


def said_choice(text: str, slot: str) -> str | None:
    """Which value of a slot is said, in whatever words (太贵了 → price); None for none of them or for several.
    Asked for an objection, 没有 is NO_OBJECTION."""
    words = plain(text)
    if slot == "objection" and _RULES["no_objection"].match(words.strip(" ,，。.!！")):
        return NO_OBJECTION
    if slot == "objection" and _RULES["not_said_yet"].search(words.strip(EDGES)):
        return NO_OBJECTION
    has_none = slot == "objection" and bool(_RULES["no_objection_and_more"].match(words.strip(EDGES)))
    concepts = [concept for concept in shipped().find(words) if concept.said]
    for name in (slot, MORE_NOUNS.get(slot)):
        values = {concept.value for concept in concepts if concept.slot == name}
        if values:
            return values.pop() if len(values) == 1 else None
    if slot == "objection" and _RULES["asks_somebody"].search(words):
        return "decision_chain"
    return NO_OBJECTION if has_none else None


def tells_no_objection(text: str) -> bool:
    """Whether a report says that the customer has no objection (挺认可,暂无异议)."""
    return bool(_RULES["tells_no_objection"].search(plain(text)))


def own_act_only(text: str) -> bool:
    """Whether the words tell only what the speaker did or left undone, nothing that a customer said (方案发过去了)."""
    return bool(_RULES["own_act"].match(text.strip(EDGES)))


def others_tell(text: str) -> bool:
    """Whether the words tell what somebody else said, thinks or does (刚打通 他们觉得换得太勤了)."""
    return bool(_RULES["others_tell"].search(text.strip(EDGES)))


def reached(text: str) -> bool:
    """Whether the words tell that somebody was reached, or answered, after all (刚打通了, 他回电话了)."""
    return bool(_RULES["reached"].search(text))


def points_back(text: str) -> bool:
    """Whether the words point at somebody or something under discussion."""
    return any(_RULES[rule].search(text) for rule in ("person", "company", "deal"))


def pointed_at(understanding: Understanding, topic: Topic) -> Understanding:
    """The understanding with 他 read as the contact, 他们 as the customer and 这单 as the customer's deal under
    discussion, where it names none; one that names another customer stays as it is."""
    slots, spans = dict(understanding.slots), dict(understanding.spans)
    if slots.get("customer", topic.customer) != topic.customer:
        return understanding
    pointers = (
        ("contact", topic.contact, "person"),
        ("customer", topic.customer, "company"),
        ("customer", topic.customer, "deal"),
    )
    for slot, known, rule in pointers:
        found = _RULES[rule].search(understanding.text)
        if known is not None and found and slot not in slots:
            slots[slot], spans[slot] = known, list(found.span())
    return replace(understanding, slots=slots, spans=spans)


def under_discussion(understanding: Understanding, topic: Topic) -> Understanding:
    """Every act of a message with 他, 他们 and 这单 in its own words read as what is under discussion, as far as its
    intent carries names, until one names another customer."""
    acts = (replace(understanding, more=()), *understanding.more)
    begins = [0, *(_clause_of(act) for act in acts[1:])]
    read = list(acts)
    for place, (act, span) in enumerate(zip(acts, pairwise([*begins, len(understanding.text)]), strict=True)):
        if act.slots.get("customer", topic.customer) != topic.customer:
            break
        read[place] = _with_topic(act, topic, span)
    return replace(read[0], more=tuple(read[1:]))


def _clause_of(act: Understanding) -> int:
    """Where the clause begins in which the act's first slot is said."""
    first = min((start for slot in act.spans for start, _ in act.spans_of(slot)), default=0)
    return next((start for start, end in clauses(act.text) if start <= first < end), first)


def _with_topic(act: Understanding, topic: Topic, words: tuple[int, int]) -> Understanding:
    """One act: a person's customer is that of the topic, and so is what the deal under discussion sells."""
    slots, spans = dict(act.slots), dict(act.spans)
    pointers = (
        ("contact", topic.contact, "person"),
        ("customer", topic.customer, "company"),
        ("customer", topic.customer, "deal"),
        ("customer", topic.customer, "person"),
        ("product", topic.product, "deal"),
    )
    for slot, known, rule in pointers:
        found = _RULES[rule].search(act.text, *words)
        if known is None or found is None or slot in slots or slot not in schema().intents[act.intent].slots:
            continue
        if rule == "person" and slot == "customer" and slots.get("contact") != topic.contact:
            continue
        slots[slot], spans[slot] = known, list(found.span())
    return replace(act, slots=slots, spans=spans)


def deal_meant(text: str, topic: Topic) -> str | None:
    """The deal last shown, where the words point at it (这单, 那个项目)."""
    return topic.deal if _RULES["deal"].search(text) else None


def deal_named_by(text: str, piece: str) -> bool:
    """Whether the words speak of the deal whose product `piece` is a part of (臭氧那单, 臭氧的项目)."""
    begins = [at for at in range(len(text)) if text.startswith(piece, at)]
    return any(_RULES["deal_of_it"].match(text, at + len(piece)) for at in begins)


def adds_contact(text: str) -> bool:
    """Whether the words add a person to a customer (联系人加一个)."""
    return bool(_RULES["adds_contact"].search(plain(text)))


def tells_contact(text: str) -> bool:
    """Whether the words say who is to be spoken to at a customer, in addition or from now on (换成秦经理对接)."""
    return adds_contact(text) or is_known_person(text) or bool(_RULES["contact_changes"].search(plain(text)))


def is_known_person(text: str) -> bool:
    """Whether the words say that a person is one known already, and none to be added (别建新的)."""
    return bool(_RULES["known_person"].search(plain(text)))


def surname_with_title(text: str, surname: str) -> str:
    """The title that goes with a surname said by itself (姓秦的经理 → 秦经理); the surname where none does."""
    rules_of = (_RULES["surname_and_title"], _RULES["title_and_surname"])
    found = (one for rule in rules_of for one in rule.finditer(plain(text)) if one["surname"] == surname)
    return next((surname + one["title"] for one in found), surname)


def with_titles(text: str) -> str:
    """The words with each surname that is said behind its title (馆长姓农) as people are called (农馆长)."""
    return _RULES["title_and_surname"].sub(lambda found: found["surname"] + found["title"], text)


def tells_fate(text: str) -> bool:
    """Whether the words say that somebody is not, or will not be, there any more (卓校长下个月退休)."""
    return bool(_RULES["fate"].search(plain(text)))


def who_is_gone(text: str, names: Sequence[str]) -> str | None:
    """Who of the people by these names is not there any more (霍厂长离职了); None if that is said of none."""
    for name in sorted(names, key=len, reverse=True):
        at = text.find(name)
        if at >= 0 and _RULES["is_gone"].match(text, at + len(name)):
            return name
    return None


def asks_difference(text: str) -> bool:
    """Whether the words ask what tells the choices apart (有什么区别, 哪个是哪个)."""
    return bool(_RULES["difference"].search(plain(text)))


def weighs(text: str) -> bool:
    """Whether the words only ask, suppose, hold back or have heard of what they name (要不要把宏远改成B级, 先别…)."""
    return bool(_RULES["weighs"].search(text.strip()))


def is_nod(text: str) -> bool:
    """Whether the words say nothing of anything (嗯嗯, 好的, 谢谢)."""
    return bool(_RULES["nod"].match(text.strip()))


def met_again(text: str) -> bool:
    """Whether the words tell of another contact, not more of the last one (刚又打了个电话)."""
    return bool(_RULES["met_again"].search(plain(text)))


def contact_again(text: str) -> bool:
    """Whether the words tell that the speaker was in touch once more (下午又去了趟)."""
    return bool(_RULES["contact_again"].search(plain(text)))


def without_pointers(text: str) -> str:
    """The words that name something among those that point at it (就仓储那个 → 仓储)."""
    return _RULES["pointer"].sub("", text.strip(EDGES))


def ordinal(text: str) -> int | None:
    """Which of several is named by its place (第二个 → 2, 最后一条 → -1); None where none is."""
    found = _RULES["ordinal"].search(plain(text))
    return None if found is None else -1 if found["last"] else small(found["number"])


def size_meant(text: str) -> str | None:
    """ "large" or "small" where one of several is named by its size (小的那单); None where none is."""
    found = _RULES["size"].search(plain(text))
    return None if found is None else "large" if found["large"] else "small"


def about_what(understanding: Understanding, now: datetime) -> str:
    """What words about a reminder say of it besides names and times: 回电话 in 取消明天给纪总回电话的提醒."""
    text = understanding.text
    known = [(time.start, time.end) for time in find_times(text, now)]
    known += [span for slot in ("customer", "contact", "person", "product") for span in understanding.spans_of(slot)]
    left = "".join(" " if any(start <= at < end for start, end in known) else sign for at, sign in enumerate(text))
    pieces = _RULES["about_reminders"].sub(" ", plain(left)).split()
    return " ".join(piece for piece in pieces if len(piece) > 1)


def all_meant(text: str) -> bool:
    """Whether all of several are meant (都, 全部)."""
    return _RULES["all_of_them"].search(text) is not None


def series_meant(text: str) -> bool:
    """Whether what repeats is meant as a whole (每周三的, 以后别)."""
    return _RULES["the_series"].search(text) is not None
