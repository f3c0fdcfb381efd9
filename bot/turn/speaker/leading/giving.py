"""Words that speak of who is to have a customer without giving it to anybody: questions, hearsay, second thoughts; and
a leader who takes note of a late deal by its name. None of them changes whose it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot import access
from bot.access import LEADERS, SELLERS
from bot.turn.references import just_done
from bot.turn.speaker.hearing import SURE, Hearing, marked
from nlu import leaders, leading
from nlu.leaders import COLLEAGUE
from nlu.understanding import Understanding
from sales import customers, slot_values

WHOSE = "customer_info"  # the intent of the question whose a customer is
GIVES, ORDERS, HELP, WISH = "reassign", "instruct", "help", "need_support"
BACK, IF = "give_back", "give_if"  # as reassign is started by them
CLOSED, SPEAKER = "close_deal", "我"
OTHERS_WORDS = frozenset({"hearsay", "quotes"})


def spoken_of_giving(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as a question, a doubt or a note; None where they are none of these."""
    if hearing.speaker.role not in LEADERS | SELLERS or heard.intent == CLOSED:
        return None
    named = _with_customer(heard, hearing) if may_be_told(heard) else heard
    words = marked(named)
    if named.slots.get("person") == SPEAKER:
        words = words.replace(COLLEAGUE, SPEAKER)
    if heard.intent == ORDERS and leaders.remarks("asks_how_to_let", words):
        return replace(heard, intent=HELP, confidence=SURE, slots={}, spans={}, more=())
    if hearing.leads and heard.intent != CLOSED and (everything := _everything(heard, hearing)) is not None:
        return everything
    if (
        not hearing.leads
        and heard.intent != CLOSED
        and leading.wants_customer(heard.text)
        and _is_others(named, hearing)
    ):
        return replace(heard, intent=WISH, confidence=SURE, slots={}, spans={}, more=())
    if "customer" not in named.slots:
        told = hearing.leads and heard.intent == ORDERS and leading.tells_of(words)
        return replace(heard, confidence=0.0, more=()) if told else None
    asks = heard.intent == GIVES and leaders.remarks("asks_handed_over", words)
    if asks or leaders.remarks("leaves_it", words):
        return replace(hearing.read(heard.text, WHOSE), intent=WHOSE, confidence=SURE, more=())
    if not hearing.leads:
        return None
    if heard.intent == WHOSE and leaders.remarks("asks_whether_to_give", words):
        return replace(heard, intent=GIVES, confidence=SURE, more=())
    if leaders.remarks("takes_note_of", words):
        return replace(heard, intent="takes_note", confidence=SURE, more=())
    if leaders.remarks("told_of_giving", words) or leaders.remarks("asks_who_takes", words):
        slots = {"customer": named.slots["customer"]}
        return replace(heard, intent=GIVES, confidence=SURE, slots=slots, factuality=("hearsay",), more=())
    return None


def given_back(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """Customers that are to go back to who had them; None where the words say nothing of it. Where both the customer
    and the colleague are named, it is a hand-over as any other."""
    if hearing.speaker.role not in LEADERS | SELLERS or not leading.may_go_back(heard.text):
        return None
    if not OTHERS_WORDS.isdisjoint(heard.factuality):
        return None
    named = _named(heard, hearing)
    if not leading.gives_back(marked(named)):
        return None
    slots = _only(named, "customer", "person")
    in_full = len(slots) == 2 and len(slot_values.words(slots, "person")) == 1
    if not hearing.leads and not in_full:
        return None
    return replace(named, intent=GIVES if in_full else BACK, confidence=SURE, slots=slots, factuality=(), more=())


def conditional(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """What a leader wants done once something has come about; None where the words name no condition."""
    if not hearing.leads or not leaders.remarks("on_condition", heard.text):
        return None
    if "asks" in heard.factuality or not OTHERS_WORDS.isdisjoint(heard.factuality):
        return None
    named = _named(heard, hearing)
    words = marked(named)
    if not leaders.remarks("on_condition", words) or not leading.gives_if(words):
        return None
    kept = _only(named, "customer", "person", "contact")
    return replace(named, intent=IF, confidence=SURE, slots=kept, more=())


def _only(named: Understanding, *slots: str) -> dict[str, Any]:
    return {slot: value for slot, value in named.slots.items() if slot in slots}


def may_name_them(heard: Understanding) -> bool:
    """Whether the words are read once more for the customers and colleagues in them."""
    if "customer" in heard.slots and "person" in heard.slots:
        return False
    return leading.may_go_back(heard.text) or leaders.remarks("on_condition", heard.text)


def _named(heard: Understanding, hearing: Hearing) -> Understanding:
    """The words with the customers and colleagues that they name, whatever they were taken for."""
    if "customer" in heard.slots and "person" in heard.slots:
        return heard
    read = hearing.read(heard.text, GIVES)
    return read if len(read.spans) >= len(heard.spans.keys() & {"customer", "person"}) else heard


def given_plainly(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A leader's hand-over to a colleague as they are called among themselves (瑞康这条给小胡), or to who got the last
    customer (海川也给他), whatever the words were taken for; None for other words. The customer may be the one just
    spoken of (刚才那条给小胡)."""
    sure = heard.intent == GIVES and heard.confidence >= SURE and "person" in heard.slots
    if not hearing.leads or sure or not leaders.may_give(heard.text):
        return None
    customer = slot_values.word(heard.slots, "customer")
    named = heard if customer is not None else hearing.read(heard.text, GIVES)
    customer = customer or slot_values.word(named.slots, "customer")
    person, spans = slot_values.word(heard.slots, "person"), named.spans
    if person is not None:
        spans = {**spans, "person": heard.spans["person"]}
    words = marked(replace(named, spans=spans))
    if person is None and leaders.remarks("gives_plainly", leaders.with_pronoun(words)):
        person, words = _last_taker(hearing), leaders.with_pronoun(words)
    last = customer is None and leaders.remarks("gives_last", words)
    if person is None or not (last or (customer is not None and leaders.remarks("gives_plainly", words))):
        return None
    slots = {"customer": customer, "person": person} if customer is not None else {"person": person}
    return replace(heard, intent=GIVES, confidence=SURE, slots=slots, more=())


def _last_taker(hearing: Hearing) -> str | None:
    """Who got the customer that the speaker handed over last, just now."""
    if hearing.speaker.id is None:
        return None
    return just_done.handed_to(hearing.session, hearing.speaker.id, hearing.policy, hearing.now)


def on_condition(given: Understanding | None, heard: Understanding) -> Understanding | None:
    """The hand-over `given` by the words; as one that is only supposed where they name a condition or a later time
    (再不联系就转给小吴)."""
    if given is None or not leaders.remarks("on_condition", marked(heard)):
        return given
    return replace(given, factuality=(*given.factuality, "supposes"))


def _is_others(named: Understanding, hearing: Hearing) -> bool:
    """Whether what the words call a customer is none that the speaker sees."""
    said = slot_values.words(named.slots, "customer")
    scope = access.customers(hearing.speaker)
    return not any(customers.find(hearing.session, scope, one) for one in said)


def may_be_told(heard: Understanding) -> bool:
    """Whether the words might tell what somebody said of a customer, and were taken for nothing."""
    return "hearsay" in heard.factuality and "customer" not in heard.slots


def _with_customer(heard: Understanding, hearing: Hearing) -> Understanding:
    order, asked = hearing.read(heard.text, ORDERS), hearing.read(heard.text, WHOSE)
    slots = {**asked.slots, **order.slots, **heard.slots}
    return replace(heard, slots=slots, spans={**asked.spans, **order.spans, **heard.spans})


def _everything(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """All of one colleague's customers for another."""
    if not leading.may_pass(heard.text):
        return None
    order = heard if len(heard.spans_of("person")) > 1 else hearing.read(heard.text, ORDERS)
    names = [order.text[start:end] for start, end in sorted(order.spans_of("person"))]
    words = marked(order)
    if len(names) == 1 and words.find(SPEAKER) > words.find(COLLEAGUE):  # 小周的客户都给我
        names, words = [*names, SPEAKER], words.replace(SPEAKER, COLLEAGUE)
    if len(names) < 2 or "customer" in heard.slots or not leading.passes_everything(words):
        return None
    together = len(names) > 2 and leaders.count_told(order.text, order.spans_of("person")[1:]) == len(names) - 1
    names = names if together else [names[0], names[-1]]  # 给小吴和阿新分
    return replace(heard, intent=GIVES, confidence=SURE, slots={"person": names}, spans={}, more=())
