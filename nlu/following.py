"""Words that come right after something was done and change it: 改八点半, 八点吧 路远, 第二个不要了, 没签呢, 不缓了."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Literal

from nlu.rules import rules
from nlu.text.numerals import small
from nlu.text.plain import plain
from nlu.time.recurrence import recurrence_at
from nlu.time.times import TimeMention, find_times

WAN = 10_000
LONGEST_TOLD = 120  # characters of a report of a loss
LONGEST_REASON = 6  # characters of what is said beside a new time (路远)
LONGEST_MOVE = 30  # characters of words that begin with a move, its reason behind it (改成后天吧 明天要出差)
CLAUSES = re.compile(r"[\s,，。;；!！、]+")
_RULES, _STEPS = rules("following"), rules("steps")


def is_new_time(text: str, now: datetime) -> bool:
    """Whether the words are a time to put in another one's place, and at most a short reason beside it."""
    words = plain(text)
    if _RULES["asks"].search(words):
        return False
    if (before := moved_from(text, now)) is not None and not _RULES["around_time"].sub("", before).strip(" ,，把"):
        return len(words) <= LONGEST_MOVE
    named = False
    clauses = [clause for clause in CLAUSES.split(words) if clause]
    reason = LONGEST_REASON if says_why(text) else 0
    for clause in clauses:
        found = _new_times(clause, now)
        left = _RULES["around_time"].sub("", _without(clause, [(time.start, time.end) for time in found]))
        if len(left) > (LONGEST_REASON if not found else reason if clause is not clauses[-1] else 0):
            return False
        named = named or bool(found)
    return named


def tells_of_their_time(text: str, now: datetime) -> bool:
    """Whether each time that the words name is when something happens that nobody does for the deal (院长下周回来)."""
    words = plain(text)
    found = [time for time in find_times(words, now) if time.next_time is not None]
    return bool(found) and all(_STEPS["happens_then"].match(words[time.end :]) for time in found)


def is_theirs(action: str) -> bool:
    """Whether an action is something that happens with them (出差, 回来)."""
    return _STEPS["happens_then"].match(plain(action)) is not None


def new_time(text: str, now: datetime) -> str | None:
    """The time that is put in another one's place, the last that is named; None if the words are not such."""
    if not is_new_time(text, now):
        return None
    found = _new_times(plain(text), now)
    return found[-1].next_time if found else None


def _new_times(words: str, now: datetime) -> list[TimeMention]:
    """The times to come that the words name and do not deny (不是今天)."""
    found = [time for time in find_times(words, now) if time.next_time is not None and time.is_point]
    return [time for time in found if not words[: time.start].endswith("不是")]


def says_why(text: str) -> bool:
    """Whether the new time stands in the last of several clauses, behind the reason for it."""
    clauses = [clause for clause in CLAUSES.split(plain(text)) if clause]
    return len(clauses) > 1 and _RULES["moves_for_reason"].search(clauses[-1]) is not None


def is_new_day(text: str, now: datetime) -> bool:
    """Whether the words are nothing but a day or time to put in another one's place (改成明天)."""
    words = plain(text)
    if len(words) > LONGEST_MOVE:
        return False
    found = [time for time in find_times(words, now) if time.next_time is not None]
    left = CLAUSES.sub("", _without(words, [(time.start, time.end) for time in found]))
    return bool(found) and not _RULES["asks"].search(words) and not _RULES["around_time"].sub("", left)


def called_off(text: str) -> str | None:
    """What is not to be done after all (不开了); None for other words."""
    found = _RULES["called_off"].search(text.strip())
    return found["what"] if found else None


def drops_listed(text: str) -> int | None:
    """The place in a list of what is not wanted any more (1不要了); -1 for the last, None for none."""
    return _place("drops_listed", text)


def moves_listed(text: str) -> int | None:
    """The place in a list of what is put elsewhere (第3个改到明天); -1 for the last, None for none."""
    return _place("moves_listed", text)


def denied_end(text: str) -> Literal["won", "lost"] | None:
    """Which end of a deal the words deny: 还没丢 that it is lost, 没签 that it is won; None where either may be."""
    if _RULES["not_won"].search(plain(text)):
        return "won"
    return "lost" if _RULES["not_lost"].search(plain(text)) else None


def denies_closing(text: str) -> bool:
    """Whether the words say that a deal is not won or lost after all."""
    words = plain(text).rstrip("呢。.!！ ")
    return not _RULES["asks"].search(words) and _RULES["not_closed"].search(words) is not None


def closes_perhaps(text: str) -> bool:
    """Whether words that a deal is won or lost ask or suppose rather than say so (海川丢了吧, 估计黄了)."""
    return _RULES["closes_perhaps"].search(plain(text).strip()) is not None


def denies_delay(text: str) -> bool:
    """Whether the words say that something is not put off after all."""
    return _RULES["not_later"].search(plain(text)) is not None


def takes_back(text: str) -> bool:
    """Whether the words, naming nothing, say that what was just recorded is not to be."""
    return _RULES["takes_back"].search(plain(text)) is not None


def thought_of(text: str) -> str | None:
    """What is to be thought of besides (记得带报价单 → 带报价单); None if nothing is."""
    found = _RULES["thinks_of"].search(plain(text).strip(" 。.!！,，"))
    return (found["more"] or found["besides"]) if found else None


def puts_sum(text: str) -> bool:
    """Whether the words put right the sum of a deal."""
    return not _RULES["asks"].search(plain(text)) and _RULES["puts_sum"].search(plain(text)) is not None


def sum_told(text: str, *, named: bool = False) -> int | None:
    """The sum in yuan where the words, the customer's name left out, tell that of a deal and nothing else (金额48万,
    报价从86降到79, 降到88万; where a deal is `named`, 改成89万); in 万 where no unit is said. None for other words."""
    words = _RULES["agrees_to_sum"].sub("", plain(text).strip(" 。.!！,，"), count=1)
    if _RULES["asks"].search(words):
        return None
    kinds = ("tells_sum", "tells_new_quote", "tells_sum_only", "fell_again", *(("changes_named_sum",) if named else ()))
    found = next((match for kind in kinds if (match := _RULES[kind].search(words))), None)
    if found is None:
        return None
    groups = {group: value for group, value in found.groupdict().items() if value}
    told = Decimal(groups.get("sum") or groups["given"])
    return int((told + Decimal(groups.get("tail") or groups.get("given_tail") or 0) / 10) * WAN)


def fell_again(text: str) -> bool:
    """Whether words that tell a sum leave open whether the price fell to it or by it (又降了 85)."""
    return _RULES["fell_again"].search(plain(text).strip(" 。.!！,，")) is not None


def lost_to(text: str) -> bool:
    """Whether the words name to whom a deal was lost (输给奥的斯)."""
    return len(text) <= LONGEST_MOVE and _RULES["lost_to"].search(plain(text)) is not None


def lost_clause(text: str) -> str | None:
    """The words that name to whom a deal was lost (输给奥的斯); None where none do."""
    found = _RULES["lost_to"].search(plain(text)) if len(text) <= LONGEST_TOLD else None
    return found.group() if found is not None else None


def competitor_in(text: str) -> str | None:
    """The competitor that the words name (在跟冰山比价 → 冰山); None where they name none."""
    found = _RULES["rival"].search(plain(text))
    return next((name for name in found.groupdict().values() if name), None) if found is not None else None


def is_sum_alone(text: str) -> bool:
    """Whether words, their sum left out, say nothing but that it is the sum (最后签的, 一共)."""
    return not _RULES["asks"].search(plain(text)) and not _RULES["around_sum"].sub("", plain(text))


def tells_budget(text: str) -> bool:
    """Whether the words only say what the budget is."""
    return not _RULES["asks"].search(plain(text)) and _RULES["tells_budget"].search(plain(text)) is not None


def moved_from(text: str, now: datetime) -> str | None:
    """What stands before a new time that something is moved to (周报那个改成每周五 → 周报那个改成), "" for nothing;
    None if the words move nothing, or ask."""
    words = plain(text)
    if _RULES["asks"].search(words):
        return None
    places = [time.start for time in find_times(words, now) if time.next_time is not None and time.is_point]
    again = recurrence_at(words)
    return next(
        (words[:place] for place in sorted([*places, *again]) if _RULES["moves"].search(words[:place].rstrip())), None
    )


def points_at_one(text: str) -> bool:
    """Whether the words point at something that was set (那个, 的提醒)."""
    return _RULES["one_of_them"].search(text) is not None


def at_that_time(text: str) -> bool:
    """Whether the words mean the time of what was spoken of (到时候提醒我)."""
    return _RULES["at_that_time"].search(text) is not None


def rephrases(text: str) -> bool:
    """Whether the words put in other words what was just said (我的意思是下周三提醒我…)."""
    return _RULES["rephrases"].search(plain(text)) is not None


def moves_one_set(text: str) -> bool:
    """Whether the words move something set that they point at (催古天那个改到三点)."""
    return _RULES["moves_one_set"].search(plain(text)) is not None


def drops_one_set(text: str) -> str | None:
    """By what the words name something set that is not wanted any more (寄样品那个不用了); None for other words."""
    found = _RULES["drops_one_set"].search(plain(text))
    return None if found is None else found["named"]


def drops_reminder(text: str) -> bool:
    """Whether the words, naming none, take a reminder away (撤回提醒 不用了)."""
    return _RULES["drops_reminder"].search(plain(text)) is not None


def with_object(what: str, before: str) -> str:
    """`what` (查一下) with what it is about where it says nothing of it and `before` does (首付30%到账)."""
    verb = _RULES["without_object"].search(plain(what))
    about = "".join(before.split()).strip("，,。;；、")
    return what if verb is None or not about else f"{verb['verb']}{about}"


def _place(rule: str, text: str) -> int | None:
    found = _RULES[rule].search(plain(text).strip(" 。.!！,，"))
    if found is None:
        return None
    number = found["number"] or found.groupdict().get("behind") or ""
    return -1 if number == "最后一" else small(number)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    return "".join(sign for at, sign in enumerate(text) if not any(start <= at < end for start, end in spans))
