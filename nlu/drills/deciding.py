"""Reading what a superior decides in words on appeals and unlocking, and asks about practice. Pure functions, by the
rules of `nlu/rules/exams.yml`."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.rules import rules
from nlu.text.numerals import number

_RULES = rules("exams")
LONGEST = 120  # characters that are read
MOST = 100  # of a score
TEAM = {"team_idle": "idle", "team_worst": "worst", "team_average": "average", "team_practised": "practised"}


@dataclass(frozen=True)
class Decided:
    """What is decided, and `why` where the words say so; `total` is another score in tenths."""

    granted: bool
    why: str = ""
    total: int | None = None


def on_unlock(text: str) -> Decided | None:
    """The decision on what somebody has earned."""
    words = text.strip()
    if len(words) > LONGEST:
        return None
    if (found := _RULES["unlock_refused"].search(words)) is not None:
        return Decided(False, _why(found["why"] or found["before"]))
    found = _RULES["unlock_granted"].search(words)
    return None if found is None else Decided(True, _why(found["why"]))


def on_appeal(text: str) -> Decided | None:
    """The decision on an appeal against a score."""
    words = text.strip()
    if len(words) > LONGEST:
        return None
    if (found := _RULES["score_stays"].search(words)) is not None:
        return Decided(False, _why(found["why"]))
    found = _RULES["score_changes"].search(words)
    total = score(found["total"]) if found is not None else None
    return None if found is None or total is None else Decided(True, _why(found["why"]), total)


def on_appeal_here(text: str) -> Decided | None:
    """The decision on an appeal that was just put to who decides, in fewer words too (改成80 他问得对, 不改)."""
    words = text.strip()
    if (plain := on_appeal(words)) is not None or len(words) > LONGEST:
        return plain
    if (found := _RULES["score_stays_here"].search(words)) is not None:
        return Decided(False, _why(found["why"]))
    found = _RULES["score_changes_here"].search(words)
    total = score(found["total"]) if found is not None else None
    return None if found is None or total is None else Decided(True, _why(found["why"]), total)


def decides_unlock(text: str) -> bool:
    """Whether the words decide on what somebody has earned."""
    return on_unlock(text) is not None


def decides_appeal(text: str) -> bool:
    """Whether the words decide on an appeal against a score."""
    return on_appeal(text) is not None


def score(words: str) -> int | None:
    """A score of 0 to 100 in tenths; None if it is none."""
    found = number(words)
    return None if found is None or not 0 <= found <= MOST else round(found * 10)


def erases_exams(text: str) -> bool:
    """Whether one's own exams are to be deleted."""
    return _says("erases_exams", text)


def deletes(text: str) -> bool:
    """Whether it is agreed that all is deleted."""
    return _says("deletes", text)


def asks_practice(text: str) -> bool:
    """Whether it is asked how people practise: of a team, or of somebody."""
    return of_team(text) is not None or practised_by(text) is not None


def of_team(text: str) -> str | None:
    """What is asked about the practice of a team: idle | worst | average | practised; None if nothing is."""
    return next((what for rule, what in TEAM.items() if _says(rule, text)), None)


def practised_by(text: str) -> str | None:
    """Whose practice is asked about, by name."""
    found = _RULES["person_practised"].search(text.strip()[:LONGEST])
    return None if found is None else found["who"]


def _why(words: str | None) -> str:
    return (words or "").strip(" ,，。.!！:：")


def _says(rule: str, text: str) -> bool:
    return len(text) <= LONGEST and _RULES[rule].search(text.strip()) is not None
