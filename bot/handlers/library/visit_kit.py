"""见院长前帮我准备一下: openers, what is recorded for them, the usual objections and a case, each opened by a tap.

Whom it is for is taken from the words, and from the customer named or under discussion with their deal: its product and
its sum, as far as items are for some product or some budget. It is shown, and lifted by a tap.
"""

from __future__ import annotations

from bot.access import SALES
from bot.admin.library import KIT
from bot.admin.library_question import arguments, question, wanted
from bot.conversation import Failed, Flow, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.library.upkeep import show
from bot.handlers.shared.library.whom import deal_of_visit, known_of_customer
from bot.turn.opening import Opening, Talk
from bot.wording.library import kit as wording
from bot.wording.library import scripts
from bot.wording.offers import PrepareVisit
from knowledge.trust import care
from nlu import library as said


async def visit_kit(talk: Talk, opening: Opening) -> None:
    offer = PrepareVisit.of(opening.params)
    if offer.query is None:
        understood = opening.understanding
        known = await talk.query("known_of_customer", known_of_customer, talk.speaker, opening)
        about = await talk.query("deal_of_visit", deal_of_visit, talk.speaker, opening)
        offer = PrepareVisit(query=question(opening.text, understood), **(wanted(understood, known) | about))
    found = await talk.call("kit", KIT, arguments(offer))
    if isinstance(found, Failed):
        return await talk.say(scripts.FAILED, [Choice(scripts.AGAIN, opens=offer)])
    codes = [code for part in wording.PARTS for code in found["parts"].get(part, ())]
    facts = {fact.code: fact for fact in await talk.query("facts", care.facts, codes)}
    parts = {part: [facts[code] for code in found["parts"].get(part, ()) if code in facts] for part in wording.PARTS}
    lifted = [Choice(scripts.WITHOUT_FILTERS, opens=PrepareVisit(query=offer.query))] if found["used"] else []
    if not facts:
        return await talk.say(wording.NOTHING, lifted)
    now = await talk.now()
    await talk.execute("shown", show, list(facts), now)
    await talk.say(wording.kit(parts, found["used"]), [*wording.buttons(parts), *lifted])


FLOW = Flow(
    "visit_kit",
    version=2,
    starts=(Phrase("asks_kit", said.asks_kit),),
    roles=SALES,
    run=visit_kit,
    title="见客户前准备",
    only_answers=True,
    offer=PrepareVisit,
)
