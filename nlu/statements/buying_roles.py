"""What is said of the people at a customer: who decides, lets through, uses, buys, has a say; how much weight they
have; whether they are for us (rules/buying_roles.yml).

Only what the person who writes reports is read: no question, guess, hearsay or wish. What a person there says of a
colleague counts, being told first hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nlu.context import with_titles
from nlu.rules import rules
from nlu.statements.factuality import Force, judged
from nlu.text.clauses import clauses
from nlu.text.numerals import small

Aspect = Literal["role", "influence", "attitude"]
DECIDES, INFLUENCES, USES, BUYS, GATE = "拍板人", "影响者", "使用者", "采购", "把关人"
FOR, NEUTRAL, AGAINST = "支持", "中立", "反对"
ROLES = (DECIDES, INFLUENCES, GATE, BUYS, USES)
ATTITUDES = (FOR, NEUTRAL, AGAINST)
PERSON = "P"  # stands for a person in the rules
_RULES = rules("buying_roles")
_READ: Sequence[tuple[str, Aspect, str]] = (  # of one person's roles in a message the first counts
    ("decides", "role", DECIDES),
    ("gate", "role", GATE),
    ("uses", "role", USES),
    ("influences", "role", INFLUENCES),
    ("buys", "role", BUYS),
    ("neutral", "attitude", NEUTRAL),
    ("against", "attitude", AGAINST),
    ("rival_side", "attitude", AGAINST),
    ("supports", "attitude", FOR),
    ("influence", "influence", ""),
)
_REPORTED = frozenset({Force.REPORTS, Force.OUTLOOK, Force.ASIDE, Force.NOT_DONE})
_GO_ON = frozenset({Force.SUPPOSES, Force.HEARSAY, Force.QUOTES})  # to the end of the sentence
_NOT_WANTED = ("refuses_to_record",)  # 先别记
_QUOTED = frozenset('「“"『')  # begin a clause that is only quoted
ANOTHER = "某"  # stands for one whose name is not known
_SENTENCE_ENDS = re.compile(r"[。！!？?\n；;]")


@dataclass(frozen=True)
class RoleClaim:
    """Of a `person`, as they are called in the message: a role, a weight (1-10) or an attitude; where it does not
    `hold`, that they do not have this role."""

    person: str
    aspect: Aspect
    value: str
    holds: bool = True


def may_claim(text: str) -> bool:
    """Whether there is any word in the text by which something of this kind is said."""
    return _RULES["hint"].search(text) is not None


def role_claims(text: str, people: Sequence[str], spoken_of: str = "") -> tuple[RoleClaim, ...]:
    """What a message says of the `people` that it names, in the order said; of each person and aspect once. 他 at its
    beginning is whoever was `spoken_of` before it."""
    if not may_claim(text):
        return ()
    text = _RULES["answered_at_once"].sub("", text)
    words, persons = _lettered(with_titles(text), people, spoken_of)
    told = list(_reported(words))
    found: dict[tuple[str, Aspect], tuple[int, RoleClaim]] = {}
    for name, aspect, value in _READ:
        for match in _matches(name, words, told):
            for place in _people_in(match):
                claim = RoleClaim(persons[place], aspect, value or str(small(match["points"]) or ""))
                if claim.value and not _denied(place, words, aspect):
                    found.setdefault((claim.person, aspect), (place, claim))
    for match in _matches("decides_instead", words, told):
        wrong, right = _people_in(match)
        other = found.get((persons[wrong], "role"))
        if other is None or other[1].value == DECIDES:  # who only has a say decides no more
            found[persons[wrong], "role"] = (wrong, RoleClaim(persons[wrong], "role", DECIDES, holds=False))
        found[persons[right], "role"] = (right, RoleClaim(persons[right], "role", DECIDES))
    for match in _matches("does_not_decide", words, told):
        place = _people_in(match)[0]
        found.setdefault((persons[place], "role"), (place, RoleClaim(persons[place], "role", DECIDES, holds=False)))
    for person, place in _bosses(text, people):
        found.setdefault((person, "role"), (place, RoleClaim(person, "role", DECIDES)))
    return tuple(claim for _, claim in sorted(found.values(), key=lambda pair: pair[0]))


def _bosses(text: str, people: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Who of the people is told by surname to be who decides: 他们老板姓阮; 科长说了算 姓瞿."""
    told = list(_reported(text))
    for rule in ("boss_surname", "post_surname"):
        for found in _RULES[rule].finditer(text):
            called = (found["surname"] + found["title"], found["surname"])
            person = next((name for name in called if name in people), None)
            if person is not None and any(start <= found.start("title") < end for start, end in told):
                yield person, found.start("surname")


def post_that_decides(text: str) -> str | None:
    """The post of whoever decides, where nobody is named (拍板的是老板娘, 院长拍板), or the body that does
    (招标是设备科说了算); None if none is said to."""
    rules = ("post_decides", "decides_by_post", "body_decides")
    found = next((found for rule in rules if (found := _RULES[rule].search(text))), None)
    return found["post"] if found is not None and not is_unsure(text) else None


def belongs_to_both(text: str, *, names: bool = True) -> bool:
    """Whether words, with a person and customers as letters, say that the person is at two of them; without `names`,
    whether they might."""
    return _RULES["at_both" if names else "may_be_at_both"].search(text) is not None


def is_of_department(text: str, people: Sequence[str]) -> bool:
    """Whether words only say in which department of the customer's one of the `people` is, and ask none of ours for
    anything."""
    words, persons = _lettered(text, people, "")
    return bool(persons) and not asks_department(words) and _RULES["of_department"].search(words) is not None


def asks_department(text: str) -> bool:
    """Whether the words might ask a department for something."""
    return _RULES["asks_department"].search(text) is not None


def is_unsure(text: str) -> bool:
    """Whether the words ask, suppose or want to find out."""
    return _RULES["unsure"].search(text) is not None


def listened_to(text: str, people: Sequence[str]) -> str | None:
    """Whom somebody at the customer listens to (邢总听裘姐的): whether they decide is left open. None if nobody."""
    words, persons = _lettered(text, people, "")
    found = next(_matches("listens", words, list(_reported(words))), None)
    return persons[_people_in(found)[-1]] if found is not None else None


def side_taken(text: str, people: Sequence[str]) -> str | None:
    """Whose side somebody of the `people` takes who is not on ours (麦经理站通力那边 → 通力); None if none is told."""
    found = _RULES["rival_side"].search(_lettered(text, people, "")[0])
    return found["rival"] if found is not None else None


def _lettered(text: str, people: Sequence[str], spoken_of: str) -> tuple[str, dict[int, str]]:
    """The text with each person as a letter, and whose letter stands where; 他, and nobody at all where a
    clause goes on, is whoever was named before."""
    names = sorted({person for person in people if person}, key=len, reverse=True)
    named = f"(?P<name>{'|'.join(map(re.escape, names)) or '(?!)'})"
    parts = re.compile("|".join([named, _RULES["pronoun"].pattern, _RULES["elided"].pattern]))
    words, persons, last, done = "", dict[int, str](), spoken_of, 0
    only_meant = dict[int, str]()  # the word by which whoever is not named there is meant, by its place
    for found in parts.finditer(text):
        person = found["name"] or last
        words += text[done : found.start()]
        done = found.end()
        if not person:
            words += found.group()
            continue
        persons[len(words)] = last = person
        if found["name"] is None:
            only_meant[len(words)] = found.group()
        words += PERSON
    return _without_kin(words + text[done:], persons, only_meant)


@dataclass(frozen=True)
class _Kin:
    """Where somebody is meant by whose wife, boss or secretary they are; `name` is None where they are named right
    behind, `she` where that is certain to be a woman."""

    begin: int
    end: int
    name: str | None
    she: bool = False
    ends: bool = False


def _without_kin(words: str, persons: Mapping[int, str], only_meant: Mapping[int, str]) -> tuple[str, dict[int, str]]:
    """The words in which whoever is somebody's wife or secretary is no more that somebody, but who they are: by their
    name where it stands right there (林总他老婆 姓温 温总), else by what they are called (林总老婆). Who is
    `only_meant` behind them is nobody whose name is known, but for 她 behind a wife."""
    kin = sorted(_kin(words, persons), key=lambda known: known.begin)
    for known in (one for one in kin if one.name is not None):
        named = next((at for at in sorted(persons) if at >= known.end and at not in only_meant), len(words))
        for place in (at for at in persons if known.end <= at < named):
            is_she = known.she and only_meant[place] == "她"
            persons = {at: name for at, name in persons.items() if at != place or is_she}
            if is_she and known.name is not None:
                persons = {**persons, place: known.name}
            words = words if is_she else words[:place] + ANOTHER + words[place + 1 :]
    left, kept, done = "", dict[int, str](), 0
    for known in [*kin, _Kin(len(words), len(words), None)]:
        kept |= {place - done + len(left): name for place, name in persons.items() if done <= place < known.begin}
        left += words[done : known.begin]
        if known.name is not None:
            kept[len(left)] = known.name
            left += PERSON
        left += "。" if known.ends else ""
        done = known.end
    return left, kept


def _kin(words: str, persons: Mapping[int, str]) -> Iterator[_Kin]:
    for found in _RULES["boss_named"].finditer(words):
        yield _Kin(*found.span(), None)
    for found in _RULES["of_another"].finditer(words):
        if found["named"] is not None:
            yield _Kin(*found.span(), None)
            continue
        whose = persons[max(at for at in persons if found.start() <= at < found.start("kin"))]
        surname = persons.get(found.start("surname"), found["surname"])
        called = found["called"] or (f"(姓{surname})" if surname else "")
        alike = (whose[0], whose[-1]) == (called[:1], called[-1:])  # 区总 and 区二总 would be taken for one
        name = called if found["called"] and not alike else f"{whose}{found['kin']}{called}"
        she = _RULES["her"].search(found["kin"]) is not None
        yield _Kin(*found.span(), name, she, found["ends"] is not None)


def _reported(words: str) -> Iterator[tuple[int, int]]:
    """Where the clauses stand that report something."""
    places = clauses(words)
    goes_on = False
    for number, (start, end) in enumerate(places):
        asked = end + 1 if words[end : end + 1] in ("?", "？") else end
        statement, piece = judged(words, start, asked), words[start:asked]
        force = statement.force
        outside = _RULES["told_by_others"].search(piece) is not None
        goes_on = goes_on or force in _GO_ON or outside or statement.evidence in _NOT_WANTED
        if not _QUOTED.isdisjoint(words[max(0, start - 1) : start + 1]):
            continue
        if force in _REPORTED and not goes_on and _RULES["unsure"].search(piece) is None:
            yield start, end
        behind = places[number + 1][0] if number + 1 < len(places) else len(words)
        if _SENTENCE_ENDS.search(words[end:behind]):
            goes_on = False


def _matches(name: str, words: str, told: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Where the rule finds something whose every person stands in a clause that reports."""
    for match in _RULES[name].finditer(words):
        places = _people_in(match)
        if places and all(any(start <= place < end for start, end in told) for place in places):
            yield match


def _people_in(match: re.Match[str]) -> list[int]:
    return [match.start() + at for at, letter in enumerate(match.group()) if letter == PERSON]


def _denied(place: int, words: str, aspect: Aspect) -> bool:
    """Whether 不是 or 没 right before somebody takes it back (不是P拍板)."""
    return aspect == "role" and words[:place].endswith(("不是", "没听", "不用", "别"))
