"""Words for a customer: K12校长说预算冻结了怎么回. The best comes first, others by a tap.

What is known of the customer (industry, role) and what the words say of it narrow the search; a tap widens it again.
What nothing else answers is looked for too. The search is a step outside the transaction; a button carries the
question, so that it works later too. Who is shown an item hears when it changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.access import ANY_MEMBER, SALES
from bot.admin.library import SEARCH
from bot.admin.library_question import arguments, parts, question, used_filters, wanted
from bot.conversation import Command, Failed, Flow, Intent
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.library import whom
from bot.handlers.shared.library.upkeep import show
from bot.turn.opening import Opening, Talk
from bot.wording import buttons
from bot.wording.library import scripts as wording
from bot.wording.library import wanted as wishes
from bot.wording.offers import FindScripts, RateScript, WantScript
from knowledge.trust import care
from knowledge.trust.care import ScriptFact
from nlu.library import hits as hits_said

HELP = "help"


async def find_script(talk: Talk, opening: Opening) -> None:
    offer = FindScripts.of(opening.params)
    if offer.query is None:
        understood = opening.understanding
        known = await talk.query("known_of_customer", whom.known_of_customer, talk.speaker, opening)
        about: tuple[int | None, int | None]
        about = await talk.query("customer", whom.customer_and_deal, talk.speaker, opening)
        words = question(opening.text, understood)
        kinds = hits_said.kind_named(words) or None
        offer = FindScripts(query=words, **wanted(understood, known), customer=about[0], deal=about[1], kinds=kinds)
    if not offer.query:
        return await talk.say(wording.ASK_FOR_IT)
    found = await talk.call("found", SEARCH, {**arguments(offer), "skip": offer.skip, "count": offer.count})
    if isinstance(found, Failed):
        return await talk.say(wording.FAILED, [Choice(wording.AGAIN, opens=offer)])
    facts = await talk.query("facts", care.facts, [hit["code"] for hit in found["hits"]])
    if not facts:
        text = wording.nothing(offer.skip, found["used"], parts(offer.kinds or ""))
        return await talk.say(text, [*lifted(offer, found), wish_button(offer, found)])
    hits = {hit["code"]: hit for hit in found["hits"]}
    now = await talk.now()
    await talk.execute("shown", show, [fact.code for fact in facts], now)
    near = bool(found.get("nearest")) and not offer.skip
    text = wording.hits(talk.policy, [(hits[fact.code], fact) for fact in facts], found["used"], is_nearest=near)
    wish = [wish_button(offer, found)] if near else []
    await talk.say(text, [*choices(offer, found, facts, leads=opening.speaker.leads), *wish])


def wish_button(offer: FindScripts, found: Mapping[str, Any]) -> Choice:
    """The question is wanted to be answered, for whom it was asked."""
    return Choice(wishes.NOTE, opens=WantScript(offer.query or "", **used_filters(offer, found)))


async def look_up(talk: Talk, opening: Opening) -> None:
    """What was not understood, or is not the bot's work, where the library surely has an answer; else it is said as it
    would have been without one."""
    query, otherwise = str(opening.params["query"]), str(opening.params["otherwise"])
    labels = [pair.split("=") for pair in str(opening.params["labels"]).split("、") if pair]
    readings = [
        buttons.HELP if flow == HELP else Choice(label, opens=SaidWords(flow, opening.text)) for label, flow in labels
    ]
    offer = FindScripts(query, kinds=hits_said.kind_named(query) or None)
    found = await talk.call("found", SEARCH, {**arguments(offer), "skip": 0, "count": 1, "surely": True})
    hits = [] if isinstance(found, Failed) else found["hits"]
    facts = await talk.query("facts", care.facts, [hit["code"] for hit in hits])
    if isinstance(found, Failed) or not facts:
        return await talk.say(otherwise, readings)
    now = await talk.now()
    await talk.execute("shown", show, [fact.code for fact in facts], now)
    text = wording.hits(talk.policy, [(hits[0], facts[0])], ())
    more = [Choice(wording.ANOTHER, opens=offer.at(1, 1))] if found["more"] else []
    logs = [choice for choice in readings if choice is not buttons.HELP]
    await talk.say(text, [*rating(offer, facts), *wording.play_buttons(facts), *more, *logs])


def choices(
    offer: FindScripts, found: Mapping[str, Any], facts: tuple[ScriptFact, ...], *, leads: bool
) -> list[Choice]:
    """What may be wanted next: to say what was of use, what is recorded of the item, others, no filters; for leaders,
    that new hires learn it."""
    after = offer.skip + len(found["hits"])
    more = [
        Choice(wording.ANOTHER, opens=offer.at(after, 1)),
        Choice(wording.TWO_MORE, opens=offer.at(after, 2)),
    ]
    only = facts[0] if len(facts) == 1 else None
    return [
        *rating(offer, facts),
        *wording.play_buttons(facts),
        *(more if found["more"] else []),
        *lifted(offer, found),
        *([wording.path_button(only)] if only and leads else []),
    ]


def rating(offer: FindScripts, facts: Sequence[ScriptFact]) -> list[Choice]:
    """Whether a script was of use; of several, which."""
    about = (offer.customer, offer.deal)
    if len(facts) == 1:
        verdicts = ((wording.USEFUL, True), (wording.USELESS, False))
        return [Choice(label, opens=RateScript(facts[0].code, useful, *about)) for label, useful in verdicts]
    return [
        Choice(wording.useful_at(place), opens=RateScript(fact.code, True, *about))
        for place, fact in enumerate(facts, start=1)
    ]


def lifted(offer: FindScripts, found: Mapping[str, Any]) -> list[Choice]:
    """The question without its filters, where some were used."""
    wide = FindScripts(query=offer.query, customer=offer.customer, deal=offer.deal, kinds=offer.kinds)
    return [Choice(wording.WITHOUT_FILTERS, opens=wide)] if found["used"] else []


FLOW = Flow(
    "find_script",
    version=2,
    starts=(Command("找话术"), Intent("find_script")),
    roles=ANY_MEMBER,
    run=find_script,
    title="找话术",
    only_answers=True,
    offer=FindScripts,
)
LOOKED_UP = Flow("look_up", version=1, roles=SALES, run=look_up, only_answers=True)
