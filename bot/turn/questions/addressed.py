"""To which of the open questions words are said: the one put last, one that waits below it, or that of the evening.

1. What picks a choice of the question put last, or what that question claims, is its answer.
2. What plainly answers another open question goes there: a choice or a claim of one below, an action of the day.
3. Where it may answer the one put last as well, or several others, one tap says which.
Everything else is decided by what the words mean (see words, router); a report about the customer of a question further
down may still complete it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice, SaidWords
from bot.messaging import offers
from bot.turn import names, router, run_stack
from bot.turn.context import TurnContext
from bot.turn.questions import evening, leave
from bot.turn.questions.taking import take
from bot.turn.references import belonging, labels, prompted, standing, topic
from bot.turn.references.belonging import ACTION, REPORT, Waiting
from bot.turn.run_stack import OpenRun
from bot.turn.runs import Runs
from bot.wording import turn as wording
from nlu import leading, replies
from nlu.understanding import Understanding

TAKES_WHAT_IT_CLAIMS = frozenset({"take_exam", "practise"})  # flows whose questions claim what can be said to no other
LONGEST_PICK = 30  # characters of words that pick one of the questions


@dataclass(frozen=True)
class Addressed:
    """An open question that words may answer: how it is given them at once, and the button that does so; `surely` if
    they can be meant for no other."""

    give: Callable[[], None]
    button: Choice
    surely: bool = False


def answered(context: TurnContext, runs: Runs, run: OpenRun | None, text: str, meant: Understanding) -> bool:
    """Whether the words were said to an open question, whatever else they might mean: it is answered, or asked which of
    several is meant. The question of `run` was put last; of one that is too old, a record is still completed by what it
    claims, if nothing was recorded since; so is one that was just left."""
    offer = offers.newest(context.session, context.conversation_id) if len(text) <= LONGEST_PICK else None
    if offer is not None and _left(context, runs, offer, text, meant):
        return True
    top = runs.as_waiting(run)
    if leave.changed(context, runs, text):
        return True
    if evening.picks(context, runs, text, waits=top is not None and not top.is_stale):
        return True
    if run is None:
        return False
    if offer is not None and (place := _picked(offer, text)) is not None:
        take(context, runs, offer, place)
        return True
    if top is None or (top.is_stale and (top.flow != REPORT or _has_recorded(context))):
        return False
    if not top.is_stale and _may_decide_another(context, runs, run, top, text):
        return True
    here = _plainly_to(context, runs, run, top, text, meant, is_top=not top.is_stale)
    if top.is_stale:
        if here is None and not top.is_latest and belonging.names_only(text, meant, top):
            here = _to(
                runs, run, top, text, router.read(text, meant, Asked(context.local_now, top.ask.choices), top.ask)
            )
        if here is not None:
            here.give()
        return here is not None
    found = [one for one in (_evening(context, runs, text, meant),) if one is not None]
    if here is None and not found:
        found = _below(context, runs, run, text, meant)
    may_be_here = found and not found[0].surely and _may_answer(context, top, text, meant)
    if here is None and may_be_here:
        here = _to(runs, run, top, text, None)
    found = [here, *found] if here is not None else found
    if len(found) > 1:
        context.say(wording.WHICH_QUESTION, [one.button for one in found])
        runs.leave(run)
    elif found:
        found[0].give()
    return bool(found)


def _has_recorded(context: TurnContext) -> bool:
    return topic.recent(context.session, context.conversation_id, context.now) is not None


def asked_below(
    context: TurnContext,
    runs: Runs,
    top: OpenRun,
    route: router.Open,
    text: str,
    meant: Understanding,
    whose: Sequence[str],
) -> tuple[OpenRun, router.Route]:
    """The run under `top` whose question a report answers, and that answer; else `top` and `route`."""
    for run, waiting in _others(context, runs, top):
        answer = router.answer_below(text, meant, context.local_now, waiting, whose)
        if not isinstance(answer, NotAnAnswer):
            return run, router.Answer(answer)
    return top, route


def _left(context: TurnContext, runs: Runs, offer: offers.OfferRow, text: str, meant: Understanding) -> bool:
    """Whether the words are the answer to a question that was left with the last message, which is taken up."""
    whose = [choice["params"]["run"] for choice in offer.choices if _is_for_run(choice)]
    row = run_stack.get(context.session, whose[0], context.conversation_id) if len(whose) == 1 else None
    run = runs.load(row) if row is not None and row.status == "set_aside" else None
    waiting = runs.as_waiting(run)
    if row is None or run is None or waiting is None:
        return False
    here = _plainly_to(context, runs, run, waiting, text, meant, is_top=False)
    if here is not None and runs.take_up(row) is not None:
        here.give()
    return here is not None


def _picked(offer: offers.OfferRow, text: str) -> int | None:
    """The choice that the words pick where it was asked, last of all, which question is meant."""
    if len(offer.choices) < 2 or not any(map(_is_for_run, offer.choices)):
        return None
    choices = [Choice(choice["label"], place) for place, choice in enumerate(offer.choices)]
    picked = labels.pick(choices, labels.tidy(text)) or labels.pointed_at(choices, text)
    return None if picked is None else int(picked.answer)


def _is_for_run(choice: Mapping[str, Any]) -> bool:
    """Whether a stored choice gives words that were said to a run."""
    params: Mapping[str, Any] = choice.get("params", {})
    return {"said", "run"} <= params.keys()


def _may_decide_another(context: TurnContext, runs: Runs, run: OpenRun, top: Waiting, text: str) -> bool:
    """Whether words that only agree or refuse, where the question put last takes just that, may be said to what a
    colleague waits for: shown after it, or answered by these very words. Shown last and answered by its own label, it
    is decided; else it is asked which is meant."""
    granted = verdict if (verdict := replies.verdict(text)) is not None else leading.confirms(text)
    decides = [choice.value for choice in top.ask.choices] in ([True, False], [False, True])
    if granted is None or not decides or context.speaker.id is None:
        return False
    plain = labels.tidy(text)
    found = [
        (one, answer)
        for one, answer in standing.decided(
            context.session, context.conversation_id, context.speaker.id, context.now, granted=granted
        )
        if one.last or answer.label.partition("·")[0] == plain
    ]
    if not found or labels.pick(top.ask.choices, plain) is not None:
        return False
    if len(found) == 1 and found[0][0].last and found[0][1].label.partition("·")[0] == plain:
        offer = found[0][1].offer
        runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
        return True
    here = _to(runs, run, top, text, granted)
    context.say(wording.WHICH_QUESTION, [here.button, *(Choice(one.label, opens=one.offer) for _, one in found)])
    runs.leave(run)
    return True


def _below(context: TurnContext, runs: Runs, top: OpenRun, text: str, meant: Understanding) -> list[Addressed]:
    """The questions under that of `top` that the words plainly answer, the newest first."""
    others = [waits for waits in _others(context, runs, top) if not waits[1].is_stale]
    found = [_plainly_to(context, runs, run, waiting, text, meant, is_top=False) for run, waiting in others]
    return [one for one in found if one is not None]


def _others(context: TurnContext, runs: Runs, top: OpenRun) -> list[tuple[OpenRun, Waiting]]:
    loaded = [runs.load(row) for row in run_stack.below(context.session, top.row)]
    return [(run, waiting) for run in loaded if run is not None and (waiting := runs.as_waiting(run)) is not None]


def _plainly_to(
    context: TurnContext,
    runs: Runs,
    run: OpenRun,
    waiting: Waiting,
    text: str,
    meant: Understanding,
    *,
    is_top: bool,
) -> Addressed | None:
    """The question of `run`, if the words pick one of its choices or it claims them; a number picks one of the question
    put last only."""
    ask, plain = waiting.ask, labels.tidy(text)
    picked = None if plain.isdigit() and not is_top else labels.pick(ask.choices, plain)
    if picked is not None:
        return _to(runs, run, waiting, text, picked.answer)
    asked = Asked(context.local_now, ask.choices, waiting.is_latest)
    claimed = ask.claims is not None and ask.claims(context.session, text, meant, asked)
    whose = names.customers_of_contact(context.session, context.speaker, meant) if claimed else ()
    claimed = claimed and not belonging.names_another(meant, ask.about, whose)
    if not claimed and (is_top or not _puts_right(waiting, text, meant)):
        return None
    surely = claimed and waiting.flow in TAKES_WHAT_IT_CLAIMS
    return replace(_to(runs, run, waiting, text, router.read(text, meant, asked, ask)), surely=surely)


def _puts_right(waiting: Waiting, text: str, meant: Understanding) -> bool:
    """Whether the words put right a record that waits, by the name of its customer (不对,宏远那个是赵经理)."""
    corrects = meant.intent == "deny" and not belonging.ANOTHER_INSTEAD.search(text)
    return corrects and waiting.flow == REPORT and belonging.concerns(meant, waiting.ask.about, ())


def _to(runs: Runs, run: OpenRun, waiting: Waiting, text: str, answer: Any) -> Addressed:
    def give() -> None:
        if isinstance(answer, NotAnAnswer):
            runs.not_answered(run, answer.hint or wording.NOT_AN_ANSWER)
        else:
            runs.answer(run, answer)

    label = wording.question_label(waiting.ask.brief or waiting.ask.question)
    return Addressed(give, Choice(label, opens=SaidWords(run.row.flow, text, run.row.id)))


def _evening(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> Addressed | None:
    """The question of the evening, if the words plainly answer it."""
    session, speaker, policy = context.session, context.speaker, context.rules.policy
    found = prompted.prompt(session, context.conversation_id, speaker, policy, context.now)
    if found is None or not prompted.answers_beside(text, meant, found):
        return None
    flow = context.rules.table.by_intent[ACTION]
    button = Choice(wording.OF_TODAY, opens=SaidWords(flow.name, text))
    return Addressed(lambda: evening.report(context, runs, text, meant), button, prompted.none_today(text))


def _may_answer(context: TurnContext, waiting: Waiting, text: str, meant: Understanding) -> bool:
    """Whether the words, which plainly answer another question, may be an answer to this one too."""
    whose = names.customers_of_contact(context.session, context.speaker, meant)
    if belonging.names_another(meant, waiting.ask.about, whose):
        return False
    asked = Asked(context.local_now, waiting.ask.choices, waiting.is_latest)
    return not isinstance(router.read(text, meant, asked, waiting.ask), NotAnAnswer)
