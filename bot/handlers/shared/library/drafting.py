"""Putting a script together that somebody gives to the library: their own words, a title, and whom it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.library.whom import industries_and_roles, known_of_customer
from bot.turn.opening import Opening, Talk
from bot.wording.library import giving as wording
from config.policy import Policy
from knowledge import importing
from knowledge.items import LONGEST
from knowledge.points.contributions import ScriptDraft
from nlu import giving, replies
from nlu.context import NO_OBJECTION, said_choice
from nlu.understanding import Understanding
from sales import slot_values

SHORTEST = 8  # characters that a colleague could say after
LONGEST_ORDER = 14  # characters of words that may be an order to the bot instead of a script
MOST_CHANGES = 12
OFFERED = 4  # industries, and roles
LONGEST_TITLE = 40
SEND, TITLE, WHOM, DROP, ANYBODY = "send", "title", "whom", "drop", "anybody"


async def first_draft(talk: Talk, opening: Opening, earlier: ScriptDraft | None) -> ScriptDraft:
    """The script in the person's own words, with what these and the customer under discussion say of it. Of an
    `earlier` one only the words are asked anew."""
    words = slot_values.word(opening.understanding.slots, "text") if opening.text and earlier is None else None
    if words is None:
        question = wording.OWN_WORDS if earlier is None else wording.BETTER_WORDS.format(body=earlier.body)
        words = await talk.ask("words", question, parse=read_words, claims=claims_words, brief=wording.OWN_WORDS)
    if earlier is not None:
        return replace(earlier, body=words)
    known = await talk.query("known_of_customer", known_of_customer, talk.speaker, opening)
    industry, roles = industries_and_roles(opening.understanding, known)
    said = slot_values.words(opening.understanding.slots, "objection")
    objection = said[0] if said else said_choice(words, "objection")
    objection = None if objection == NO_OBJECTION else objection
    return ScriptDraft(wording.title_of(talk.policy, objection, words), words, industry, roles, objection)


async def put_right(talk: Talk, draft: ScriptDraft, reviewer: str) -> ScriptDraft | None:
    """The draft as the person wants it sent; None if they do not."""
    known: tuple[tuple[str, ...], tuple[str, ...]]
    known = await talk.query("values", importing.industries_and_roles, OFFERED)
    for number in range(MOST_CHANGES):
        part = talk.part(number)
        what, value = await part.ask(
            "right",
            wording.to_confirm(talk.policy, draft, reviewer),
            [Choice(label, [what, None]) for what, label in _CHOICES],
            read_change,
            brief=f"「{draft.title}」{wording.SEND}吗?",
        )
        if what == TITLE and value is None:
            value = await part.ask("title", wording.ASK_TITLE, parse=read_title, claims=claims_latest)
        elif what == WHOM and value is None:
            what, value = await part.ask("whom", wording.ASK_WHOM, whom_choices(talk.policy, *known), read_whom)
        if what in (SEND, DROP):
            return draft if what == SEND else None
        draft = changed(draft, what, value)
    return draft


def whom_choices(policy: Policy, industries: Sequence[str], roles: Sequence[str]) -> list[Choice]:
    """One tap says one thing of whom a script is for."""
    objections = [(kind.name, {"objection": kind.key}) for kind in policy.objections if kind.key != NO_OBJECTION]
    by_label: list[tuple[str, dict[str, Any]]] = [
        *((industry, {"industry": [industry]}) for industry in industries),
        *((role, {"buyer_role": [role]}) for role in roles),
        *objections,
    ]
    return [*(Choice(label, [WHOM, given]) for label, given in by_label), Choice(wording.ANYBODY, [WHOM, ANYBODY])]


def changed(draft: ScriptDraft, what: str, value: Any) -> ScriptDraft:
    """The draft with another title, or for somebody else: what is not named stays."""
    if what == TITLE:
        return replace(draft, title=value)
    given: dict[str, Any] = {"industry": (), "buyer_role": (), "objection": None} if value == ANYBODY else value
    return replace(
        draft,
        industry=tuple(given.get("industry", draft.industry)),
        buyer_role=tuple(given.get("buyer_role", draft.buyer_role)),
        objection=given.get("objection", draft.objection),
    )


def read_words(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """The script, as it was said."""
    words = text.strip()
    return words if SHORTEST <= len(words) <= LONGEST["body"] else NotAnAnswer(wording.TOO_SHORT)


def claims_words(_session: Any, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether the very next words are the script, whatever they would mean elsewhere: what a rep says to a customer
    sounds like a report. Short words may be meant for the bot."""
    short = len(text.strip()) <= LONGEST_ORDER
    return asked.is_latest and not (short and understanding.intent not in _LIKE_SCRIPTS)


def claims_latest(_session: Any, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words said right after the question are its answer."""
    return (
        asked.is_latest
        and len(text.strip()) <= LONGEST_TITLE
        and understanding.intent not in ("cancel", "help", "undo")
    )


def read_title(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """A title, in any few words."""
    title = giving.new_title(text) or text.strip(" \"'「」『』“”。.")
    return title if 1 < len(title) <= LONGEST_TITLE else NotAnAnswer(wording.SHORT_TITLE)


def read_change(text: str, understanding: Understanding, asked: Asked) -> list[Any] | NotAnAnswer:
    """What is to be changed in the draft, in words; or that it is right as it is."""
    if (title := giving.new_title(text)) is not None:
        return [TITLE, title]
    if understanding.intent in ("deny", "cancel") or replies.verdict(text) is False:
        return [DROP, None]
    whom = read_whom(text, understanding, asked)
    if not isinstance(whom, NotAnAnswer):
        return whom
    agrees = understanding.intent == "confirm" or replies.verdict(text) is True
    return (
        [SEND, None]
        if agrees
        else NotAnAnswer("点「交上去」就交;要改,直接说改哪里,比如「标题改成算三年账」「给医院用」。")
    )


def read_whom(text: str, understanding: Understanding, _asked: Asked) -> list[Any] | NotAnAnswer:
    """Whom it is for, in words: an industry, a role, an objection; anybody."""
    if giving.for_anybody(text):
        return [WHOM, ANYBODY]
    given: dict[str, Any] = {}
    for field in ("industry", "buyer_role"):
        if said := slot_values.words(understanding.slots, field):
            given[field] = list(said)
    objection = said_choice(text, "objection")
    if objection not in (None, NO_OBJECTION):
        given["objection"] = objection
    return [WHOM, given] if given else NotAnAnswer(wording.SAY_WHOM)


_LIKE_SCRIPTS = frozenset(
    {"out_of_scope", "log_followup", "close_deal", "contribute_script", "find_script", "daily_action"}
)  # what the words of a script are taken for elsewhere
_GLOBAL = ("cancel", "help", "undo")
_CHOICES = ((SEND, wording.SEND), (TITLE, wording.TITLE), (WHOM, wording.WHOM), (DROP, wording.DROP))
