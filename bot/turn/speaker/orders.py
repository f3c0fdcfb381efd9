"""What a speaker has a colleague told: with 让 and the like, to their face, or, a leader, without (报价今天必须出)."""

from __future__ import annotations

from dataclasses import replace

from bot import access
from bot.turn.speaker.hearing import SURE, Hearing, marked
from nlu import leaders, replies, tickets
from nlu.context import weighs
from nlu.understanding import Span, Understanding
from sales import customers, slot_values

CLEAR = 0.6  # below it the engine itself is not sure
LONGEST_MATTER = 40  # characters before an order that say what it is about; a longer report is none
EDGES = " ，,。.!！"
UNKNOWN = "out_of_scope"
UNTOLD = frozenset({"supposes", "hearsay", "wishes", "quotes"})  # statements that order nothing
TOLD_TO_FACE = frozenset({"instruct", "out_of_scope", "log_followup"})  # readings of 小王你明天把报价发我
# What an order without 让 may be taken for by the engine.
MAY_BE_ORDER = frozenset(
    {
        "log_followup",
        "out_of_scope",
        "customer_info",
        "advance_stage",
        "close_deal",
        "instruct",
        "query_team",
        "my_tasks",
        "log_lead",
        "query_overdue",
        "reopen_deal",
        "cancel",
    }
)


def given_order(heard: Understanding, hearing: Hearing) -> Understanding:
    """The order that the words give to somebody named or just spoken of; the words as they were if they give none."""
    text, leads = heard.text, hearing.leads
    if is_weighed(text):
        return replace(heard, confidence=0.0, more=()) if heard.intent == "instruct" else heard
    named = "person" in heard.slots or any("person" in act.slots for act in heard.more)
    if leads and not named and (leaders.errand(text) or leaders.to_everybody(text)):
        return replace(heard, intent="instruct", confidence=SURE, more=())
    order = leaders.order_to_familiar(text) if leads and heard.intent != "reassign" and not named else None
    if order is not None:
        slots = {**heard.slots, "person": order.whom, "next_action": order.what}
        return replace(heard, intent="instruct", confidence=SURE, slots=slots)
    if (relayed := relay(heard, hearing)) is not None:
        return relayed
    if heard.intent != "reassign" and told_at(heard, leads) is not None:
        return _one_order(heard, hearing)
    spans = heard.spans_of("person")
    what = leaders.told_to_face(text[spans[0][1] :]) if spans and not text[: spans[0][0]].strip("@") else None
    if what is not None and heard.intent in TOLD_TO_FACE:
        slots = {**hearing.read(text, "instruct").slots, "person": slot_values.words(heard.slots, "person")[0]}
        return replace(heard, intent="instruct", confidence=SURE, slots={**slots, "next_action": what}, more=())
    told = slot_values.word(heard.slots, "next_action") if heard.intent == "instruct" and spans else None
    if told and (weighs(text) or leaders.tells_of_order(text[: spans[0][0]], text[spans[0][1] :])):
        return replace(heard, confidence=0.0, more=())
    if told:
        return replace(heard, slots={**heard.slots, "next_action": _with_what_it_is_about(heard, spans[0], told)})
    return heard


def relay(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """What the words have one colleague told, whole from where it begins (给王芳说 …); None for other words."""
    spans = sorted({span for act in (heard, *heard.more) for span in act.spans_of("person")})
    if not spans or weighs(heard.text) or not UNTOLD.isdisjoint(heard.factuality[:1]):
        return None
    before, behind = heard.text[: spans[0][0]], heard.text[spans[0][1] :]
    if leaders.tells_of_order(before, behind) and leaders.relays(before):  # 给戚卫国说过了
        return replace(heard, intent=UNKNOWN, confidence=0.0, slots={}, spans={}, more=())
    what, name = leaders.relayed(before, behind), people_named(heard, spans[0])
    if what is None or name is None or leaders.count_told(heard.text, spans) > 1:
        return None
    order = hearing.read(heard.text, "instruct").slots
    slots = {key: value for key, value in order.items() if key in ("customer", "next_time")}
    slots |= {"person": name, "next_action": what}
    return replace(heard, intent="instruct", confidence=SURE, slots=slots, spans={}, more=())


def is_weighed(text: str) -> bool:
    """Whether an order is only asked about (如果让小周去呢, 让小周去合适吗)."""
    return weighs(text) and text.rstrip(EDGES).endswith(("吗", "么", "呢", "?", "？"))


def bare_order(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """An order without 让 about a customer, to the colleague named or else to whoever follows it."""
    if not hearing.leads or is_weighed(heard.text):
        return None
    if (relayed := relay(heard, hearing)) is not None:
        return relayed
    names = dict.fromkeys(name for act in (heard, *heard.more) for name in slot_values.words(act.slots, "person"))
    named = next((name for act in (heard, *heard.more) for name in slot_values.words(act.slots, "customer")), None)
    may_be = heard.intent in MAY_BE_ORDER or heard.confidence < CLEAR
    along = not names and replies.comes_along(heard.text)
    if along and named is None:
        named = _customer_of_contact(heard, hearing)
    if not may_be or len(names) > 1 or not (names or named) or tickets.urges_department(heard.text):
        return None
    if told_at(heard, leads=True) is not None or not (along or leaders.bare_order(marked(heard))):
        return None
    known = customers.find(hearing.session, access.customers(hearing.speaker), named) if named else ()
    if any(customer.owner_id == hearing.speaker.id for customer in known):
        return None
    order = hearing.read(heard.text, "instruct").slots
    unknown = leaders.order_to_unknown(heard.text) if not names else None
    slots = {key: value for key, value in order.items() if key == "next_time"}
    spans = sorted({span for act in (heard, *heard.more) for span in act.spans_of("person")})
    before, behind = (heard.text[: spans[0][0]], heard.text[spans[0][1] :]) if spans else (heard.text, "")
    what = (before.lstrip("@") + behind.lstrip(EDGES).removeprefix("你")).strip(EDGES)
    slots |= {"next_action": leaders.in_order(what), **({"customer": named} if named else {})}
    slots |= {"person": next(iter(names))} if names else {}
    slots |= {"person": unknown.whom, "next_action": unknown.what} if unknown is not None else {}
    return replace(heard, intent="instruct", confidence=SURE, slots=slots, spans={}, more=())


def price_limit(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A leader's limit of our price for a customer (再降得我批), told to whoever follows it; None for other words, and
    for a customer of the leader's own."""
    if not hearing.leads or "asks" in heard.factuality or not leaders.remarks("limits_price", marked(heard)):
        return None
    named = slot_values.word(heard.slots, "customer")
    known = customers.find(hearing.session, access.customers(hearing.speaker), named) if named else ()
    if not known or any(customer.owner_id == hearing.speaker.id for customer in known):
        return None
    names = slot_values.words(heard.slots, "person")
    slots = {"customer": named, "next_action": heard.text.strip(EDGES), **({"person": names[0]} if names else {})}
    return replace(heard, intent="instruct", confidence=SURE, slots=slots, spans={}, more=())


def _customer_of_contact(heard: Understanding, hearing: Hearing) -> str | None:
    """The only customer that has the contact whom the words name."""
    contact = slot_values.word(heard.slots, "contact")
    found = customers.by_contact(hearing.session, access.customers(hearing.speaker), contact) if contact else ()
    return found[0].name if len(found) == 1 else None


def told_at(heard: Understanding, leads: bool) -> Span | None:
    """Where the colleague is named who is told to do something."""
    acts = (heard, *heard.more)
    for start, end in sorted({span for act in acts for span in act.spans_of("person")}):
        before = marked(heard, upto=start)
        if leaders.tells_of_order(before, heard.text[end:]):
            return None
        if leaders.orders(heard.text[:start]) or (leads and leaders.orders_later(before)):
            return (start, end) if not heard.text.endswith(("了", "过", "吗", "没", "?", "?")) else None
        if any(act.intent == "instruct" and act.spans_of("person")[:1] == [(start, end)] for act in heard.more):
            return (start, end)
    return None


def _told_together(order: Understanding) -> list[str]:
    """Who is told the same: 让小周、小吴把报价发我."""
    names, spans = slot_values.words(order.slots, "person"), order.spans_of("person")
    return list(names[: leaders.count_told(order.text, spans)])


def _one_order(heard: Understanding, hearing: Hearing) -> Understanding:
    """The message as one order: what stands behind the name; where nothing does, what stands before (…,转告小周)."""
    span = told_at(heard, hearing.leads)
    assert span is not None
    order = hearing.read(heard.text, "instruct")
    name = people_named(heard, span) or heard.text[slice(*span)]
    slots = {key: value for key, value in order.slots.items() if key in ("customer", "next_time")}
    what = slot_values.word(order.slots, "next_action") if order.spans_of("person")[:1] == [span] else None
    behind = heard.text[span[1] :].strip(EDGES)
    if not behind:
        what = leaders.before_order(heard.text[: span[0]])
    elif what is None or heard.more:
        what = leaders.order_words(behind)
    if behind and what:
        what = _with_what_it_is_about(heard, span, what)
    together = _told_together(order) if order.spans_of("person")[:1] == [span] else []
    whom = together if len(together) > 1 else name
    slots = {**slots, "person": whom, **({"next_action": what} if what else {})}
    others = tuple(act for act in heard.more if act.intent not in ("instruct", "log_followup"))
    return replace(order, intent="instruct", confidence=SURE, slots=slots, more=others)


def _with_what_it_is_about(heard: Understanding, span: Span, what: str) -> str:
    """What somebody is to do, with what stands before the order: 交期,给个准话; the customer's name alone is told
    beside it."""
    before = leaders.before_name(heard.text[: span[0]])
    if not before or len(before) > LONGEST_MATTER:
        return what
    if not leaders.says_what_about(leaders.before_name(marked(heard, upto=span[0]))):
        return what
    if leaders.says_little(what):
        return heard.text.strip()
    return f"{before}{what}" if before.endswith("边") else f"{before},{what}"


def people_named(heard: Understanding, span: Span) -> str | None:
    """The colleague named at `span`."""
    for act in (heard, *heard.more):
        for place, name in zip(act.spans_of("person"), slot_values.words(act.slots, "person"), strict=False):
            if place == span:
                return name
    return None
