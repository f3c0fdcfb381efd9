"""Words for a customer: K12校长说预算冻结了怎么回. The best comes first, others by a tap.

What is known of the customer (industry, role) and what the words say of it narrow the search; a tap widens it again.
The search is a step outside the transaction; a button carries the question, so that it works later too. Who is shown
an item hears when it changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.access import ANY_MEMBER
from bot.admin.library import SEARCH
from bot.admin.library_question import arguments, question, used_filters, wanted
from bot.conversation import Command, Failed, Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.library import whom
from bot.handlers.shared.library.upkeep import show
from bot.turn.opening import Opening, Talk
from bot.wording.library import scripts as wording
from bot.wording.library import wanted as wishes
from bot.wording.offers import FindScripts, RateScript, WantScript
from knowledge.trust import care
from knowledge.trust.care import ScriptFact


async def find_script(talk: Talk, opening: Opening) -> None:
    offer = FindScripts.of(opening.params)
    if offer.query is None:
        understood = opening.understanding
        known = await talk.query("known_of_customer", whom.known_of_customer, talk.speaker, opening)
        about: tuple[int | None, int | None]
        about = await talk.query("customer", whom.customer_and_deal, talk.speaker, opening)
        words = question(opening.text, understood)
        offer = FindScripts(query=words, **wanted(understood, known), customer=about[0], deal=about[1])
    if not offer.query:
        return await talk.say(wording.ASK_FOR_IT)
    found = await talk.call("found", SEARCH, {**arguments(offer), "skip": offer.skip, "count": offer.count})
    if isinstance(found, Failed):
        return await talk.say(wording.FAILED, [Choice(wording.AGAIN, opens=offer)])
    facts = await talk.query("facts", care.facts, [hit["code"] for hit in found["hits"]])
    if not facts:
        wish = WantScript(offer.query, **used_filters(offer, found))
        return await talk.say(
            wording.nothing(offer.skip, found["used"]),
            [*lifted(offer, found), *([] if offer.skip else [Choice(wishes.NOTE, opens=wish)])],
        )
    hits = {hit["code"]: hit for hit in found["hits"]}
    now = await talk.now()
    await talk.execute("shown", show, [fact.code for fact in facts], now)
    text = wording.hits(talk.policy, [(hits[fact.code], fact) for fact in facts], found["used"])
    await talk.say(text, choices(offer, found, facts, leads=opening.speaker.leads))


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
    wide = FindScripts(query=offer.query, customer=offer.customer, deal=offer.deal)
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
