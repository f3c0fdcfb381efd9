"""What others' words in a message would do, which by themselves they never do, and the speaker's own beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.access import SALES
from bot.turn.acts import acts_of
from bot.turn.context import TurnContext
from bot.turn.references.belonging import CLEAR, REPORT, Waiting
from bot.turn.speaker.by_speaker import ACTION, FACT
from nlu import library, voices
from nlu.library import hits
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import slot_values

NODS = frozenset({"confirm", "deny", "cancel", "undo"})  # intents of words that only answer
IDLE = frozenset({"confirm", "cancel"})  # those that mean nothing where no question waits
CHANGES_DEAL = frozenset({"advance_stage", "close_deal", "reopen_deal", "reassign", "give_up", "decide_override"})
ORDERS = frozenset({"instruct", "raise_ticket", "set_reminder", "snooze", "cancel_reminder", "hold_deal"})
TELLS = frozenset(
    {"add_contact", "shared_contact", "person_leaves", "membership", "share_leads", "need_support", ACTION}
)
AT_GATE = frozenset({"answer_gate", "name_holder", "wrong_file", "takes_note"})
ROLE = "buying_role"
DONE_BY: dict[voices.Form, frozenset[str]] = {  # intents that words of each form have, and yet do not do
    "retold": CHANGES_DEAL - {"reassign"} | NODS,  # a hand-over that was only heard of is asked about by its own flow
    "quoted": CHANGES_DEAL | NODS | ORDERS | TELLS | AT_GATE,
    "copied": CHANGES_DEAL | NODS | ORDERS | TELLS | AT_GATE | {ROLE},
}
NAMED = ("customer", "contact", "person", "product", "buyer_role")
SAME = ("customer", "stage", "person")  # slots by which two acts are the same
DATA = frozenset({REPORT, "log_lead"})  # flows whose questions take what others said

Mean = Callable[[str], Understanding]  # what words mean, said by the speaker


@dataclass(frozen=True)
class Others:
    """Of a message in which others speak: the speaker's `own` words, where these are to be followed, else what the
    others' words would do (`acts`; none: they tell or ask something), and who says them, where that is known. `retold`:
    in the speaker's words, by which they may answer a department as well."""

    own: str = ""
    acts: Sequence[Understanding] = ()
    speaker: str = ""
    retold: bool = False


def heard(context: TurnContext, text: str, waiting: Waiting | None, mean: Mean) -> Others | None:
    """Others' words in a message that must not be taken for the speaker's; None where all may be handled as said."""
    if context.speaker.role not in SALES or not voices.may_tell(text):
        return None
    if library.judges_item(text) or hits.asks_of_it(text):  # what stands in quotation marks is a title
        return None
    meant = mean(text)
    told = _told(context, text, meant)
    if told is None:
        return None
    own = acts_of(mean(told.own)) if told.own else ()
    ordered = [act for act in own if act.intent in DONE_BY["copied"] and act.confidence >= CLEAR]
    not_done = DONE_BY[told.form] - (
        {"instruct"} if context.speaker.leads and told.speaker and told.form != "copied" else set()
    )
    acts = [act for act in acts_of(meant) if act.intent in not_done and not any(_same(act, one) for one in ordered)]
    if ordered:
        nods = ordered[0].intent in IDLE or (ordered[0].intent == "deny" and ordered[0].slots.keys() <= {*NAMED})
        idle = waiting is None and nods  # 他没空,改天再说; 他说是民营的 没有立项这一说
        answers_nothing = meant.intent == REPORT and (idle or "amount" in meant.slots)  # 他要两台 金额改成31万
        return Others(told.own) if acts or (ordered[0].intent in NODS and not answers_nothing) else None
    if not acts and meant.intent == REFUSAL:
        acts = [act for act in acts_of(mean(told.theirs)) if act.intent in not_done and act.confidence >= CLEAR]
    if acts:
        return Others(acts=acts, speaker=told.speaker, retold=told.form == "retold")
    as_said = told.form == "retold" or meant.intent == REPORT or _takes_words(waiting)
    return None if as_said else Others(speaker=told.speaker)


def _told(context: TurnContext, text: str, meant: Understanding) -> voices.Told | None:
    named = meant if any(slot in meant.slots for slot in NAMED) else context.readings.of(text, FACT)
    people = [text[start:end] for slot in ("contact", "person") for start, end in named.spans_of(slot)]
    names = [text[start:end] for slot in NAMED for start, end in named.spans_of(slot)]
    return voices.told(text, people, names, context.speaker.name)


def _same(act: Understanding, ordered: Understanding) -> bool:
    """Whether an act is the one that the speaker orders in their own words, of whom only the others may name."""
    return act.intent == ordered.intent and all(
        slot_values.words(act.slots, slot) == slot_values.words(ordered.slots, slot)
        for slot in SAME
        if slot in ordered.slots or slot == "stage"
    )


def _takes_words(waiting: Waiting | None) -> bool:
    """Whether a question waits that takes any words as what they are, and decides nothing by them."""
    return waiting is not None and not waiting.is_stale and (waiting.flow in DATA or not waiting.ask.choices)
