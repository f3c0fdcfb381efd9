"""Reading words about drills by the rules of `nlu/rules/drills.yml`. Pure functions."""

from __future__ import annotations

from nlu.rules import rules
from nlu.understanding import Understanding

_RULES = rules("drills")
_TEMPERS = {"strong": "强势", "careful": "谨慎", "open": "爽快", "cold": "冷淡", "chatty": "健谈"}
_OF_CARD = {
    "shows_talk": "talk",
    "shows_card": "card",
    "asks_why": "why",
    "asks_wrong": "wrong",
    "asks_better": "better",
    "asks_progress": "progress",
}
_AFTER = {"after_best": "best", "after_wrong": "wrong", "after_better": "better", "after_why": "why"}  # right after one
LONGEST = 60  # characters of words about a result
SHORTEST_REASON = 4
MOST_BEHIND = 2  # characters behind the words that object


def temper(text: str) -> str | None:
    """How the customer is to be, as the scenarios call it; None if nothing is said of it."""
    return next((name for rule, name in _TEMPERS.items() if _RULES[rule].search(text)), None)


def ends(text: str) -> bool:
    """Whether the words end the drill, instead of being said to its customer."""
    return _says("ends", text)


def asks_hint(text: str) -> bool:
    """Whether the words ask how to go on."""
    return _says("hint", text)


def wants_again(text: str) -> bool:
    """Whether the same is to be practised once more."""
    return _says("again", text)


def wants_another(text: str) -> bool:
    """Whether another customer is wanted."""
    return _says("another", text)


def is_far_fetched(understanding: Understanding) -> bool:
    """Whether words are only taken for one: they neither speak of a drill nor say whom to practise on."""
    meant = understanding.intent == "start_drill" and not understanding.slots
    return meant and not _says("names_drill", understanding.text)


def speaks_of_drill(text: str) -> bool:
    """Whether a drill is spoken of by its name."""
    return _RULES["speaks_of_drill"].search(text) is not None


def wants_on(text: str) -> bool:
    """Whether the words want to go on after a drill: the same once more, or another customer."""
    return wants_again(text) or wants_another(text)


def asks_results(text: str) -> bool:
    """Whether the words ask how somebody's drills went, or who scores best."""
    return whose_history(text) is not None or asks_ranking(text)


def whose_history(text: str) -> str | None:
    """Whose drills are asked for, as typed; "" for one's own; None if none are."""
    found = _RULES["history"].search(text.strip()[:LONGEST])
    return None if found is None else (found["who"] or found["whose"] or found["team"] or "").strip()


def asks_ranking(text: str) -> bool:
    """Whether it is asked who scores best in drills."""
    return _says("ranking", text)


def asked_of_card(text: str) -> str | None:
    """What is asked about the latest drill: `talk` or `card` again, `why` its score, what was `wrong`, what would have
    been `better`, what was `best`, how it compares (`progress`); None if nothing is."""
    typed = text[:LONGEST]
    found = next((kind for rule, kind in _OF_CARD.items() if _says(rule, typed)), None)
    return found or next((kind for rule, kind in _AFTER.items() if _says(rule, typed)), None)


def asks_about_card(text: str) -> bool:
    """Whether something is asked about the latest drill."""
    return len(text) <= LONGEST and any(_says(rule, text) for rule in _OF_CARD)


def asks_after(text: str) -> bool:
    """Whether something is asked that is about a card only right after it (举个例子, 哪句最好)."""
    return len(text) <= LONGEST and any(_says(rule, text) for rule in _AFTER)


def part_meant(text: str) -> str | None:
    """The dimension whose score is asked about, as typed; None for the score as a whole."""
    found = _RULES["asks_why"].search(text.strip())
    if found is None:
        after = _RULES["after_why"].search(text.strip())
        return None if after is None else after["named"]
    return found["part"] or found["which"]


def appeals(text: str) -> bool:
    """Whether the words object to a score."""
    return len(text) <= LONGEST and _says("appeals", text)


def why_appealed(text: str) -> str:
    """Why a score is wrong, as far as words say it that object to it, behind that or before it; nothing where they only
    object."""
    words = text.strip()
    found = _RULES["appeal_itself"].search(words)
    if found is not None:
        why = words[found.end() :]
    else:
        last = list(_RULES["appeals"].finditer(words))[-1:]
        why = words[: last[0].start()] if last and len(words) - last[0].end() <= MOST_BEHIND else ""
    why = why.strip(" ,，。.!！:：")
    return why if len(why) >= SHORTEST_REASON and gives_reason(why) else ""


def gives_reason(text: str) -> bool:
    """Whether words may be why a score is wrong; a mere yes, and a question, are not."""
    return not _says("no_reason", text) and bool(_RULES["appeal_itself"].sub("", text.strip()))


def erases(text: str) -> bool:
    """Whether one's own drills are to be deleted."""
    return _says("erases", text)


def keeps_recordings(text: str) -> bool | None:
    """Whether recordings of one's drills are to be kept from now on; None where the words do not speak of it."""
    if len(text) > LONGEST:
        return None
    return False if _says("drops_recordings", text) else True if _says("keeps_recordings", text) else None


def speaks_of_keeping(text: str) -> bool:
    """Whether the words say that recordings are to be kept, or are not."""
    return keeps_recordings(text) is not None


def speaks_of_weights(text: str) -> bool:
    """Whether the words ask what each dimension of a drill counts, or want that changed back."""
    return len(text) <= LONGEST and _says("weights", text)


def wants_default_weights(text: str) -> bool:
    """Whether what was fitted is to be taken back."""
    return _says("default_weights", text)


def _says(rule: str, text: str) -> bool:
    return _RULES[rule].search(text.strip()) is not None
