"""Questions made from a company's own library: which of four answers is the one that it keeps for this case. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coaching.exam.questions import Source, Written

TOPIC = "公司话术库"
LONGEST = 60  # characters of an answer that are shown
SHORTEST = 8
OTHERS = 3
PREFIX = "library:"


@dataclass(frozen=True)
class LibraryEntry:
    """An item that answers something: its `title` says what, its `body` how; entries that share an `about` answer
    the like, and are never set against each other."""

    code: str
    title: str
    body: str
    about: frozenset[str] = frozenset()


def of_library(entries: Sequence[LibraryEntry]) -> tuple[Source, ...]:
    """A question for each entry against which three others can be set."""
    fit = [entry for entry in entries if len(entry.body) >= SHORTEST]
    made = (_question(place, entry, fit) for place, entry in enumerate(fit))
    return tuple(Source(TOPIC, written) for written in made if written is not None)


def _question(place: int, entry: LibraryEntry, entries: Sequence[LibraryEntry]) -> Written | None:
    """Set against those that follow it in the library, so that the same library gives the same questions."""
    right, wrong = _shown(entry.body), list[str]()
    for other in [*entries[place + 1 :], *entries[:place]]:
        shown = _shown(other.body)
        if other.title != entry.title and not other.about & entry.about and shown not in (right, *wrong):
            wrong.append(shown)
        if len(wrong) == OTHERS:
            return Written(
                id=f"{PREFIX}{entry.code}",
                kind="single",
                text=f"「{entry.title}」——公司话术库里,这种情况是哪一条?",
                right=(right,),
                wrong=tuple(wrong),
                why=f"话术库里这一条是:{_shown(entry.body, 2 * LONGEST)}",
            )
    return None


def _shown(body: str, longest: int = LONGEST) -> str:
    words = " ".join(body.split())
    return words if len(words) <= longest else words[: longest - 1] + "…"
