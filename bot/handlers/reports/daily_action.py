"""今日最有效客户动作: a seller reports the most effective customer action of the day. 今日最有效动作:约到孙总当面演示

In answer to the question of the evening (words or a tap), or by itself at any time of the day. It is short: longer
words come back as a suggestion, to take or to say anew. It is about one customer, asked for where two may be meant. A
later one takes its place. It belongs to the day it was asked on, which ends at midnight; no deal's time starts anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from bot import access
from bot.access import SELLERS, Speaker
from bot.conversation import Asked, Command, Flow, Intent, NotAnAnswer, Phrase
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.named_time import day_named
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references.belonging import ASKS, REPORT, REPORTING
from bot.turn.references.prompted import flaw_of, known_today, most_characters
from bot.wording.buttons import undo_button
from bot.wording.offers import ReportAction
from bot.wording.reports import daily as wording
from bot.wording.values import say_date
from nlu import actions, replies
from nlu.context import is_nod
from nlu.understanding import Understanding
from sales import customers, daily_actions, followups, slot_values
from sales.customers import CustomerFact

MOST_MEANT = 4  # customers of whom one is asked for
NOBODY = "unlinked"
NAMES = frozenset({"customer", "contact"})
BEGINS = ("今日动作", "有效动作", "今日最有效动作", "今日最有效客户动作", "报动作")


async def daily_action(talk: Talk, opening: Opening) -> None:
    offer = ReportAction.of(opening.params)
    today = opening.at.astimezone(talk.policy.zone).date()
    late = replies.action_of_yesterday(opening.text) if offer.day is None else None
    if late is not None:
        past = day_named(opening.text, opening.at.astimezone(talk.policy.zone), asks_back=True)
        log = Choice("记一条跟进", opens=SaidWords(REPORT, late))
        return await talk.say(wording.CLOSED.format(day=say_date(past, today)), [log])
    day = date.fromisoformat(offer.day) if offer.day is not None else today
    if day != today:
        return await talk.say(wording.CLOSED.format(day=say_date(day, today)))
    said, meant = opening.text, opening.understanding
    text = offer.text or words_of(meant)
    if offer.none or (offer.text is None and replies.no_action(said)):
        return await keep(talk, opening, day, None, said, None)
    if text is None:
        meant = await ask(talk, day)
        said, text = meant.text, meant.text.strip()
        if replies.no_action(text):
            return await keep(talk, opening, day, None, said, None)
    attempt, most = 0, await talk.query("most", most_characters, talk.policy)
    while daily_actions.count(text) > most:
        attempt += 1
        shorter = daily_actions.cut(text, most)
        question = wording.too_long(daily_actions.count(text), most, shorter)
        answer = await talk.ask(
            f"shorter{attempt}", question, [Choice(wording.TAKE, shorter)], read_shorter, brief="今天的有效动作用哪句?"
        )
        if isinstance(answer, Understanding):
            text, meant = words_of(answer) or answer.text.strip(), with_names(answer, meant)
        else:
            text = answer
    customer = offer.customer if offer.text is not None else await customer_meant(talk, meant)
    await keep(talk, opening, day, text, said or text, customer)


async def ask(talk: Talk, day: date) -> Understanding:
    """What the action was, of somebody who began with 今日动作."""
    member = talk.speaker.member_id
    before = await talk.query("before", daily_actions.get, member, day)
    most = await talk.query("at_most", most_characters, talk.policy)
    known = await talk.query("known", known_today, talk.policy, member, day)
    choices = [
        Choice(wording.short(one.text), Understanding(REPORT, 1.0, {"customer": one.customer}, {}, text=one.text))
        for one in known
    ]
    none = Choice(wording.NONE, Understanding("", 1.0, {}, {}, text=wording.NONE))
    answer: Understanding = await talk.ask("action", wording.ask(before, most), [*choices, none], read_action)
    return answer


def words_of(meant: Understanding) -> str | None:
    """The action itself, without what announces it; None where only that is said."""
    return slot_values.word(meant.slots, "text")


def with_names(answer: Understanding, before: Understanding) -> Understanding:
    """What was said anew, about whom it was before where it names nobody."""
    named = {slot: value for slot, value in before.slots.items() if slot in NAMES}
    return answer if NAMES & answer.slots.keys() else replace(answer, slots={**answer.slots, **named})


def read_action(text: str, understanding: Understanding, asked: Asked) -> Understanding | NotAnAnswer:
    """An action in any words; questions, orders and nods are none."""
    if flaw_of(text, understanding) is not None:
        return NotAnAnswer("有效动作要今天的、自己做成的。")
    asks = is_nod(text) or not {*understanding.factuality} <= REPORTING or ASKS.search(text)
    if asks and not replies.no_action(text):
        return NotAnAnswer("有效动作说一句就行。")
    return understanding if understanding.text else replace(understanding, text=text)


def read_shorter(text: str, understanding: Understanding, asked: Asked) -> Understanding | str | NotAnAnswer:
    """The suggested words, where those said take them (就用短的那个); else an action as `read_action`, by itself where
    it is said to come in the place of the other (换成:…)."""
    if actions.takes_offered(text):
        return str(asked.choices[0].answer)
    instead = replies.replaces_action(text)
    if instead is None:
        return read_action(text, understanding, asked)
    words = instead[0].strip()
    return replace(understanding, slots={**understanding.slots, "text": words})


async def customer_meant(talk: Talk, meant: Understanding) -> int | None:
    """The customer that the words are about; asked for by a tap where two fit, None where nobody or too many do."""
    fitting = await talk.query("fitting", fitting_customers, talk.speaker, meant)
    if len(fitting) <= 1:
        return fitting[0].id if fitting else None
    choices = [Choice(customer.name, customer.id) for customer in fitting] + [Choice("都不是", NOBODY)]
    answer = await talk.ask("whose", "说的是哪家?", choices)
    return None if answer == NOBODY else int(answer)


def fitting_customers(session: Session, speaker: Speaker, meant: Understanding) -> tuple[CustomerFact, ...]:
    """The customers in scope that the words name, else those with such a contact; none where there are too many."""
    scope = access.customers(speaker)
    found: dict[int, CustomerFact] = {}
    for named in slot_values.words(meant.slots, "customer"):
        found |= {known.id: known for known in customers.find(session, scope, named) if not known.near}
    if not slot_values.words(meant.slots, "customer"):
        for contact in slot_values.words(meant.slots, "contact"):
            found |= {known.id: known for known in customers.by_contact(session, scope, contact)}
    return tuple(found.values()) if len(found) <= MOST_MEANT else ()


async def keep(talk: Talk, opening: Opening, day: date, text: str | None, said: str, customer: int | None) -> None:
    """Keep it, unless the day is over by now, and say so; with an offer to log it, where it was not logged today."""
    now = await talk.now()
    today = now.astimezone(talk.policy.zone).date()
    if day != today:
        return await talk.say(wording.CLOSED.format(day=say_date(day, today)))
    kept = await talk.execute("keep", daily_actions.keep, day, text, said or wording.NONE, customer, now)
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    buttons = [undo_button(opening.run)]
    about = kept.action.customer
    if text is not None and about is not None:
        start = datetime.combine(day, datetime.min.time(), talk.policy.zone)
        logged = await talk.query("logged", followups.latest, talk.speaker.member_id, start, about)
        if logged is None:
            words = text if about in said or text in said else f"{about}:{text}"
            buttons.append(Choice("也记一条跟进", opens=SaidWords(REPORT, words)))
    await talk.say(wording.receipt(kept), buttons, kind="receipt")


FLOW = Flow(
    "daily_action",
    version=1,
    starts=(
        *(Command(word) for word in BEGINS),
        Intent("daily_action"),
        Phrase("no_action_today", replies.no_action_today),
        Phrase("action_of_yesterday", replies.reports_late),
    ),
    roles=SELLERS,
    run=daily_action,
    title="报今天的有效动作",
    offer=ReportAction,
)
