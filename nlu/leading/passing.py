"""All that a colleague has is to go to another, or a part that is not named."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.rules import rules
from nlu.understanding import Span

_RULES = rules("passing")


def passes_everything(words: str) -> bool:
    """Whether the words, with M for names, pass all of somebody's customers, or some of these, to somebody else."""
    return _RULES["everything"].search(words) is not None


def may_pass(text: str) -> bool:
    """Whether customers or deals of somebody are spoken of."""
    return _RULES["may_pass"].search(text) is not None


def wants_customer(text: str) -> bool:
    """Whether a rep wants to have a customer of a colleague's (想把海川接过来)."""
    return _RULES["wants_customer"].search(text.strip()) is not None


def tells_of(words: str) -> bool:
    """Whether the words, with M for names, tell what somebody said or what is off, and order nobody anything."""
    return _RULES["tells_of"].search(words.strip()) is not None


def may_go_back(text: str) -> bool:
    """Whether a word stands in the text with which customers may be given back."""
    return _RULES["may_go_back"].search(text) is not None


def gives_back(words: str) -> bool:
    """Whether the words, with C for customers and M for colleagues, give customers back to who had them."""
    return _RULES["gives_back"].search(words.strip()) is not None


def gives_if(words: str) -> bool:
    """Whether the words, of which a condition or a later time is known, say who is then to have or do something."""
    return _RULES["gives_if"].search(words) is not None


def only_part(text: str) -> bool:
    """Whether it is only a part, which is not named."""
    return _RULES["part"].search(text) is not None


def chooses_one(text: str) -> bool:
    """Whether words that hand several customers over mean only one of them."""
    return _RULES["chooses_one"].search(text.strip()) is not None


def held_back(text: str) -> bool:
    """Whether a hand-over is held back, or only a customer's wish."""
    return _RULES["held_back"].search(text.strip()) is not None


def one_deal(text: str) -> bool:
    """Whether only one of a customer's deals is spoken of."""
    return _RULES["one_deal"].search(text) is not None


def whole_customer(text: str) -> bool:
    """Whether a customer is spoken of as a whole."""
    return _RULES["whole_customer"].search(text) is not None


def handed_name(text: str, person: Sequence[Span]) -> str | None:
    """What is handed over to the colleague at these places, by a name that is no known customer's (衡水老桥转给M); None
    where the words only point."""
    masked = text
    for start, end in sorted(person, reverse=True):
        masked = f"{masked[:start]}M{masked[end:]}"
    found = _RULES["handed_name"].search(masked)
    if found is None or _RULES["no_name"].search(found["what"]):
        return None
    return found["what"]


def named_beside(text: str, known: Sequence[Span]) -> tuple[str, ...]:
    """What is enumerated beside the customers at these places as what is handed over, and is no customer known by that
    name (海河、山庄都转给孟晓)."""
    found = _RULES["enumerated"].search(text)
    if found is None or not known:
        return ()
    parts, place = [], found.start("what")
    for part in _RULES["and"].split(found["what"]):
        begin = text.index(part, place)
        place = begin + len(part)
        if part and not any(start < place and begin < end for start, end in known):
            parts.append(part)
    return tuple(part for part in parts if len(part) > 1)
