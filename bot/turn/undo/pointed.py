"""Words that point at a record by whose it is: 冉处那个是电话不是开会 puts it right, 六院那个补一下,预算没定 adds.

Of the customer or the contact named, what was recorded today is meant; to an older record words are added by one tap. A
form of that customer which still waits comes first, and takes the words itself.
"""

from __future__ import annotations

from datetime import timedelta

from bot.turn import names
from bot.turn.context import TurnContext
from bot.turn.references import belonging
from bot.turn.references.topic import WINDOW, Recent
from bot.turn.runs import Runs
from bot.turn.undo import correctable, follow_on
from bot.turn.undo.lately import Lately
from nlu import corrections
from nlu.understanding import Understanding
from sales import followups, slot_values
from sales.followups import Saved

BY_DAY = timedelta(days=1)
SHORTEST_NAME = 2  # characters of a part of a contact's name: 冉处
PUTS_RIGHT, GIVES = "deny", "reassign"  # intents
ASIDE = frozenset({belonging.REPORT, PUTS_RIGHT})  # intents of the words that are one with it
READ_AS = "customer_info"  # the intent as which a name is read


def handled(
    context: TurnContext, runs: Runs, waiting: belonging.Waiting | None, text: str, meant: Understanding
) -> bool:
    """Whether the words put right a record that they point at, or were added to it."""
    pointed = corrections.points_at(text)
    others = any(act.intent not in ASIDE for act in meant.more) or meant.intent == GIVES  # 刚才那条给小吴
    if pointed is None or context.speaker.id is None or others:
        return False
    if not pointed.which:
        newest = [thing.fact for thing in context.lately.since(WINDOW) if isinstance(thing.fact, Saved)][:1]
        return waiting is None and bool(newest) and _put_right(context, runs, pointed.rest, newest)
    named = _named(context, pointed.which)
    whose = names.customers_of_contact(context.session, context.speaker, named)
    records = _of_today(context.lately, pointed.which, named, whose)
    about = waiting.ask.about if waiting is not None and not waiting.is_stale else ()
    if about and (belonging.concerns(named, about, whose) or _is_called(pointed.which, about)):
        return False
    if not pointed.adds:
        return bool(records) and _put_right(context, runs, pointed.rest, records)
    older = None if records else _older(context, named, whose)
    if older is not None:
        runs.add_to_record(pointed.rest, Recent((older.customer,), (older.followup_id,)), is_named=True, is_older=True)
    elif records:
        keys = tuple(known.followup_id for known in records)
        runs.add_to_record(pointed.rest, Recent(tuple(known.customer for known in records), keys), is_named=True)
    return older is not None or bool(records)


def _named(context: TurnContext, which: str) -> Understanding:
    return names.within_scope(context.session, context.speaker, context.readings.of(which, READ_AS))


def _of_today(lately: Lately, which: str, named: Understanding, whose: tuple[str, ...]) -> list[Saved]:
    """What was recorded today of whom the words name, the newest of each deal; with the contact named, if there is."""
    things = (
        thing for thing in lately.since(BY_DAY) if thing.at.astimezone(lately.now.tzinfo).date() == lately.now.date()
    )
    today = {thing.fact.followup_id: thing.fact for thing in things if isinstance(thing.fact, Saved)}
    customers = slot_values.words(named.slots, "customer")
    people = slot_values.words(named.slots, "contact") or (() if customers else (which,))
    of_customer = [known for known in today.values() if not customers or known.customer in customers]
    found = [known for known in of_customer if any(_is_called(who, known.followup.contacts) for who in people)]
    if not found and customers:
        found = of_customer
    if not found and whose:
        found = [known for known in today.values() if known.customer in whose]
    return list({known.deal_id: known for known in reversed(found)}.values())[::-1]


def _is_called(called: str, people: tuple[str, ...]) -> bool:
    """Whether one of the people is called so, in part or with more (冉处)."""
    return any(len(called) >= SHORTEST_NAME and (who.startswith(called) or called.endswith(who)) for who in people)


def _put_right(context: TurnContext, runs: Runs, rest: str, records: list[Saved]) -> bool:
    meant = names.within_scope(context.session, context.speaker, context.readings.of(rest, PUTS_RIGHT))
    params = {"followups": [known.followup_id for known in records]}
    runs.open(context.rules.table.by_name[follow_on.CORRECT], text=rest, meant=meant, params=params)
    return True


def _older(context: TurnContext, named: Understanding, whose: tuple[str, ...]) -> Saved | None:
    """The last record of the customer named that is not of today."""
    customers = slot_values.words(named.slots, "customer") or (whose if len(whose) == 1 else ())
    if len(customers) != 1 or context.speaker.id is None:
        return None
    since = context.now - correctable.BY_NAME
    latest = followups.latest(context.session, context.speaker.id, since, customers[0])
    return followups.saved(context.session, latest) if latest is not None else None
