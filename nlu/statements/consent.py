"""What words of welcome in a report say of the deal: an agreement is the customer's own, of the deal as a whole, and
hangs on nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlu.reading import Reading
from nlu.rules import rules
from nlu.text.concepts import Concept
from nlu.text.placeholders import PLACEHOLDERS

_RULES = rules("consent")
_WELCOME = ("agreed", "interested")
_AGREED = "agreed"
_WAITS = "decision_chain"  # an objection that leaves an agreement what it is: 答应了,但要老板签字
_NAMED = re.compile("|".join(f"{placeholder}+" for placeholder in PLACEHOLDERS.values()))  # however long a name is
_OF_A_DEAL = re.compile(
    rf"(?:{PLACEHOLDERS['customer']}|单子?|项目|[这那]家)\w{{0,3}}$"
)  # 燕华有戏: how the deal looks to us


def is_answer(reading: Reading, outcome: Concept) -> bool:
    """Whether it is the speaker who answers, a clause of its own at the head of the message: 行,我明天去; or behind
    what they are going to do: 那我跟医院谈四成,行."""
    begin, end = reading.clause_at(outcome.start)
    alone = _RULES["answers"].match(reading.text[begin:end].strip().lower()) is not None
    before, behind = reading.text[:begin].strip(), reading.text[end:].strip()
    return alone and (bool(behind) if not before else _RULES["we_are_to"].match(before) is not None)


def is_open(reading: Reading, end: int, outcome: Concept, raised: Sequence[Concept]) -> bool:
    """Whether an agreement in a record that goes on to `end` hangs on something (分两年付就没问题), is that of some
    only (甲同意 乙反对), or something that was `raised` counts for more (方案没问题,就是嫌贵)."""
    if outcome.value != _AGREED:
        return False
    begin, stop = reading.clause_at(outcome.start)
    behind = reading.text[outcome.end : stop]
    if _RULES["only_if"].search(reading.text[begin : outcome.start]) or _RULES["is_condition"].match(behind):
        return True
    if _RULES["with_condition"].match(reading.text[outcome.end : end]):
        return True
    if _RULES["others_against"].search(reading.text[outcome.end : end]):
        return True
    said = _lettered(reading, begin, outcome.end)
    first = _RULES["comes_first"].search(said)
    if first and not _RULES["given_now"].search(said + behind[:1]) and _RULES["no_condition"].sub("", first["what"]):
        return True
    return any(_outweighs(reading, said, outcome, objection) for objection in raised)


def _lettered(reading: Reading, begin: int, end: int) -> str:
    """The words between, 名 for each name and 时 for each time."""
    words = reading.words[begin:end]
    for time in reversed(reading.times):
        if time.is_point and begin <= time.start < time.end <= end:
            words = words[: time.start - begin] + "时" + words[time.end - begin :]
    return _NAMED.sub("名", words)


def _outweighs(reading: Reading, said: str, outcome: Concept, objection: Concept) -> bool:
    """Whether an objection counts for more than the agreement that ends the words `said`."""
    if objection.start < outcome.end:
        return objection.value != _WAITS and _RULES["of_the_offer"].search(said) is not None
    if objection.value != _WAITS and _RULES["nothing_against"].search(said):
        return True
    led_in = _RULES["but"].search(reading.text, outcome.end, objection.end) is not None
    return led_in and _RULES["weak"].search(said) is not None


def as_meant(reading: Reading, outcome: Concept) -> Concept | None:
    """The outcome as far as the customer means it: what is said out of politeness or in irony is none, and an agreement
    that the speaker gives or expects is not the customer's."""
    if outcome.value not in _WELCOME:
        return outcome
    begin, end = reading.clause_at(outcome.start)
    before, behind = reading.text[begin : outcome.start], reading.text[outcome.end : end]
    words = reading.text[outcome.start : outcome.end]
    if _RULES["looks_good"].fullmatch(words) and _OF_A_DEAL.search(reading.words[begin : outcome.start]):
        return None
    if _RULES["lip_service"].search(before) or _RULES["irony"].match(behind):
        return None
    if _RULES["expected"].match(reading.text, outcome.start) and not _RULES["given"].search(before):
        return None
    return _as_agreed(outcome, before, words, behind) if outcome.value == "agreed" else outcome


def _as_agreed(outcome: Concept, before: str, words: str, behind: str) -> Concept | None:
    """What words of agreement say: a trial that is asked for shows interest; a question, the speaker's own words or
    the consent to be visited agree to nothing."""
    if _RULES["asked_for"].search(before) and _RULES["a_trial"].search(words):
        return replace(outcome, value="interested")
    if any(_RULES[rule].search(before) for rule in ("near", "to_come", "we_agree", "we_expect", "asked_for")):
        return None
    if any(_RULES[rule].search(before + words) for rule in ("of_a_part", "we_tell", "i_say")):
        return None
    if any(_RULES[rule].match(behind) for rule in ("only_talks", "to_see_us", "asked_whether", "only_promises")):
        return None
    if _RULES["only_considers"].match(behind):
        return replace(outcome, value="considering")
    return outcome
