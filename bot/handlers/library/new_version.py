"""平台8.3上线了: what the library says of older versions of that product is shown, and goes by a tap of the manager's.

The words may as well be a report of what a customer has: where they are nobody's to act on, they become one by a tap.
"""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Phrase
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.library import upkeep
from bot.handlers.shared.library.telling import tell_retired, who_saw
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import upkeep as wording
from knowledge.trust import care
from nlu import library as said

DECIDE = frozenset({"manager"})  # an administrator acts as one too


async def new_version(talk: Talk, opening: Opening) -> None:
    out = said.new_version(opening.text)
    assert out is not None
    report = [Choice(wording.AS_REPORT, opens=SaidWords("log_followup", opening.text))]
    if opening.speaker.roles.isdisjoint(DECIDE):
        return await talk.say(wording.MANAGER_DECIDES, report)
    older = await talk.query("older", care.older, access.scripts(talk.speaker), out.product, out.version)
    if not older:
        return await talk.say(wording.none_older(out.product, out.version), report)
    choices = [Choice(wording.TAKE_ALL_DOWN, True), Choice(wording.LEAVE, False)]
    if not await talk.ask("sure", wording.older_left(out.product, out.version, older), choices):
        return await talk.say(wording.NOT_THESE)
    now = await talk.now()
    people = await talk.query("saw", who_saw, talk.policy, older, talk.speaker.member_id, now)
    done = await talk.execute("retire", upkeep.retire, [fact.code for fact in older], now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    await talk.say(wording.all_retired(len(older), len(people)), [undo_button(opening.run)], kind="receipt")
    await tell_retired(talk, people)


FLOW = Flow(
    "new_version",
    version=1,
    starts=(Phrase("new_version", said.tells_new_version),),
    roles=SALES,
    run=new_version,
)
