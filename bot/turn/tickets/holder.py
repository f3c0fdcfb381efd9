"""What somebody who has tickets in hand says: it answers, passes on or asks back; afterwards it adds to that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import access
from bot.access import SALES
from bot.conversation.messages import Choice
from bot.turn.context import TurnContext
from bot.turn.references import belonging
from bot.turn.references.belonging import VERY_CLEAR
from bot.turn.runs import Runs
from bot.turn.tickets import held_back
from bot.turn.tickets.away import went
from bot.turn.tickets.naming import RAISES, departments, handed_to, person_handed_to, short_names
from bot.turn.tickets.other_words import names_another, something_else
from bot.turn.tickets.shown import Shown, last_shown
from bot.wording.departments import tickets as wording
from bot.wording.offers import AnswerTicket, AskBack, PassTicket, ShowTickets
from bot.wording.turn import small_talk
from nlu import leading
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import slot_values, tickets
from sales.tickets import TicketFact

SHOWN = 4
SHORTEST = 4  # characters of words that may add to an answer
POINTED = re.compile(
    r"(?:那个|这个|那张|关于)(?P<what>[\u4e00-\u9fffA-Za-z0-9]{2,8}?)(?:的事|的)?"
    r"(?=可以|不|能|要|做|得|没|先|[,,。 ]|$)"
)
SHOWS = ShowTickets.flow
Offered = AnswerTicket | AskBack | PassTicket


def said(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether the words are about a ticket that the speaker has in hand, or has dealt with."""
    held = tickets.with_member(context.session, context.speaker.member_id)
    shown = last_shown(context.session, context.conversation_id, context.now)
    serves = context.speaker.role not in SALES  # whose only business here are tickets
    if serves and _asks_or_is_away(context, runs, held, shown, text):
        return True
    last = [ticket for ticket in held if ticket.id in (shown.lately if serves else shown.tickets)]
    named = _named(context, held, text, meant) if serves else []
    about: Sequence[TicketFact] = named or last or (held if serves else [])
    if not about and serves and (reading.not_ours(text) or reading.passes(text)) and not shown.lately:
        runs.open(context.rules.table.by_name[SHOWS], text=text)  # there is none to be passed on
        return True
    if not about:
        return not held and _may_add(context, runs, shown, text, meant)
    to_owner = [one for one in about if one.owner in slot_values.words(meant.slots, "person")]
    if to_owner and meant.intent == "instruct":
        one, words = to_owner[0], text.strip()
        asks = reading.begins_with_order(words, one.owner) or reading.asks(words)
        step = one.step.id
        return _open(
            context, runs, AskBack(step, reading.asked_back(words)) if asks else AnswerTicket(step, words), text
        )
    spoken_of: Sequence[TicketFact] = ()
    given = [key for key in handed_to(context, text) if key != about[0].step.department]
    person = person_handed_to(context, text)
    moves = (
        bool(given)
        or person is not None
        or reading.passes(text) is not None
        or reading.not_ours(text)
        or meant.intent == RAISES
    )
    comes = reading.is_interim(text, about[0].text)
    if not (moves or comes) and something_else(context, meant, [one.customer or "" for one in about]):
        return False
    if not named and names_another(context, about, meant):
        return False
    if serves and not named and not moves:
        spoken_of = held_back.spoken_of(held, text)
        about = spoken_of or about
        if not spoken_of and held_back.tells_of_another(about, text):
            return _asks_whether(context, about, text, meant)
    if not (named or last or moves) and not spoken_of:
        return _asks_whether(context, about, text, meant)
    if len(about) == 1:
        waits = held_back.waiting(context)
        words = held_back.joined(waits, about[0], text) if waits else text.strip()
        _open(context, runs, meant_by(context, about[0], words, meant), text)
        held_back.ask_again(context, waits, about[0])
        return True
    short = short_names(context, about)
    choices = [
        Choice(f"工单{one.id}·{short.get(one.id, one.owner)}", opens=meant_by(context, one, text.strip(), meant))
        for one in about
    ]
    context.say(wording.WHICH_IN_HAND, choices)
    return True


def meant_by(context: TurnContext, ticket: TicketFact, words: str, meant: Understanding | None = None) -> Offered:
    """What whoever has a ticket in hand says of it; `meant` is what the words were understood as."""
    step = ticket.step.id
    passes, asked = reading.passes(words), reading.asks(words)
    if reading.asks_owner(words):  # 问下库容多大, not 我问下采购
        return AskBack(step, reading.asked_back(words))
    if reading.is_interim(words, ticket.text) and (asked or "我" in words[:2]):  # 能多给我半天吗, 我去找下研发
        return AnswerTicket(step, words)
    if passes == "next":
        following = tickets.next_served(context.session, context.rules.policy, ticket, access.superior)
        return PassTicket(step, following.department if following is not None else None, words)
    if (person := person_handed_to(context, words)) is not None and person.member_id != ticket.owner_id:
        department = person.department if person.department not in SALES else ticket.step.department
        return PassTicket(step, department, words, person.member_id)
    raises = meant is not None and meant.intent == RAISES and not asked
    given = handed_to(context, words)
    others = [one for one in (*departments(context, words), *given) if one != ticket.step.department]
    if (given and others) or passes == "department" or reading.not_ours(words) or (raises and others):
        return PassTicket(step, others[-1] if others else None, words)
    return AskBack(step, reading.asked_back(words)) if asked else AnswerTicket(step, words)


def _asks_or_is_away(context: TurnContext, runs: Runs, held: Sequence[TicketFact], shown: Shown, text: str) -> bool:
    """Whether the words ask what there is to do, or how a ticket stands that the speaker has dealt with; or say that
    they are away."""
    if reading.is_away(text) or leading.own_leaving(text):
        return went(context, runs, held, text)
    if reading.asks_pending(text):
        runs.open(context.rules.table.by_name[SHOWS], text=text)
        return True
    done = [key for key in shown.lately if key not in {one.id for one in held}]
    if not held and done and reading.asks_progress(text) and not reading.of_what(text):
        runs.open(context.rules.table.by_name[SHOWS], text=text, params=ShowTickets(done[0]).params)
        return True
    return False


def _named(context: TurnContext, held: Sequence[TicketFact], text: str, meant: Understanding) -> list[TicketFact]:
    """The tickets in hand about the customer, or the thing, that the words name (恒泰那个接口可以做)."""
    said, short = slot_values.words(meant.slots, "customer"), short_names(context, held)
    of_customer = [
        one
        for one in held
        if one.id in short and (short[one.id] in text or any(word in (one.customer or "") for word in said))
    ]
    if len(of_customer) == 1 or said:
        return of_customer
    pointed = POINTED.search(text)
    of_thing = [one for one in of_customer or held if pointed is not None and pointed["what"] in one.text]
    return of_thing or of_customer


def _asks_whether(context: TurnContext, about: Sequence[TicketFact], text: str, meant: Understanding) -> bool:
    """Ask whether words said long after a ticket came are its answer."""
    if len(text.strip()) < SHORTEST or small_talk(text) is not None or belonging.acknowledges(text):
        return False
    short = short_names(context, about)
    choices = [
        Choice(f"是,工单{one.id}·{short.get(one.id, one.owner)}", opens=meant_by(context, one, text.strip(), meant))
        for one in about
    ]
    context.say(wording.whether_meant(about), [*choices, Choice("不是", opens=ShowTickets(about[0].id))])
    return True


def _may_add(context: TurnContext, runs: Runs, shown: Shown, text: str, meant: Understanding) -> bool:
    """Whether words after an answer, or after it was passed on, are about it: what puts it right or goes on from it is
    added, what wonders about it shows it; others that mean nothing else (那得排到一月) are offered to be added."""
    me, lately = context.speaker.member_id, shown.lately
    ticket = tickets.get(context.session, lately[0]) if lately and context.speaker.role not in SALES else None
    step = tickets.last_word_of(context.session, ticket.id, me) if ticket is not None and ticket.is_open else None
    if ticket is None or step is None:
        return False
    if _passes_again(context, runs, ticket, step, text):
        return True
    talks = belonging.acknowledges(text) or reading.is_seen(text) or small_talk(text) is not None
    is_short = len(text.strip()) < SHORTEST and not reading.decides(text)
    if talks or is_short or names_another(context, [ticket], meant):
        return False
    flow = context.rules.table.by_intent.get(meant.intent)
    if flow is not None and flow.only_answers and meant.confidence >= VERY_CLEAR:  # 这个月漏斗
        return False
    if reading.wonders(text):
        runs.open(context.rules.table.by_name[SHOWS], text=text, params=ShowTickets(ticket.id).params)
        return True
    if ticket.id in shown.newest and reading.adds(text):
        return _open(context, runs, AnswerTicket(step, text.strip()), text)
    if something_else(context, meant, ()) and not (meant.intent == RAISES and not ticket.is_answered_by(me)):
        return False
    to = ticket.owner if ticket.is_answered_by(me) else ticket.step.member
    choices = [
        Choice(f"补给{to}", opens=AnswerTicket(step, text.strip())),
        Choice("不用", opens=ShowTickets(ticket.id)),
    ]
    context.say(wording.whether_to_add(ticket, to), choices)
    return True


def _passes_again(context: TurnContext, runs: Runs, ticket: TicketFact, step: int, text: str) -> bool:
    """Whether who has dealt with it has it passed on: it is there already, or goes on from their answer."""
    passes = reading.passes(text)
    to = [*departments(context, text), *handed_to(context, text)] if passes != "next" else []
    if passes is None and not handed_to(context, text):
        return False
    if ticket.step.is_open and (passes == "next" or ticket.step.department in to):
        context.say(wording.is_there(context.rules.policy, ticket), [Choice("看看", opens=ShowTickets(ticket.id))])
        return True
    if ticket.step.is_open or ticket.step.id != step:
        return False
    following = tickets.next_served(context.session, context.rules.policy, ticket, access.superior)
    next_one = following.department if passes == "next" and following is not None else None
    others = [one for one in to if one != ticket.step.department]
    return _open(context, runs, PassTicket(step, others[-1] if others else next_one), text)


def _open(context: TurnContext, runs: Runs, offer: Offered, text: str) -> bool:
    runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
    return True
