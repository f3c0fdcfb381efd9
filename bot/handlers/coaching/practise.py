"""陪练: a drill with a simulated customer, from who is played to the card.

What is said is for the customer, whatever else it might mean, but for what only the bot can be told or asked (结束,
提示一下, 说到哪了). Scoring is a step outside the transaction. A drill that nobody goes on with is scored as it went.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin.practice.drilling import LINE, SCORE
from bot.conversation import Ask, Asked, Command, Failed, Flow, Intent, NotAnAnswer, Phrase
from bot.handlers.shared.coaching.recordings import asks_consent, keep_or_drop, take_back
from bot.handlers.shared.coaching.whom import Wanted, another_than, whom
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import drills as wording
from bot.wording.coaching import practice
from bot.wording.coaching import recordings as consent
from bot.wording.offers import Practise
from coaching import casting, customer, drills
from coaching.casting import Wish
from coaching.customer import Line
from coaching.drills import DrillDetail
from coaching.scenarios import Script, scripts
from nlu import drills as words
from nlu.drills import customers, during
from nlu.understanding import Understanding

Reply = dict[str, Any]  # what the rep said: `rep`, and `seconds`, `pauses` and the RECORDED file where it was spoken
RECORDED = "recorded"
TO_BOT = "to_bot"  # what the bot is told or asked instead; see nlu.drills.during
PAUSED_FOR = timedelta(hours=8)  # after which a drill that was paused is scored as far as it went


@dataclass
class Held:
    """A drill as far as it is held: the customer's lines, and the replies to them; `other` are the words that want
    another customer."""

    spoken: list[Line]
    replies: list[Reply]
    other: str | None = None


async def practise(talk: Talk, opening: Opening) -> None:
    wanted = await whom(talk, opening)
    if (other := wanted.another) is not None:
        return await talk.say(practice.each_for_oneself(other.name), [practice.remind_button(other.name)])
    held: Held | None = None
    for number in count():
        part = talk if number == 0 else talk.part(f"other{number}")
        script = casting.cast(scripts()[wanted.script or ""], wanted.wish)
        await begin(part, opening, wanted, script)
        held = await hold(part, opening.run, script, wanted)
        if held is None:
            return
        if held.other is None or held.replies:
            break
        wanted = await part.query("another", another_than, talk.speaker, wanted, held.other, opening.run + number + 1)
    assert held is not None
    if not held.replies:
        return await talk.say(wording.NOTHING_SAID)
    turns = turns_of(held.spoken, held.replies)
    card = await scored(talk, script, wanted, turns)
    now, outcome = await talk.now(), held.spoken[-1].end or "stopped"
    persona = persona_of(script, wanted.wish)
    kept = await talk.execute("keep", keep, script.id, script.title, persona, opening.run, turns, card, outcome, now)
    if isinstance(kept, Stale):
        return await talk.say(wording.GONE)
    picture = wording.card_picture(kept, talk.policy.zone)
    await talk.say(wording.card(kept), wording.card_buttons(kept.fact), attachments=(picture,))


async def begin(talk: Talk, opening: Opening, wanted: Wanted, script: Script) -> None:
    """Say who is played; who speaks for the first time is asked whether recordings are kept."""
    focus = Practise.of(opening.params).focus or wanted.focus
    fits = casting.fits(scripts()[script.id], wanted.wish) or not casting.names_somebody(wanted.wish)
    begins = practice.begins(script, wanted.wish, focus, fits=fits, by_voice=opening.hears)
    if opening.hears and await asks_consent(talk):
        await talk.say(f"{begins}\n{consent.ask(talk.policy.drills.keep_days)}", consent.BUTTONS)
    else:
        await talk.say(begins)


async def hold(talk: Talk, run: int, script: Script, wanted: Wanted) -> Held | None:
    """The talk with the customer up to its end; None where it broke off, which has been said."""
    held = Held([customer.opening_line(script)], [])
    for step in count():
        reply = await reply_to(talk.part(step), script, held)
        if reply is None:
            return held
        if (told := reply.get(TO_BOT)) is not None:
            if told != "redo":
                held.other = reply["words"]
                return held
            if held.replies[-1].get(RECORDED):
                await take_back(talk.part(step), run, len(held.replies))
            del held.spoken[-1], held.replies[-1]
            continue
        held.replies.append(reply)
        if reply.get(RECORDED):
            await keep_or_drop(talk.part(step + 1), run, len(held.replies), reply[RECORDED])
        line = await next_line(talk, step + 1, script, wanted, run, held.replies)
        if line is None:
            return None
        held.spoken.append(line)
        if line.end is not None:
            await talk.say(practice.customer_says(line.text))
            return held
    raise AssertionError("unreachable")


async def reply_to(talk: Talk, script: Script, held: Held) -> Reply | None:
    """What the rep answers to the last line, or that something else is wanted (TO_BOT); None where they end the drill,
    or say nothing more. What only the bot is asked is answered, and the line put again."""
    line, limit = held.spoken[-1], timedelta(minutes=talk.policy.drills.idle_minutes)
    said = practice.customer_says(line.text)
    question, is_paused = said, False
    for number in count():
        answer = await put(talk, f"reply{number}", question, said, PAUSED_FOR if is_paused else limit, is_paused)
        told = "hint" if answer == practice.HINT else answer.get(TO_BOT) if isinstance(answer, dict) else None
        if told is None and answer != practice.GO_ON:
            return answer if isinstance(answer, dict) else None
        if told == "over":
            return None
        if told == "another" or (told == "redo" and held.replies):
            return dict(answer)
        is_paused = told == "pause"
        if is_paused:
            question = practice.PAUSED
        elif told == "redo":
            question = f"{practice.NOTHING_TO_TAKE_BACK}\n{said}"
        elif told is None:
            question = said
        else:
            question = f"{practice.aside(told, talk.policy, script, line, len(held.replies))}\n{said}"
    raise AssertionError("unreachable")


def put(talk: Talk, key: str, question: str, said: str, limit: timedelta, is_paused: bool) -> Ask:
    """Ask for the reply to a line; a drill that is paused takes no words for its customer."""
    if is_paused:
        choices = [practice.GO_ON, practice.END]
        return talk.ask(key, question, choices, read_paused, limit, claims=claims_paused, brief=practice.PAUSED)
    choices = [practice.HINT, practice.END]
    return talk.ask(key, question, choices, read_reply, limit, verbatim=True, brief=said, claims=is_for_bot)


async def next_line(
    talk: Talk, step: int, script: Script, wanted: Wanted, seed: int, replies: Sequence[Reply]
) -> Line | None:
    """What the customer says next; None where that could not be had, which has been said."""
    said = [reply["rep"] for reply in replies]
    args = {"script": script.id, "wish": asdict(wanted.wish), "seed": seed, "replies": said}
    line = await talk.call(f"line{step}", LINE, args, holds_words=True)
    if isinstance(line, Failed):
        await talk.say(wording.NO_LINE)
        return None
    return Line(line["text"], line["end"], line["met"], tuple(line["needs"]))


async def scored(talk: Talk, script: Script, wanted: Wanted, turns: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The card; where it cannot be made, the person has it tried again."""
    for number in count():
        part = talk.part(f"score{number}")
        persona = persona_of(script, wanted.wish)
        args = {"script": script.id, "wish": asdict(wanted.wish), "persona": persona, "turns": list(turns)}
        card = await part.call("card", SCORE, args)
        if not isinstance(card, Failed):
            found: Mapping[str, Any] = card
            return found
        await part.ask("again", wording.SCORES_FAILED, [wording.SCORE_AGAIN])
    raise AssertionError("unreachable")


def read_reply(text: str, _understanding: Understanding, asked: Asked) -> Any:
    """What is said to the customer, and how long that took where it was spoken; or what the bot is told or asked."""
    told = during.said_to_bot(text)
    if told is not None:
        return {TO_BOT: told, "words": text.strip()}
    if asked.spoken is None:
        return {"rep": text.strip()}
    spoken = asked.spoken
    return {"rep": text.strip(), "seconds": spoken.seconds, "pauses": list(spoken.pauses), RECORDED: spoken.key}


def is_for_bot(_session: Session, text: str, _understanding: Understanding, _asked: Asked) -> bool:
    """Whether words are no reply to the customer, whatever else they might mean."""
    return during.said_to_bot(text) is not None


def read_paused(text: str, _understanding: Understanding, _asked: Asked) -> Any:
    """Whether a drill that was paused goes on, or is over."""
    if during.goes_on(text):
        return practice.GO_ON
    return {TO_BOT: "over"} if during.said_to_bot(text) == "over" else NotAnAnswer()


def claims_paused(_session: Session, text: str, _understanding: Understanding, asked: Asked) -> bool:
    """Whether the words just after a drill was paused say that it goes on, whatever else they might mean."""
    return asked.is_latest and during.goes_on(text)


def turns_of(spoken: Sequence[Line], replies: Sequence[Reply]) -> list[Reply]:
    """The drill as it is scored and kept: each line of the customer with what the rep answered."""
    said = ({name: value for name, value in reply.items() if name != RECORDED} for reply in replies)
    turns = [{"customer": line.text, **reply} for line, reply in zip(spoken, said, strict=False)]
    return turns + [{"customer": line.text, "rep": ""} for line in spoken[len(replies) :] if line.end]


def persona_of(script: Script, wish: Wish) -> dict[str, Any]:
    """Whom the customer was played as, with the names and the product where they are somebody of one's own."""
    persona = script.model_dump(include={"industry", "buyer_role", "budget", "temper"})
    named = {"customer": wish.customer, "contact": wish.contact, "product": wish.product}
    return persona | {name: value for name, value in named.items() if value}


def keep(
    session: Session,
    by: Speaker,
    script_id: str,
    title: str,
    persona: Mapping[str, Any],
    run_id: int,
    turns: Sequence[Mapping[str, Any]],
    card: Mapping[str, Any],
    outcome: str,
    now: datetime,
) -> DrillDetail:
    """Keep the drill of who held it."""
    fact = drills.record(session, by.member_id, run_id, script_id, title, persona, turns, card, outcome, now)
    return DrillDetail(fact, persona, turns, card)


FLOW = Flow(
    "practise",
    version=3,
    starts=(
        Command("陪练"),
        Command("对练"),
        Phrase("wants to go on practising", words.wants_on),
        Phrase("wants a customer to be played", customers.wanted),
        Phrase("wants somebody else to practise", customers.wants_for_another),
        Intent("start_drill"),
    ),
    roles=ANY_MEMBER,
    run=practise,
    title="陪练一下",
    offer=Practise,
)
