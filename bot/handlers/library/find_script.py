"""Words for a customer: K12校长说预算冻结了怎么回. The best comes first, others by a tap.

What is known of the customer (industry, role) and what the words say of it narrow the search; a tap widens it again.
The search is a step outside the transaction; a button carries the question, so that it works later too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.access import ANY_MEMBER
from bot.admin.library import SEARCH
from bot.admin.library_question import arguments, question, wanted
from bot.conversation import Command, Failed, Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.library import whom
from bot.turn.opening import Opening, Talk
from bot.wording.library import scripts as wording
from bot.wording.offers import FindScripts, RateScript


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
    found = await talk.call("found", SEARCH, arguments(offer))
    if isinstance(found, Failed):
        return await talk.say(wording.FAILED, [Choice(wording.AGAIN, opens=offer)])
    if not found["hits"]:
        lifted = [Choice(wording.WITHOUT_FILTERS, opens=_lifted(offer))] if found["used"] else []
        return await talk.say(wording.nothing(offer.skip, found["used"]), lifted)
    await talk.say(wording.hits(found["hits"], found["used"]), list(choices(offer, found)))


def choices(offer: FindScripts, found: Mapping[str, Any]) -> list[Choice]:
    """What may be wanted next: to say what was of use, another, two more, without the filters."""
    after = offer.skip + len(found["hits"])
    more = [
        Choice(wording.ANOTHER, opens=offer.at(after, 1)),
        Choice(wording.TWO_MORE, opens=offer.at(after, 2)),
    ]
    lifted = [Choice(wording.WITHOUT_FILTERS, opens=_lifted(offer))] if found["used"] else []
    return [*rating(offer, found["hits"]), *(more if found["more"] else []), *lifted]


def rating(offer: FindScripts, hits: Sequence[Mapping[str, Any]]) -> list[Choice]:
    """Whether a script was of use; of several, which."""
    about = (offer.customer, offer.deal)
    if len(hits) == 1:
        code = hits[0]["code"]
        verdicts = ((wording.USEFUL, True), (wording.USELESS, False))
        return [Choice(label, opens=RateScript(code, useful, *about)) for label, useful in verdicts]
    return [
        Choice(wording.useful_at(place), opens=RateScript(hit["code"], True, *about))
        for place, hit in enumerate(hits, start=1)
    ]


def _lifted(offer: FindScripts) -> FindScripts:
    return FindScripts(query=offer.query, customer=offer.customer, deal=offer.deal)


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
