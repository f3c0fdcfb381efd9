"""通话录音, 在录音里找账期: the recorded calls with a customer are listed, played, and found by what was said."""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.deals import calls as wording
from bot.wording.offers import PlayCall, ShowCalls
from nlu import contents
from sales import call_recordings

SHOWN = 5


async def show_calls(talk: Talk, opening: Opening) -> None:
    scope = access.customers(talk.speaker)
    found = await talk.query("calls", call_recordings.of_customer, scope, ShowCalls.of(opening.params).customer)
    if not found:
        return await talk.say(wording.GONE)
    shown = found[:SHOWN]
    await talk.say(wording.listed(shown, opening.at, talk.policy.zone), wording.play_buttons(shown))


async def play_call(talk: Talk, opening: Opening) -> None:
    scope = access.customers(talk.speaker)
    call = await talk.query("call", call_recordings.get, scope, PlayCall.of(opening.params).call)
    if call is None:
        return await talk.say(wording.GONE)
    await talk.say(wording.title(call, opening.at, talk.policy.zone), attachments=[wording.sound(call)])


async def find_in_calls(talk: Talk, opening: Opening) -> None:
    words = contents.sought_in_calls(opening.text)
    if not words:
        return await talk.say(wording.WHAT)
    found = await talk.query("found", call_recordings.search, access.customers(talk.speaker), words, SHOWN)
    buttons = wording.play_buttons([passage.call for passage in found])
    await talk.say(wording.found(words, found, opening.at, talk.policy.zone), buttons)


FLOWS = (
    Flow("show_calls", version=1, roles=SALES, run=show_calls, only_answers=True, offer=ShowCalls),
    Flow("play_call", version=1, roles=SALES, run=play_call, only_answers=True, offer=PlayCall),
    Flow(
        "find_in_calls",
        version=1,
        starts=(Phrase("asks what was said in calls", contents.seeks_in_calls),),
        roles=SALES,
        run=find_in_calls,
        title="在录音里找",
        only_answers=True,
    ),
)
