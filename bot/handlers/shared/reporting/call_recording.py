"""A recorded call with a customer is kept with it, heard, and one suggestion is made of what to log."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.admin.heard_calls import HEAR_CALL
from bot.conversation import Failed
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.deals import calls as wording
from sales import call_recordings, slot_values
from sales.call_recordings import CallFact


async def keep_call(talk: Talk, opening: Opening, media: str) -> None:
    """Keep this recording with the customer that the words name, or that the person says."""
    slots = opening.understanding.slots
    words, contacts = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    customer = (await choose_customer(talk, opening, words, contacts)).customer
    if customer is None:
        return
    now = await talk.now("call_came")
    call = await talk.execute("keep_call", kept, customer.id, media, now)
    if isinstance(call, Stale):
        return await talk.say(call.text)
    if call is None:
        return await talk.say(wording.known(customer.name))
    await talk.say(wording.kept(call, hears=opening.hears), [wording.play_button(call)], kind="receipt")
    done = await talk.job("hear_call", HEAR_CALL, {"call": call.id, "at": now.astimezone(talk.policy.zone).isoformat()})
    status = call_recordings.WAITING if isinstance(done, Failed) else done.get("status", call_recordings.WAITING)
    if status == call_recordings.HEARD:
        told = done["told"]
        return await talk.say(wording.heard(call, told), [*wording.log_button(call, told), wording.play_button(call)])
    if status == call_recordings.UNHEARD or opening.hears:
        await talk.say(wording.UNHEARD if status == call_recordings.UNHEARD else wording.LATER)


def kept(session: Session, by: Speaker, customer_id: int, media: str, now: datetime) -> CallFact | None:
    """Keep it for who sends it; None where it was kept before."""
    return call_recordings.keep(session, by, customer_id, media, now)
