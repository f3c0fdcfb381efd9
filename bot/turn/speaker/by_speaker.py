"""Words that are read by who says them: `parse` knows neither the speaker nor who was spoken of.

A leader's 让他明天去 is an order, 再给两天 more time for a deal, 放弃吧 advice; a rep's 沈姐帮我跟一下 is a wish for
help; 陈静手上几单 asks about a colleague; who is told to look after a customer gets it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.access import ANY_MEMBER, LEADERS, SALES, SELLERS
from bot.turn.speaker.at_gate import about_gate
from bot.turn.speaker.contact_told import contact_told
from bot.turn.speaker.department_asked import asked_outright, department_asked
from bot.turn.speaker.hearing import SURE, Hearing, marked
from bot.turn.speaker.leading.called import told_leader, with_colleague
from bot.turn.speaker.leading.covering import COVERS, covering
from bot.turn.speaker.leading.giving import conditional, given_back, given_plainly, on_condition, spoken_of_giving
from bot.turn.speaker.leading.going import going_or_coming
from bot.turn.speaker.leading.more_time import asked_of_leader, more_time
from bot.turn.speaker.leading.of_people import OF_MANY, asks_about_people, changes_limits
from bot.turn.speaker.of_leads import of_leads
from bot.turn.speaker.orders import bare_order, given_order, is_weighed, price_limit, told_at
from bot.turn.speaker.part_named import with_part
from bot.turn.speaker.planned import talk_planned
from bot.turn.speaker.roles_told import roles_told
from bot.turn.speaker.shared_told import shared_told
from nlu import corrections, following, leaders, leading, questions, replies, tickets
from nlu.context import points_back
from nlu.leaders import COLLEAGUE
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import slot_values
from sales.teamwork import people

SPEAKER, SCRIPTS = "我", "find_script"
ACTION = "daily_action"
ORDER, FIGURE, FACT = "instruct", "query_funnel", "customer_info"  # intents as which words are read for their slots
_ASKS = frozenset({"query_overdue", "query_team", "customer_info", "my_tasks", "out_of_scope", "query_funnel"})
_MAY_GIVE = frozenset({"log_followup", "out_of_scope", "reassign", "instruct", "snooze"})
OF_MEMBER: tuple[leaders.Remark, ...] = ("how_is", "asks_order", "asks_team", "member_figures")
_ASKS_LEAVE: tuple[leaders.Remark, ...] = ("asks_leave", "asks_who_approves", "asks_support")
OTHERS = ANY_MEMBER - SALES
OF_A_DEAL = frozenset(
    {"log_followup", "customer_info", "check_payment", "check_shipment", "check_stock", "advance_stage", "close_deal"}
)
# What a question about one customer may be taken for by the engine.
UNSURE = frozenset({"log_followup", "out_of_scope", "query_health", "query_overdue", "customer_info"})
MAY_END = frozenset({"close_deal", "out_of_scope", "cancel", "deny", "confirm"})
READ_HERE = COVERS | frozenset(  # intents that `parse` does not know
    {"need_support", "give_up", "who_follows", "own_figures", "add_contact", "buying_role", "shared_contact"}
    | {"tickets_in_hand", "person_leaves", "membership", "takes_note", "ask_leads", "share_leads", "plan_step"}
    | {"show_files", "stage_history", "answer_gate", "decide_override", "name_holder", "wrong_file", "may_enter"}
    | {"give_back", "give_if", "place_member", "reason_told", "take_leave", "change_limit"}
    | {*OF_MANY.values(), "who_is_away", "my_orders", "wishes_of", "weigh_snooze"}
)


def read_by_speaker(understanding: Understanding, hearing: Hearing) -> Understanding:
    """What the words mean, said by this speaker."""
    heard = with_colleague(_with_names(with_part(understanding, hearing), hearing), hearing.session, hearing.speaker)
    if (limits := changes_limits(heard, hearing)) is not None:
        return limits
    if heard.intent == "raise_ticket" and not heard.more and tickets.asks_nothing(heard.text):
        return replace(heard, intent="tickets_in_hand", confidence=SURE)
    if hearing.speaker.role in OTHERS and not hearing.speaker.admin:
        return _from_another_department(heard)
    if corrections.moves_record(heard.text) and "customer" in (read := hearing.read(heard.text, "deny")).slots:
        return replace(read, intent="deny", confidence=SURE, more=())
    if heard.intent == ORDER and following.drops_reminder(heard.text):  # 不提醒了 我叫刘洋去
        return replace(heard, intent="cancel_reminder", confidence=SURE, slots={}, spans={}, more=())
    if heard.intent == REFUSAL and replies.keeps_off_record(heard.text):
        return replace(heard, confidence=SURE, slots={}, spans={}, more=())
    if (upward := told_leader(heard, hearing)) is not None:
        return upward
    if about := about_gate(heard, hearing) or asks_about_people(heard, hearing) or of_leads(heard, hearing):
        return about
    if (told := price_limit(heard, hearing) or roles_told(hearing.speaker, heard, hearing.read)) is not None:
        return told
    told = contact_told(hearing.session, hearing.speaker, heard, hearing.read)
    if (told := told or shared_told(hearing.speaker, heard, hearing.read)) is not None:
        return told
    if hearing.speaker.role in SELLERS and heard.intent != ACTION and replies.announces_action(heard.text):
        return replace(hearing.read(heard.text, ACTION), intent=ACTION, confidence=SURE, more=())
    led = talk_planned(heard, hearing) or conditional(heard, hearing) or covering(heard, hearing)
    led = led or given_back(heard, hearing) or more_time(heard, hearing) or going_or_coming(heard, hearing)
    led = led or given_plainly(heard, hearing)
    if (led := led or asked_outright(heard, hearing)) is not None:
        return led
    if hearing.speaker.role in SELLERS and any(leaders.remarks(asked, marked(heard)) for asked in _ASKS_LEAVE):
        return asked_of_leader(heard)
    if (to_department := department_asked(heard, hearing)) is not None:
        return to_department
    if (spoken := spoken_of_giving(heard, hearing)) is not None:
        return spoken
    if leaders.remarks("asks_leader", heard.text) and people.named_team(hearing.session, heard.text) is not None:
        return replace(heard, intent="query_team", confidence=SURE, slots={}, spans={}, more=())
    if (asked := _one_fact(heard, hearing) or _question(heard, hearing)) is not None:
        return asked
    ordered = bare_order(heard, hearing)
    if ordered is None and "asks" in heard.factuality and heard.intent != "reassign":
        tells = is_weighed(heard.text) or (hearing.leads and told_at(heard, leads=True) is not None)
        return given_order(heard, hearing) if tells else heard
    return (
        ordered
        or _wish(heard, hearing)
        or _time_given(heard, hearing)
        or on_condition(_hand_over(heard, hearing), heard)
        or given_order(heard, hearing)
    )


def _with_names(understanding: Understanding, hearing: Hearing) -> Understanding:
    """What was taken for nothing of the bot's has no slots: the names of an order in it are read."""
    if not may_name_colleague(understanding):
        return understanding
    named = hearing.read(understanding.text, ORDER)
    return replace(understanding, slots=named.slots, spans=named.spans)


def may_name_colleague(heard: Understanding) -> bool:
    """Whether the words were taken for nothing of the bot's, and might be an order to a colleague."""
    if heard.intent == SCRIPTS:
        return leaders.remarks("calls_to_account", heard.text)
    if "person" not in heard.slots and leaders.remarks("may_be_figures", heard.text):
        return True
    if heard.intent != REFUSAL or heard.slots:
        return False
    return leaders.may_order(heard.text) or leaders.bare_order(heard.text) or leading.may_leave(heard.text)


def _from_another_department(heard: Understanding) -> Understanding:
    """Who sees no deals asks who looks after a customer, or tells how something stands; their tasks are tickets."""
    if told_at(heard, leads=False) is not None or leaders.remarks("who_follows", heard.text):
        asks = leaders.remarks("who_follows", heard.text)
        return replace(heard, intent="who_follows" if asks else "instruct", confidence=SURE, more=())
    if heard.intent == "my_tasks":
        return replace(heard, intent="tickets_in_hand", more=())
    puts_off = heard.intent == "snooze" and "customer" in heard.slots and "提醒" not in heard.text
    of_a_deal = heard.intent in OF_A_DEAL or puts_off or (heard.intent == "out_of_scope" and "customer" in heard.slots)
    return replace(heard, intent="who_follows", confidence=SURE, more=()) if of_a_deal else heard


def _question(heard: Understanding, hearing: Hearing) -> Understanding | None:
    text, speaker = heard.text, hearing.speaker
    own = {**heard.slots, "person": heard.slots.get("person", speaker.name)}
    late = heard.intent == "query_overdue" and heard.confidence >= SURE
    if (leaders.remarks("team_load", text) and not late) or leaders.remarks("own_record", text):
        slots = own if leaders.remarks("own_record", text) else heard.slots
        return replace(heard, intent="query_team", confidence=SURE, slots=slots)
    if leaders.remarks("team_done", text) and "customer" not in heard.slots and speaker.role in LEADERS:
        return replace(hearing.read(text, "query_team"), confidence=SURE, more=())
    if speaker.role in LEADERS and heard.confidence < SURE and "customer" not in heard.slots and _of_days(text):
        return replace(heard, intent="query_team", confidence=SURE, more=())
    if "customer" in heard.slots and heard.intent in UNSURE and leaders.remarks("about_customer", marked(heard)):
        return replace(heard, intent="customer_info", confidence=SURE, more=())
    about_member = "person" in heard.slots and "customer" not in heard.slots and speaker.role in LEADERS
    if about_member and any(leaders.remarks(asked, marked(heard)) for asked in OF_MEMBER):
        return replace(heard, intent="query_team", confidence=SURE, more=())
    about_own = "person" not in heard.slots and (SPEAKER in text and "我们" not in text)
    if heard.intent in _ASKS and leaders.asks_deals_in_hand(text) and ("person" in heard.slots or about_own):
        return replace(heard, intent="query_team", confidence=SURE, slots=own)
    return None


def _of_days(text: str) -> bool:
    """Whether a leader wants to know what was reported of a day."""
    return leaders.remarks("not_reported", text) or leaders.remarks("daily_actions", text)


def _one_fact(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A question for one fact of a customer, or for a figure of the speaker's own work."""
    if not may_ask_fact(heard):
        return None
    read = hearing.read(heard.text, FIGURE)
    if questions.own_figure(read) is not None and heard.slots.keys().isdisjoint({"customer", "contact"}):
        return replace(read, intent="own_figures", confidence=SURE, more=())
    read = hearing.read(heard.text, FACT)
    fact = questions.fact_of_customer(read)
    named = not read.slots.keys().isdisjoint({"customer", "contact", "product"})
    of_nobody = read.slots.keys().isdisjoint({"person", "stage"}) and questions.topic_of(heard.text) is None
    about_topic = points_back(heard.text) or (fact in questions.OF_TOPIC and of_nobody)
    if fact is None or not (named or about_topic):
        return None
    return replace(read, intent="customer_info", confidence=SURE, more=())


def may_ask_fact(heard: Understanding) -> bool:
    """Whether the words might ask for one fact."""
    return questions.may_ask(heard.text) and not heard.more and questions.asks(heard.text)


def _wish(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A rep's wish for help; a leader's advice to give a deal up."""
    words = marked(heard)
    if hearing.speaker.role in SELLERS and leaders.remarks("wishes_help", words):
        return replace(heard, intent="need_support", confidence=SURE, more=())
    if hearing.leads and heard.intent in MAY_END and leaders.remarks("advises_end", words):
        return replace(heard, intent="give_up", confidence=SURE, more=())
    return None


def _time_given(heard: Understanding, hearing: Hearing) -> Understanding | None:
    if not hearing.leads or heard.intent not in _MAY_GIVE or not leaders.remarks("gives_time", marked(heard)):
        return None
    given = hearing.read(heard.text, "snooze")
    if "duration" not in given.slots and "next_time" not in given.slots:
        return None
    return replace(given, intent="snooze", confidence=SURE, more=())


def _hand_over(heard: Understanding, hearing: Hearing) -> Understanding | None:
    if hearing.speaker.role not in LEADERS | SELLERS:
        return None
    persons = heard.spans_of("person")
    if heard.intent == "reassign" and len(persons) > 1:
        return _each_to_its_own(heard) or _to_whom_it_goes(heard)
    if heard.intent == "reassign":
        return heard if persons or not _takes_over(heard, hearing) else _given_to(heard, SPEAKER)
    words = marked(heard)
    if persons and leaders.cared_for_by(words):
        return _to_whom_it_goes(_given_to(heard))
    if leaders.remarks("gives_away", words):
        return _given_to(heard)
    return _given_to(heard, SPEAKER) if _takes_over(heard, hearing) and "customer" in heard.slots else None


def _takes_over(heard: Understanding, hearing: Hearing) -> bool:
    return hearing.leads and leaders.remarks("takes_over", heard.text)


def _given_to(heard: Understanding, person: str | None = None) -> Understanding:
    """The words as those of a hand-over, to this person where they name none."""
    kept = {slot: value for slot, value in heard.slots.items() if slot in ("customer", "person", "product")}
    slots = {**kept, "person": person} if person else kept
    return replace(heard, intent="reassign", confidence=SURE, slots=slots, more=())


def _to_whom_it_goes(heard: Understanding) -> Understanding:
    """Of several people, the one that the customer goes to is named behind 归 or 给, stands where 让…跟 has its name,
    or is named last."""
    names, spans = slot_values.words(heard.slots, "person"), heard.spans_of("person")
    for name, (start, end) in reversed(list(zip(names, spans, strict=False))):
        placed = heard.text[:start] + COLLEAGUE + heard.text[end:]
        if leaders.goes_to(heard.text[:start]) or leaders.cared_for_by(placed):
            return replace(heard, slots={**heard.slots, "person": name})
    return replace(heard, slots={**heard.slots, "person": names[-1]}) if names else heard


def _each_to_its_own(heard: Understanding) -> Understanding | None:
    """One hand-over for each customer, to the colleague named behind it; None where they do not stand in pairs."""
    whose = list(zip(heard.spans_of("customer"), slot_values.words(heard.slots, "customer"), strict=False))
    takers = list(zip(heard.spans_of("person"), slot_values.words(heard.slots, "person"), strict=False))
    acts = []
    for place, customer in whose:
        taker = next((name for span, name in takers if span[0] >= place[1]), None)
        if taker is None:
            return None
        acts.append(replace(heard, slots={"customer": customer, "person": taker}, spans={}, more=()))
    if len({act.slots["person"] for act in acts}) < 2:
        return None
    return replace(acts[0], more=tuple(acts[1:]))
