"""Changing in words how long departments have to answer tickets: 财务回复时限改成4小时, 各部门都放宽到两天."""

from __future__ import annotations

from nlu.limits_said import Amount, SaidLimit, amount_said
from nlu.rules import rules
from nlu.text.concepts import shipped
from nlu.text.plain import plain

_RULES = rules("tickets")
EVERY_DEPARTMENT = "*"
LONGEST = 60  # characters
WORKDAY = 8 / 24  # two days of an answer are two working days
LONGER, SHORTER = frozenset({"放宽", "延长", "加", "宽限"}), frozenset({"缩短", "减", "收紧", "压"})


def said_limits(text: str) -> tuple[SaidLimit, ...]:
    """The changes that the words ask for, a department (a key, EVERY_DEPARTMENT) in place of a stage; () for none.
    Whoever only asks for the limits, or whether they were changed, asks for no change."""
    words = plain(text.strip())
    if (first := _RULES["limit_first"].match(words)) is not None and len(words) <= LONGEST:
        words = f"{first['what']}{first['verb']}成{first['rest']}"
    found = _RULES["limit_change"].match(words) or _RULES["limit_given"].match(words) if len(words) <= LONGEST else None
    if found is None:
        return ()
    groups = found.groupdict()
    rest, verb = groups["rest"] or "", groups.get("verb") or "改"
    every = _RULES["every_department"].search(groups["departments"]) is not None
    keys = (EVERY_DEPARTMENT,) if every else tuple(sorted(departments_asked(groups["departments"])))
    if _RULES["limit_default"].search(rest):
        return tuple(SaidLimit(key, default=True) for key in keys)
    amount = amount_said(rest)
    if amount is None and rest:
        return ()
    by = 0 if groups.get("to") or "verb" not in groups else 1 if verb in LONGER else -1 if verb in SHORTER else 0
    return tuple(SaidLimit(key, _worked(amount), by) for key in keys)


def departments_asked(text: str) -> frozenset[str]:
    """The departments that words name."""
    return frozenset(one.value for one in shipped().find(plain(text)) if one.slot == "department" and one.said)


def changes_limit(text: str) -> bool:
    """Whether the words change how long departments have to answer."""
    return bool(said_limits(text))


def _worked(amount: Amount | None) -> Amount | None:
    """The working hours of a length: departments have working time only."""
    if amount is None or amount.hours < 24:
        return amount
    return Amount(round(amount.hours * WORKDAY, 1), working=True)
