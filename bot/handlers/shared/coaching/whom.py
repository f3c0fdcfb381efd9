"""Whom somebody practises on: what the offer, the words and one's own customers say of it, and what is asked else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.conversation.messages import Choice
from bot.handlers.shared.coaching.described import Described, described, read_whom, says_whom
from bot.handlers.shared.coaching.own_customers import as_played, wish_of
from bot.handlers.shared.library.whom import customer_and_deal, known_of_customer
from bot.turn.opening import Opening, Talk
from bot.turn.questions import practised
from bot.wording.coaching import practice as wording
from bot.wording.offers import Practise
from coaching import casting, drills
from coaching.casting import Wish
from coaching.scenarios import GENERAL, scripts
from nlu import drills as words
from nlu.drills import customers as said
from nlu.understanding import Understanding
from sales import customers, deals, slot_values
from sales.deals import DealFact
from sales.teamwork import people
from sales.teamwork.people import MemberFact

SHOWN = 3  # scenarios or deals that are offered
LATELY = 12  # drills whose scenarios are not offered first


@dataclass(frozen=True)
class Wanted:
    """Whom somebody wants to practise on; `script` is the scenario, None where that is to be asked. `deals`: one of
    these of their own, `own` where they want one and have none. `another`: it is somebody else who is to practise."""

    wish: Wish
    script: str | None = None
    deals: tuple[DealFact, ...] = ()
    own: bool = False
    another: MemberFact | None = None
    focus: str | None = None


async def whom(talk: Talk, opening: Opening) -> Wanted:
    """Whom who speaks practises on, asked where that is not said; without a scenario only where `another` is meant."""
    wanted: Wanted = await talk.query("wanted", wanted_by, talk.speaker, opening)
    if wanted.another is not None or wanted.script is not None:
        return wanted
    if not wanted.deals:
        if wanted.own:
            await talk.say(wording.NO_DEALS)
        wanted = await asked_whom(talk, wanted.wish, opening)
    return await asked_deal(talk, wanted, opening.run) if wanted.script is None else wanted


async def asked_whom(talk: Talk, wish: Wish, opening: Opening) -> Wanted:
    """What the person chooses, or says of the customer they want."""
    offered = casting.offered(scripts().values(), wish, SHOWN + 1, opening.run)
    choices = [*map(wording.scenario_button, offered[:SHOWN]), Choice(wording.ANY, offered[SHOWN].id)]
    answer = await talk.ask(
        "whom",
        wording.ASK_WHOM,
        choices,
        read_whom,
        brief=wording.WHOM,
        claims=says_whom,
        matters=partial(practised.is_newest, opening.run),
    )
    if isinstance(answer, str):
        return Wanted(wish, answer)
    if not {"named", "people", "own"} & answer.keys():
        told = _over(wish, answer)
        return _with_nearest(told, opening.run)
    found: Wanted = await talk.query("own", own_meant, talk.speaker, wish, answer, opening.run)
    if found.script is None and not found.deals:
        await talk.say(wording.NO_DEALS)
        return _with_nearest(found.wish, opening.run)
    return found


async def asked_deal(talk: Talk, wanted: Wanted, seed: int) -> Wanted:
    """Which of one's own deals is practised."""
    buttons = [wording.deal_button(deal) for deal in wanted.deals]
    deal_id = await talk.ask("deal", wording.ASK_DEAL, buttons, matters=partial(practised.is_newest, seed))
    found: Wanted = await talk.query("of_deal", of_deal, talk.speaker, deal_id, seed)
    return found


def wanted_by(session: Session, speaker: Speaker, opening: Opening) -> Wanted:
    """What the offer, the words and the customer under discussion say of whom to practise on."""
    text = opening.text
    if (another := _another(session, speaker, text)) is not None:
        return Wanted(Wish(), another=another)
    offer, latest = Practise.of(opening.params), drills.latest(session, speaker.member_id, LATELY)
    focus, level = offer.focus or said.focus(text), said.level(text)
    again, another_one = words.wants_again(text), offer.other or words.wants_another(text)
    leans = again or another_one or level or focus
    last = offer.scenario or (latest[0].scenario if latest and leans else "")
    before = scripts().get(last)
    then = next((drill for drill in latest if drill.scenario == last), None)
    as_then = as_played(drills.get(session, speaker.members, then.id) if then is not None else None)
    told = described(text, opening.understanding)
    if before is not None and not another_one and not level:
        return Wanted(as_then, before.id, focus=focus)
    wish = _from_offer(told.wish, offer)
    wish = replace(wish, usual=_usual(session, speaker), practised=_practised(last, latest))
    if told.level is not None:
        wish = replace(wish, temper=wish.temper or casting.temper_of(told.level, as_then.temper), anybody=True)
    if before is not None and not (wish.industries or wish.called or wish.roles or wish.objection):
        wish = replace(wish, industries=as_then.industries, called=as_then.called, anybody=True)
    if told.script is not None:
        return Wanted(Wish(temper=wish.temper, budget=wish.budget), told.script, focus=focus)
    if _names_own(opening, told):
        found = _of_own(session, speaker, opening, opening.run)
        if found is not None:
            return replace(found, focus=focus)
        if told.contacts:  # somebody whom the speaker does not have yet, by their own name
            wish = replace(wish, contact=told.contacts[0], anybody=True)
    if told.own:
        found_deals = deals.open_owned(session, speaker.member_id, SHOWN)
        if len(found_deals) == 1:
            return of_deal(session, speaker, found_deals[0].id, opening.run)
        return Wanted(wish, deals=found_deals, own=True, focus=focus)
    return replace(_with_nearest(wish, opening.run) if wish.names_anything else Wanted(wish), focus=focus)


def another_than(session: Session, speaker: Speaker, before: Wanted, text: str, seed: int) -> Wanted:
    """Another customer, as the words want it; of the trade of the one before where they name none."""
    told = described(text, Understanding("", 0.0, {}, {}, text=text))
    was = casting.cast(scripts()[before.script or ""], before.wish)
    wish = replace(told.wish, practised=_practised(was.id, drills.latest(session, speaker.member_id, LATELY)))
    if not (wish.industries or wish.called or wish.roles):
        industries = (was.industry,) if scripts()[was.id].industry != GENERAL else ()
        wish = replace(wish, industries=industries, usual=_usual(session, speaker), anybody=True)
    if told.level is not None:
        wish = replace(wish, temper=casting.temper_of(told.level, was.temper))
    return _with_nearest(wish, seed)


def own_meant(session: Session, speaker: Speaker, wish: Wish, answer: Mapping[str, Any], seed: int) -> Wanted:
    """The customer of one's own whom an answer names, or one's deals; as it was described where it is nobody's."""
    told = _over(wish, answer)
    named, contacts = answer.get("named"), tuple(answer.get("people", ()))
    scope = access.customers(speaker)
    found = [fact for fact in customers.find(session, scope, named) if not fact.near] if named else []
    if not named and contacts:
        found = list(customers.by_contact(session, scope, contacts[0]))
    if len(found) == 1:
        return _with_nearest(wish_of(session, speaker, found[0].id, None, contacts), seed)
    if answer.get("own"):
        return Wanted(told, deals=deals.open_owned(session, speaker.member_id, SHOWN), own=True)
    told = told if told.names_anything else replace(told, called=named or "", roles=contacts or told.roles)
    return _with_nearest(told, seed)


def of_deal(session: Session, speaker: Speaker, deal_id: int, seed: int) -> Wanted:
    """A deal of one's own, as a drill; its customer as such where it is gone."""
    deal = deals.get(session, access.deals(speaker), deal_id)
    if deal is None:
        return _with_nearest(Wish(anybody=True), seed)
    return _with_nearest(wish_of(session, speaker, deal.customer_id, deal.id, ()), seed)


def _another(session: Session, speaker: Speaker, text: str) -> MemberFact | None:
    who = said.for_another(text)
    found = [member for member in people.find(session, who) if member.active] if who else []
    return found[0] if found and found[0].id != speaker.id else None


def _names_own(opening: Opening, told: Described) -> bool:
    """Whether the words may name a customer of one's own: by name, by a contact, or as the one spoken of."""
    slots = opening.understanding.slots
    by_contact = "contact" in slots and not told.wish.called and not told.wish.industries
    return "customer" in slots or by_contact or said.is_this(opening.text)


def _of_own(session: Session, speaker: Speaker, opening: Opening, seed: int) -> Wanted | None:
    customer_id, deal_id = customer_and_deal(session, speaker, opening)
    if customer_id is None:
        return None
    contacts = slot_values.words(opening.understanding.slots, "contact")
    wish = wish_of(session, speaker, customer_id, deal_id, contacts)
    _, roles = known_of_customer(session, speaker, opening)
    told = described(opening.text, opening.understanding).wish
    wish = replace(
        wish,
        roles=wish.roles or roles,
        objection=told.objection or wish.objection,
        temper=told.temper,
        budget=told.budget or wish.budget,
    )
    return _with_nearest(wish, seed)


def _with_nearest(wish: Wish, seed: int) -> Wanted:
    return Wanted(wish, casting.nearest(scripts().values(), wish, seed).id)


def _from_offer(wish: Wish, offer: Practise) -> Wish:
    """A wish with what an offer says of the customer besides."""
    industries = tuple(filter(None, map(said.trade_of, _parts(offer.industry))))
    called = "" if industries or wish.industries else next(iter(_parts(offer.industry)), "")
    return replace(
        wish,
        industries=wish.industries or industries,
        called=wish.called or called,
        roles=wish.roles or _parts(offer.buyer_role),
        objection=wish.objection or offer.objection,
    )


def _over(wish: Wish, answer: Mapping[str, Any]) -> Wish:
    """A wish with what an answer says instead."""
    known = {each.name for each in fields(Wish)}
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in answer.items() if value}
    values: dict[str, Any] = vars(wish) | {name: value for name, value in told.items() if name in known}
    return Wish(**values)


def _usual(session: Session, speaker: Speaker) -> tuple[str, ...]:
    """The scenarios' trades of one's own customers."""
    industries = deals.open_industries(session, speaker.member_id)
    return tuple(dict.fromkeys(filter(None, map(said.trade_of, industries))))


def _practised(last: str, latest: tuple[drills.DrillFact, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*([last] if last else []), *(drill.scenario for drill in latest)]))


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(part for part in joined.split("、") if part)
