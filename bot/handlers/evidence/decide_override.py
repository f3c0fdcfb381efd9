"""A leader lets a deal into a stage although something is missing, or does not: 放行,客户催得急 / 不放行."""

from __future__ import annotations

from functools import partial

from bot import access
from bot.access import LEADERS
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.gates.overriding import let_in, request_meant, still_waits
from bot.handlers.shared.gates.which_move import move_meant
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.deals import gates as wording
from bot.wording.offers import DecideOverride
from bot.wording.stages import deal_name
from nlu import gates
from sales import slot_values
from sales.gates import requests
from sales.gates.requests import RequestFact


async def decide_override(talk: Talk, opening: Opening) -> None:
    offer = DecideOverride.of(opening.params)
    if offer.request is not None:
        request = await request_meant(talk, offer.request)
    else:
        named = slot_values.word(opening.understanding.slots, "customer")
        found = await talk.query("found", requests.to_decide, access.deals(talk.speaker), named)
        if not found and not named:
            found = await talk.query("own", requests.of_member, access.deals(talk.speaker), talk.speaker.member_id)
        request = await move_meant(talk, opening, found)
    if request is None:
        return
    places = opening.understanding.spans_of("customer") if opening.text else ()
    said = gates.decision(opening.text, awaited=True, named=places) if opening.text else None
    granted = offer.granted if said is None else said.granted
    if granted and offer.request is None and gates.decision(opening.text, awaited=False, named=places) is None:
        granted = None  # 行 立项下周补, a while after it was asked
    if granted is None:
        choices = [Choice(wording.LETS_IN, True), Choice(wording.KEEPS_OUT, False)]
        granted = await talk.ask(
            "granted",
            wording.lets_in_question(talk.policy, request.deal, request.stage),
            choices,
            about=(request.deal.customer,),
            matters=partial(still_waits, request.id),
        )
    words = said.words if said is not None else ""
    if granted:
        return await let_in(talk.part("decided"), opening, request.id, words)
    await keep_out(talk, request, words)


async def keep_out(talk: Talk, request: RequestFact, words: str = "") -> None:
    """Tell who asked that the deal is not let in, in the leader's own `words` if there are any; it still waits for what
    is missing."""
    now = await talk.now()
    kept = await talk.execute("keep_out", requests.refuse_override, request.id, now, words)
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    scope = access.deals(talk.speaker)
    missing = await talk.query("lacks", requests.lacking, scope, talk.policy, request.id)
    text = wording.refused_by(talk.policy, talk.speaker.name, request.deal, request.stage, missing)
    await talk.say(f"好,{deal_name(request.deal)}没放行,已经告诉{request.asked_by}了。")
    if request.asked_by_id != talk.speaker.member_id:
        own = wording.own_words(talk.speaker.name, words)
        await talk.say(f"{text}{own}", kind="receipt", to=request.asked_by_id)


FLOW = Flow(
    "decide_override",
    version=2,
    starts=(Intent("decide_override"),),
    roles=LEADERS,
    run=decide_override,
    offer=DecideOverride,
)
