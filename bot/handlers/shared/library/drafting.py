"""Putting a script together that somebody gives to the library: their own words, a title, and whom it is for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from bot.admin.library_question import industries_and_roles
from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.library.whom import customer_told_of, known_of_customer
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
OFFERED, KNOWN = 4, 200  # industries, and roles: on buttons, and known by name
LONGEST_TITLE = 40
SEND, TITLE, WHOM, DROP, ANYBODY = "send", "title", "whom", "drop", "anybody"
INDUSTRY, ROLE, OBJECTION = "industry", "buyer_role", "objection"
Known = tuple[tuple[str, ...], tuple[str, ...]]  # the industries and the roles of the library


async def first_draft(
    talk: Talk, opening: Opening, earlier: ScriptDraft | None, wanted: str | None = None
) -> ScriptDraft:
    """The script in the person's own words, with what these and the customer under discussion say of it; where it is to
    answer a `wanted` question, that says it too; a title that is said with it is kept. Of an `earlier` one only the
    words are asked anew."""
    title, words = giving.titled(opening.text or "") or (None, None)
    if opening.text and earlier is None and words is None:
        is_meant = opening.understanding.intent == "contribute_script"
        said = slot_values.word(opening.understanding.slots, "text") if is_meant else None
        words = said or giving.offered(opening.text)
    if opening.text and earlier is not None:
        title, words = None, giving.resubmitted(opening.text) or None
    if words is None:
        question = wording.ask_words(earlier.body if earlier is not None else None, wanted)
        words = await talk.ask("words", question, parse=read_words, claims=claims_words, brief=wording.OWN_WORDS)
    if earlier is not None:
        return replace(earlier, body=words)
    known = await talk.query("known_of_customer", known_of_customer, talk.speaker, opening)
    industry, roles = industries_and_roles(opening.understanding, known)
    named = slot_values.words(opening.understanding.slots, "objection")
    objection = named[0] if named else said_choice(f"{wanted or ''} {words}", "objection")
    objection = None if objection == NO_OBJECTION else objection
    title = title or wording.title_of(talk.policy, objection, words)
    return ScriptDraft(title, words, industry, roles, objection)


async def put_right(talk: Talk, opening: Opening, draft: ScriptDraft, reviewer: str) -> ScriptDraft | None:
    """The draft as the person wants it sent; None if they do not."""
    known: Known = await talk.query("values", importing.industries_and_roles, KNOWN)
    told_of: str | None = await talk.query("told_of", customer_told_of, talk.speaker, opening, draft.body)
    for number in range(MOST_CHANGES):
        part = talk.part(number)
        answer = await part.ask(
            "right",
            wording.to_confirm(talk.policy, draft, reviewer, told_of),
            [Choice(label, what) for what, label in _CHOICES],
            partial(read_change, known),
            claims=claims_change,
            brief=f"「{draft.title}」{wording.SEND}吗?",
        )
        if answer == TITLE:
            answer = {TITLE: await part.ask("title", wording.ASK_TITLE, parse=read_title, claims=claims_latest)}
        elif answer == WHOM:
            choices = whom_choices(talk.policy, known)
            parse = partial(read_whom, known)
            answer = await part.ask("whom", wording.ASK_WHOM, choices, parse, claims=claims_change)
        if answer in (SEND, DROP):
            return draft if answer == SEND else None
        draft = changed(draft, answer)
    return draft


def whom_choices(policy: Policy, known: Known) -> list[Choice]:
    """One tap says one thing of whom a script is for."""
    fields = ((INDUSTRY, known[0][:OFFERED]), (ROLE, known[1][:OFFERED]))
    choices = [Choice(value, f"{field}={value}") for field, values in fields for value in values]
    objections = [kind for kind in policy.objections if kind.key != NO_OBJECTION]
    choices += [Choice(kind.name, f"{OBJECTION}={kind.key}") for kind in objections]
    return [*choices, Choice(wording.ANYBODY, ANYBODY)]


def changed(draft: ScriptDraft, answer: Any) -> ScriptDraft:
    """The draft with another title, or for somebody else: what is not named stays. `answer` is what a choice stands
    for (industry=零售), or the fields that words gave."""
    if answer == ANYBODY:
        return replace(draft, industry=(), buyer_role=(), objection=None)
    given = answer
    if isinstance(answer, str):
        field, _, value = answer.partition("=")
        given = {field: value if field == OBJECTION else (value,)}
    return replace(
        draft,
        title=given.get(TITLE, draft.title),
        industry=tuple(given.get(INDUSTRY, draft.industry)),
        buyer_role=tuple(given.get(ROLE, draft.buyer_role)),
        objection=given.get(OBJECTION, draft.objection),
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
    return asked.is_latest and len(text.strip()) <= LONGEST_TITLE and understanding.intent not in _GLOBAL


def claims_change(_session: Any, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words said right after the question say outright what is to be changed."""
    return claims_latest(_session, text, understanding, asked) and giving.changes_draft(text)


def read_title(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """A title, in any few words."""
    title = giving.new_title(text) or text.strip(" \"'「」『』“”。.")
    return title if 1 < len(title) <= LONGEST_TITLE else NotAnAnswer(wording.SHORT_TITLE)


def read_change(known: Known, text: str, understanding: Understanding, asked: Asked) -> Any:
    """What is to be changed in the draft, in words; or that it is right as it is."""
    if (title := giving.new_title(text)) is not None:
        return {TITLE: title}
    whom = read_whom(known, text, understanding, asked)
    if not isinstance(whom, NotAnAnswer):
        return whom
    if understanding.intent in ("deny", "cancel") or replies.verdict(text) is False:
        return NotAnAnswer(wording.SAY_WHOM) if giving.changes_draft(text) else DROP
    agrees = understanding.intent == "confirm" or replies.verdict(text) is True
    return SEND if agrees else NotAnAnswer(wording.WHAT_TO_CHANGE)


def read_whom(known: Known, text: str, understanding: Understanding, _asked: Asked) -> Any:
    """Whom it is for, in words: industries and roles that are understood or that the library knows, an objection;
    anybody."""
    if giving.for_anybody(text):
        return ANYBODY
    given: dict[str, Any] = {}
    for field, named in zip((INDUSTRY, ROLE), giving.whom(text, known), strict=True):
        said = slot_values.words(understanding.slots, field) or named
        given |= {field: said} if said else {}
    objection = said_choice(text, "objection")
    given |= {OBJECTION: objection} if objection not in (None, NO_OBJECTION) else {}
    return given or NotAnAnswer(wording.SAY_WHOM)


_LIKE_SCRIPTS = frozenset(
    {"out_of_scope", "log_followup", "close_deal", "contribute_script", "find_script", "daily_action"}
)  # what the words of a script are taken for elsewhere
_GLOBAL = ("cancel", "undo")
_CHOICES = ((SEND, wording.SEND), (TITLE, wording.TITLE), (WHOM, wording.WHOM), (DROP, wording.DROP))
