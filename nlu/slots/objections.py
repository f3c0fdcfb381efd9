"""Objections: those raised in a contact, and those that somebody wants to answer or to practise."""

from __future__ import annotations

from nlu.reading import Reading
from nlu.rules import rules
from nlu.slots.filled import Filled, Source
from nlu.slots.sums import asks_rival
from nlu.statements import not_then
from nlu.text.concepts import Concept

_RULES, _SHORTCOMINGS = rules("slots"), rules("shortcomings")
FEATURE = "feature"
PRICE, COMPETITOR = "price", "competitor"


def objections(source: Source, filled: Filled) -> None:
    """Every objection of the record; a price above another vendor's is compared with it as well."""
    for concept in source.reading.said("objection", *source.record.span):
        if (
            is_ours(source.reading, concept)
            or _is_only_old(source.reading, concept)
            or _is_told(source.reading, concept)
            or _is_our_word(source.reading, concept)
        ):
            continue
        filled.add("objection", concept.value, concept.start, concept.end)
        if concept.value == PRICE and _is_above_another(source.reading, concept):
            filled.add("objection", COMPETITOR, concept.start, concept.end)
    _rivals_price(source, filled)
    _shortcoming(source, filled)


def _shortcoming(source: Source, filled: Filled) -> None:
    """What the product falls short in, told in words of the trade: 车台子太小了转不开."""
    found = _SHORTCOMINGS["told"].search(source.reading.lettered, *source.record.span)
    if found is None:
        return
    start, end = max(found.span("what"), found.span("of_it"))
    if all(end <= one.start or one.end <= start for one in source.reading.said("objection")):
        filled.add("objection", FEATURE, start, end)


def _is_our_word(reading: Reading, concept: Concept) -> bool:
    """Whether it is the speaker who said so to the customer: 我跟姜总说了最低价."""
    begin, _ = reading.clause_at(concept.start)
    if _RULES["they_object"].match(reading.text, concept.start):
        return False
    return _RULES["we_told"].search(reading.lettered, begin, concept.start) is not None


def _rivals_price(source: Source, filled: Filled) -> None:
    """A vendor is named with the price it asks, beside ours or by the customer: they compare."""
    words, (begin, end) = source.reading.words, source.record.span
    for found in source.reading.sums:
        if (
            begin <= found.start < end
            and asks_rival(words, found)
            and _RULES["compares_price"].search(words, begin, end)
        ):
            filled.add("objection", COMPETITOR, found.start, found.end)
            return


def _is_told(reading: Reading, concept: Concept) -> bool:
    """Whether it is told who decides, and nothing waited for: 拍板的是卓总, 卓总是拍板人."""
    if concept.value != "decision_chain" or not _RULES["who_decides"].match(reading.text, concept.start):
        return False
    behind = _RULES["is_told"].match(reading.text, concept.end)
    return bool(behind or _RULES["is_told_before"].search(reading.text, 0, concept.start))


def _is_above_another(reading: Reading, concept: Concept) -> bool:
    """Whether the price is too high beside another vendor's: 比别家贵; 又提到海德 说便宜一成."""
    if _RULES["than_another"].match(reading.words, concept.start, concept.end):
        return True
    return _RULES["cheaper_other"].search(reading.text, 0, concept.end) is not None


def _is_only_old(reading: Reading, concept: Concept) -> bool:
    """Whether it only says that what they use is old or simple, which they do not praise: 现在用老式的普车,想换."""
    if concept.value != COMPETITOR or not _RULES["only_old"].match(reading.text, concept.start):
        return False
    return _RULES["with_praise"].search(reading.text, concept.start) is None


def is_ours(reading: Reading, concept: Concept) -> bool:
    """Whether it is the speaker who waits for an answer or has to ask somebody (等回, 我说回去问领导, 申请折扣), or
    somebody's meeting, on a day to come or for which a visit is off."""
    begin, _ = reading.clause_at(concept.start)
    if _RULES["asked_at_home"].search(reading.text[begin : concept.start]):
        return True
    if concept.value != "decision_chain":
        return False
    if _RULES["our_own"].search(reading.text, max(begin, concept.start - 4), concept.end):
        return True
    if _RULES["for_them"].search(reading.text[:begin]) and _RULES["we_decide"].match(reading.text, begin):
        return True
    if not_then.is_absence(reading, concept.start) or _RULES["off_for_a_reason"].search(reading.text):
        return True
    if _RULES["waits_for_answer"].fullmatch(reading.text, concept.start, concept.end):
        return True
    if not _RULES["asks_home"].match(reading.text, concept.start):
        return False
    return _RULES["we_ask"].search(reading.text[begin : concept.start]) is not None


def topic(source: Source, filled: Filled) -> None:
    """The objection to answer or practise; a bare noun (价格异议, 竞品) names one too."""
    objections(source, filled)
    if "objection" not in filled.found and not source.reading.sums:
        bare_noun(source, filled)


def bare_noun(source: Source, filled: Filled) -> None:
    """The objection that a noun alone stands for: the first."""
    for concept in source.reading.said("topic", *source.record.span)[:1]:
        filled.add("objection", concept.value, concept.start, concept.end)
