"""陪练: a drill with a simulated customer, from who is played to the card.

What is said is for the customer, whatever else it might mean; 结束 ends, 提示一下 helps. Scoring is a step outside the
transaction. A drill that nobody goes on with is scored as far as it went.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin.practice.drilling import LINE, SCORE
from bot.conversation import Asked, Command, Failed, Flow, Intent, NotAnAnswer, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.coaching.recordings import asks_consent, keep_or_drop
from bot.handlers.shared.library.whom import customer_and_deal, known_of_customer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import drills as wording
from bot.wording.coaching import recordings as consent
from bot.wording.offers import Practise
from coaching import casting, customer, drills
from coaching.casting import Wish
from coaching.customer import Line
from coaching.drills import DrillDetail
from coaching.scenarios import Script, scripts
from nlu import drills as words
from nlu.context import NO_OBJECTION
from nlu.understanding import Understanding
from sales import deals, followup_history, slot_values

SHOWN = 3  # scenarios that are offered
Reply = dict[str, Any]  # what the rep said: `rep`, and `seconds`, `pauses` and the RECORDED file where it was spoken
RECORDED = "recorded"
LATELY = 12  # drills whose scenarios are not offered first


@dataclass(frozen=True)
class Wanted:
    """Whom somebody wants to practise on; `script` is the scenario, None where that is to be asked."""

    wish: Wish
    script: str | None = None


async def practise(talk: Talk, opening: Opening) -> None:
    wanted: Wanted = await talk.query("wanted", wanted_by, talk.speaker, opening)
    if wanted.script is None:
        wanted = await asked_whom(talk, wanted.wish, opening.run)
    script = casting.cast(scripts()[wanted.script or ""], wanted.wish)
    focus = Practise.of(opening.params).focus
    begins = wording.begins(script, focus, near=casting.fits(script, wanted.wish), by_voice=opening.hears)
    if opening.hears and await asks_consent(talk):
        await talk.say(f"{begins}\n{consent.ask(talk.policy.drills.keep_days)}", consent.BUTTONS)
    else:
        await talk.say(begins)
    spoken, replies = [customer.opening_line(script)], list[Reply]()
    while spoken[-1].end is None:
        reply = await reply_to(talk.part(len(replies)), spoken[-1])
        if reply is None:
            break
        replies.append(reply)
        if reply.get(RECORDED):
            await keep_or_drop(talk.part(len(replies)), opening.run, len(replies), reply[RECORDED])
        line = await next_line(talk, script, opening.run, replies)
        if line is None:
            return
        spoken.append(line)
    else:
        await talk.say(wording.customer_says(spoken[-1].text))
    if not replies:
        return await talk.say(wording.NOTHING_SAID)
    turns = turns_of(spoken, replies)
    card = await scored(talk, script, turns)
    now, outcome = await talk.now(), spoken[-1].end or "stopped"
    kept = await talk.execute("keep", keep, script.id, persona_of(script), opening.run, turns, card, outcome, now)
    if isinstance(kept, Stale):
        return await talk.say(wording.GONE)
    picture = wording.card_picture(kept, talk.policy.zone)
    await talk.say(wording.card(kept), wording.card_buttons(kept.fact), attachments=(picture,))


async def asked_whom(talk: Talk, wish: Wish, opening_run: int) -> Wanted:
    """What the person chooses, or says of the customer they want."""
    offered = casting.offered(scripts().values(), wish, SHOWN + 1, opening_run)
    choices = [*map(wording.scenario_button, offered[:SHOWN]), Choice(wording.ANY, offered[SHOWN].id)]
    answer = await talk.ask("whom", wording.ASK_WHOM, choices, read_wish, brief=wording.WHOM)
    if isinstance(answer, str):
        return Wanted(wish, answer)
    told = replace(
        wish,
        industries=tuple(answer["industries"]) or wish.industries,
        roles=tuple(answer["roles"]) or wish.roles,
        objection=answer["objection"],
        temper=answer["temper"],
        budget=answer["budget"],
    )
    return Wanted(told, casting.ranked(scripts().values(), told)[0].id)


async def reply_to(talk: Talk, line: Line) -> Reply | None:
    """What the rep answers to a line; None where they end the drill, or say nothing more."""
    said, limit = wording.customer_says(line.text), timedelta(minutes=talk.policy.drills.idle_minutes)
    question = said
    for number in count():
        answer = await talk.ask(
            f"reply{number}", question, [wording.HINT, wording.END], read_reply, limit, verbatim=True, brief=said
        )
        if answer == wording.HINT:
            question = wording.hint(line.needs)
            continue
        return answer if isinstance(answer, dict) else None
    raise AssertionError("unreachable")


async def next_line(talk: Talk, script: Script, seed: int, replies: Sequence[Reply]) -> Line | None:
    """What the customer says next; None where that could not be had, which has been said."""
    args = {"script": script.id, "temper": script.temper, "seed": seed, "replies": [reply["rep"] for reply in replies]}
    line = await talk.call(f"line{len(replies)}", LINE, args)
    if isinstance(line, Failed):
        await talk.say(wording.NO_LINE)
        return None
    return Line(line["text"], line["end"], line["met"], tuple(line["needs"]))


async def scored(talk: Talk, script: Script, turns: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The card; where it cannot be made, the person has it tried again."""
    for number in count():
        part = talk.part(f"score{number}")
        args = {"script": script.id, "persona": persona_of(script), "turns": list(turns)}
        card = await part.call("card", SCORE, args)
        if not isinstance(card, Failed):
            found: Mapping[str, Any] = card
            return found
        await part.ask("again", wording.SCORES_FAILED, [wording.SCORE_AGAIN])
    raise AssertionError("unreachable")


def wanted_by(session: Session, speaker: Speaker, opening: Opening) -> Wanted:
    """What the offer, the words and the customer under discussion say of whom to practise on."""
    offer, slots = Practise.of(opening.params), opening.understanding.slots
    latest = drills.latest(session, speaker.member_id, LATELY)
    again, another = words.wants_again(opening.text), offer.other or words.wants_another(opening.text)
    last = offer.scenario or (latest[0].scenario if latest and (again or another) else "")
    before = scripts().get(last)
    if before is not None and not another:
        return Wanted(Wish(), before.id)
    known = of_customer(session, speaker, opening) if "customer" in slots else Wish()
    told = wish_in(opening.text, opening.understanding)
    wish = replace(
        told,
        industries=told.industries or _parts(offer.industry) or known.industries,
        roles=told.roles or _parts(offer.buyer_role) or known.roles,
        objection=told.objection or offer.objection or known.objection,
        budget=told.budget or known.budget,
        practised=tuple(dict.fromkeys([*([last] if last else []), *(drill.scenario for drill in latest)])),
    )
    if before is not None and not wish.names_anything:
        wish = replace(wish, industries=(before.industry,))
    return Wanted(wish, casting.ranked(scripts().values(), wish)[0].id if wish.names_anything else None)


def of_customer(session: Session, speaker: Speaker, opening: Opening) -> Wish:
    """The customer whom the words name, as they are: their industry, the contact's post, the sum and the last objection
    of the deal."""
    industry, roles = known_of_customer(session, speaker, opening)
    _, deal_id = customer_and_deal(session, speaker, opening)
    deal = deals.get(session, speaker.deals, deal_id) if deal_id is not None else None
    last = followup_history.latest_of_deals(session, [deal.id]).get(deal.id) if deal is not None else None
    objections = last.objections if last is not None else ()
    return Wish(
        (industry,) if industry else (),
        tuple(roles),
        next((objection for objection in objections if objection != NO_OBJECTION), None),
        budget=deal.amount_fen // 100 if deal is not None and deal.amount_fen else None,
    )


def wish_in(text: str, understanding: Understanding) -> Wish:
    """What words say of whom to practise on."""
    slots = understanding.slots
    budget = slots.get("budget")
    budget = budget[-1] if isinstance(budget, list) else budget
    objections = slot_values.words(slots, "objection")
    return Wish(
        industries=slot_values.words(slots, "industry"),
        roles=slot_values.words(slots, "buyer_role"),
        objection=objections[0] if objections else None,
        temper=words.temper(text),
        budget=round(budget) if isinstance(budget, int | float) else None,
    )


def read_wish(text: str, understanding: Understanding, _asked: Asked) -> Any:
    """The fields of a wish that the words give."""
    told = wish_in(text, understanding)
    if not told.names_anything:
        return NotAnAnswer(wording.NOT_READ)
    return asdict(told)


def read_reply(text: str, _understanding: Understanding, asked: Asked) -> Any:
    """What is said to the customer, and how long that took where it was spoken; that the drill is over; that one is
    stuck."""
    if words.ends(text):
        return wording.END
    if words.asks_hint(text):
        return wording.HINT
    if asked.spoken is None:
        return {"rep": text.strip()}
    spoken = asked.spoken
    return {"rep": text.strip(), "seconds": spoken.seconds, "pauses": list(spoken.pauses), RECORDED: spoken.key}


def turns_of(spoken: Sequence[Line], replies: Sequence[Reply]) -> list[Reply]:
    """The drill as it is scored and kept: each line of the customer with what the rep answered."""
    said = ({name: value for name, value in reply.items() if name != RECORDED} for reply in replies)
    turns = [{"customer": line.text, **reply} for line, reply in zip(spoken, said, strict=False)]
    return turns + [{"customer": line.text, "rep": ""} for line in spoken[len(replies) :] if line.end]


def persona_of(script: Script) -> dict[str, Any]:
    """Whom the customer was played as."""
    return script.model_dump(include={"industry", "buyer_role", "budget", "temper"})


def keep(
    session: Session,
    by: Speaker,
    script_id: str,
    persona: Mapping[str, Any],
    run_id: int,
    turns: Sequence[Mapping[str, Any]],
    card: Mapping[str, Any],
    outcome: str,
    now: datetime,
) -> DrillDetail:
    """Keep the drill of who held it."""
    title = scripts()[script_id].title
    fact = drills.record(session, by.member_id, run_id, script_id, title, persona, turns, card, outcome, now)
    return DrillDetail(fact, persona, turns, card)


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(part for part in joined.split("、") if part)


FLOW = Flow(
    "practise",
    version=3,
    starts=(
        Command("陪练"),
        Command("对练"),
        Phrase("wants to go on practising", words.wants_on),
        Intent("start_drill"),
    ),
    roles=ANY_MEMBER,
    run=practise,
    title="陪练一下",
    offer=Practise,
)
