"""A leader gives a deal of the team more time, by button or in words: 新锐再给两天.

Nobody is reminded of it meanwhile, and its limit counts anew from the end of it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.access import LEADERS, Speaker
from bot.handlers.shared.leading.spoken_of import alerted, deal_of_alert, deal_of_topic, deal_spoken_of
from bot.handlers.shared.named_time import after, moment
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references.alerted import last_alert
from bot.turn.speaker.hearing import marked
from bot.wording.buttons import undo_button
from bot.wording.values import say_span, say_time
from config.policy import Policy
from nlu import leading
from sales import reminders, slot_values, stages
from sales.scope import Actor
from sales.stages import Held
from scheduler import stage_clock

DAY = timedelta(days=1)
ALL = re.compile("他们|她们|都|全部")


async def held_in_words(talk: Talk, opening: Opening) -> bool:
    """Whether a leader's words (再给新锐三天) were about a deal of the team, which is then held as long as they say.
    Words about a reminder or without a length, and those of whoever leads nobody, are not."""
    slots = opening.understanding.slots
    length, time_said = slot_values.duration(slots), slot_values.word(slots, "next_time")
    leads = opening.speaker.role in LEADERS or opening.speaker.admin
    named_one = slot_values.word(slots, "customer") if leads and not opening.params else None
    if named_one and (leading.ends_hold(opening.text) or leading.lifts(marked(opening.understanding))):
        await end_hold(talk, opening)
        return True
    if not leads or opening.params or not opening.text or (length is None and not time_said) or "提醒" in opening.text:
        return False
    named = slot_values.words(slots, "customer")
    if not named and await talk.query("reminded_since", reminded_since_alert, talk.speaker, opening):
        return False
    if len(named) > 1 or (not named and ALL.search(opening.text)):
        return await hold_several(talk, opening)
    deal = await deal_spoken_of(talk, opening) if named else await deal_of_alert(talk, opening)
    if deal is None and not named:
        deal = await talk.query("topic_deal", deal_of_topic, talk.speaker, opening)
    if deal is None:
        return bool(named)
    now = await talk.now("held_at")
    await hold_until(talk, opening, deal.id, until_when(talk, opening, now), now)
    return True


async def end_hold(talk: Talk, opening: Opening) -> None:
    """The deal rests no longer: its limit counts anew from now."""
    deal = await deal_spoken_of(talk, opening)
    if deal is None:
        return
    now = await talk.now("ended_at")
    if deal.hold_until is None or deal.hold_until <= now:
        return await talk.say(f"{deal.customer}没有在缓,时限照常算着。")
    ended = await talk.execute("end_hold", hold, talk.policy, deal.id, now, now)
    if isinstance(ended, Stale):
        return await talk.say(ended.text)
    await talk.say(f"{deal.customer}不缓了,时限从现在重新计时。", [undo_button(opening.run)], kind="receipt")
    if deal.owner_id != talk.speaker.id:
        text = f"{talk.speaker.name}让{deal.customer}不再缓着,时限从现在重新计时。"
        await talk.say(text, kind="receipt", to=deal.owner_id)


def until_when(talk: Talk, opening: Opening, now: datetime) -> datetime:
    """Until when the words hold a deal: for a while, or to a time."""
    slots = opening.understanding.slots
    length, time_said = slot_values.duration(slots), slot_values.word(slots, "next_time")
    return after(now, length) if length is not None else moment(time_said or "", now.astimezone(talk.policy.zone))


async def hold_several(talk: Talk, opening: Opening) -> bool:
    """Hold the deals of every customer named, else all those of the last alert; whether there were any."""
    now = await talk.now("held_at")
    until = until_when(talk, opening, now)
    named = slot_values.words(opening.understanding.slots, "customer")
    if not named:
        late = await talk.query("all_alerted", alerted, talk.speaker, opening)
        for deal in late:
            await hold_until(talk.part(f"deal{deal.id}"), opening, deal.id, until, now)
        return bool(late)
    for number, customer in enumerate(named, 1):
        part, slots = talk.part(f"customer{number}"), {**opening.understanding.slots, "customer": customer}
        one = replace(opening, understanding=replace(opening.understanding, slots=slots))
        meant = await deal_spoken_of(part, one)
        if meant is not None:
            await hold_until(part, opening, meant.id, until, now)
    return True


def reminded_since_alert(session: Session, speaker: Speaker, opening: Opening) -> bool:
    """Whether the speaker was reminded of something of their own after the last alert: that is what is put off."""
    reminder, alert = reminders.last_reminded(session, speaker.member_id), last_alert(session, opening.run, opening.at)
    return reminder is not None and (alert is None or reminder[1] > alert[1])


async def hold_until(talk: Talk, opening: Opening, deal_id: int, until: datetime, now: datetime) -> None:
    """Hold the deal until then, and tell its owner."""
    held = await talk.execute("hold", hold, talk.policy, deal_id, until, now)
    if isinstance(held, Stale):
        return await talk.say(held.text)
    when = say_time(held.until, now, talk.policy.zone)
    await talk.say(f"{held.deal.customer}先缓到{when},之后重新计时。", [undo_button(opening.run)], kind="receipt")
    if held.deal.owner_id != talk.speaker.id:
        length = until - now if until - now < DAY else DAY * round((until - now) / DAY)
        text = f"{talk.speaker.name}给{held.deal.customer}多留了{say_span(length)},到{when}。"
        await talk.say(text, kind="receipt", to=held.deal.owner_id)


def hold(session: Session, by: Actor, policy: Policy, deal_id: int, until: datetime, now: datetime) -> Held:
    """Hold the deal, and plan its nudge anew."""
    held = stages.hold(session, by, deal_id, until, now)
    stage_clock.watch(session, policy, deal_id, now)
    return held
