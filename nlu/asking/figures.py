"""Words about figures that no intent of `parse` is for: targets, lists to take along, reports that come by themselves
(rules/figures.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from nlu.rules import rules

LONGEST = 40  # characters
_APART = re.compile(r"[,，。;；\s][^,，。;；\s]{4,}")  # a further clause
_RULES = rules("figures")
_LOST_BY: Mapping[Literal["stage", "product", "team", "region"], re.Pattern[str]] = {
    "stage": _RULES["lost_by_stage"],
    "product": _RULES["lost_by_product"],
    "team": _RULES["lost_by_team"],
    "region": _RULES["lost_by_region"],
}


class Scheduled(NamedTuple):
    """When a report is to come (每周一早上), and what it is to show (华东漏斗)."""

    when: str
    what: str


def sets_target(text: str) -> bool:
    """Whether it is ordered that somebody be given a sum to sell."""
    return _short(text) and bool(_RULES["sets_target"].search(_plain(text))) and not asks_target(text)


def withdraws_target(text: str) -> bool:
    """Whether it is ordered that a target be taken back."""
    return _short(text) and bool(_RULES["withdraws_target"].search(_plain(text)))


def asks_target(text: str) -> bool:
    """Whether it is asked how much of a target is done, not how it will turn out."""
    plain = _plain(text)
    if _RULES["withdraws_target"].search(plain) or _RULES["foresees"].search(plain):
        return False
    return _is_clause(plain) and bool(_RULES["asks_target"].search(plain))


def asks_target_shortly(text: str) -> bool:
    """Whether it is asked where somebody stands in words that may be about other things too: 还差多少."""
    return _is_clause(_plain(text)) and bool(_RULES["asks_target_shortly"].search(_plain(text)))


def asks_behind(text: str) -> bool:
    """Whether it is asked who has not done their target."""
    return _is_clause(_plain(text)) and bool(_RULES["asks_behind"].search(_plain(text)))


def given_to_speaker(text: str) -> bool:
    """Whether the target asked for is the one that somebody set for whoever asks."""
    return bool(_RULES["given_to_speaker"].search(text))


def ranks(text: str) -> bool:
    """Whether it is asked who sold most."""
    return _is_clause(_plain(text)) and bool(_RULES["ranks"].search(_plain(text)))


def asks_sum(text: str) -> bool:
    """Whether it is asked what was won, how long that took, or what one deal is worth."""
    plain = _plain(text)
    return _short(text) and any(_RULES[rule].search(plain) for rule in ("asks_sum", "asks_cycle", "asks_mean"))


def asks_cycle(text: str) -> bool:
    """Whether it is asked how long deals took until they were won."""
    return bool(_RULES["asks_cycle"].search(_plain(text)))


def by_month(text: str) -> bool:
    """Whether it is asked what was won in each month."""
    return bool(_RULES["by_month"].search(text))


def asks_mean(text: str) -> bool:
    """Whether it is asked what one of the deals won is worth."""
    return bool(_RULES["asks_mean"].search(_plain(text)))


def most_lost(text: str) -> bool:
    """Whether it is asked who, or what, lost most."""
    return _is_clause(_plain(text)) and bool(_RULES["most_lost"].search(_plain(text)))


def lost_by(text: str) -> Literal["stage", "product", "team", "region"] | None:
    """What of it is asked for that lost most; None for people."""
    if re.search("谁|销售|同事", text):
        return None
    return next((by for by, pattern in _LOST_BY.items() if pattern.search(text)), None)


def exports(text: str) -> bool:
    """Whether customers or deals, or what was just shown, are wanted as a file."""
    return (_short(text) and bool(_RULES["exports"].search(_plain(text)))) or exports_shown(text)


def exports_shown(text: str) -> bool:
    """Whether what was just shown is wanted as a file: 发我表格, 导出来."""
    return _short(text) and bool(_RULES["exports_shown"].search(_plain(text)))


def of_open(text: str) -> bool:
    """Whether deals that are neither won nor lost are meant."""
    return bool(_RULES["of_open"].search(text))


def of_late(text: str) -> bool:
    """Whether deals that are over their limit are meant."""
    return bool(_RULES["of_late"].search(text))


def of_won(text: str) -> bool:
    """Whether deals that were won are meant."""
    return bool(_RULES["of_won"].search(text))


def of_customers(text: str) -> bool:
    """Whether the file is to hold customers, not deals."""
    return bool(_RULES["of_customers"].search(text))


def as_excel(text: str) -> bool:
    """Whether the file is to be one of Excel."""
    return bool(_RULES["as_excel"].search(_plain(text)))


def schedules(text: str) -> bool:
    """Whether a report is wanted again and again."""
    return scheduled(text) is not None


def scheduled(text: str) -> Scheduled | None:
    """The report that is to come again and again, and when; None where the words want none."""
    found = wanted_again(text)
    return found if found is not None and _RULES["reportable"].search(found.what) else None


def wanted_again(text: str) -> Scheduled | None:
    """What is wanted again and again, whatever it is, and when; None where the words want nothing so."""
    plain = _plain(text) if _short(text) else ""
    found = _RULES["schedules"].search(plain) or _RULES["schedules_behind"].search(plain)
    return Scheduled(found["when"], found["what"].removeprefix("发")) if found is not None else None


def schedules_other(text: str) -> bool:
    """Whether a report is wanted again and again that does not come by itself."""
    found = wanted_again(text)
    return found is not None and scheduled(text) is None and bool(_RULES["other_report"].search(found.what))


class Moved(NamedTuple):
    """Which report is to come at another time (周五的), "" where the words name none, and when (周四)."""

    which: str
    when: str


def moved_schedule(text: str) -> Moved | None:
    """Which report that comes by itself is to come when; None where the words move nothing."""
    found = _RULES["moves_schedule"].search(_plain(text)) if _short(text) else None
    return Moved(found["which"], found["when"]) if found is not None and found["when"] else None


def moves_schedule(text: str) -> bool:
    """Whether something is to come at another time."""
    return moved_schedule(text) is not None


def ends_schedule(text: str) -> bool:
    """Whether something is to come no more, said short (别发了, 取消每天那个)."""
    return _short(text) and bool(_RULES["ends_schedule"].search(_plain(text)))


def names_report(text: str) -> bool:
    """Whether the words name a report that comes by itself."""
    return bool(_RULES["names_report"].search(text))


def all_schedules(text: str) -> bool:
    """Whether all of them are meant."""
    return bool(_RULES["all_schedules"].search(text))


def unschedules(text: str) -> bool:
    """Whether a report is to come no more."""
    return _short(text) and bool(_RULES["unschedules"].search(_plain(text)))


def asks_schedules(text: str) -> bool:
    """Whether it is asked which reports come by themselves."""
    return _short(text) and bool(_RULES["asks_schedules"].search(_plain(text)))


def opens_board(text: str) -> bool:
    """Whether the board is wanted: the words name it, and nothing else."""
    return _short(text) and bool(_RULES["opens_board"].search(_plain(text)))


def _is_clause(words: str) -> bool:
    """Whether they are a question of figures by their length and make: in more than a clause something else is told."""
    return _short(words) and not _APART.search(words)


def _short(text: str) -> bool:
    return len(text.strip()) <= LONGEST


def _plain(text: str) -> str:
    return text.strip().lower()
