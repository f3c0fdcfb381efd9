"""What one message does: decided and executed within one transaction (see processor for what surrounds it).

1. The speaker is known from the conversation; messages that may not have arrived are offered again.
2. The router decides: a tap, a command, the answer to the waiting question, a new flow.
3. Runs of flows are moved on; each further act of the message opens its own flow.
4. The waiting question is put again where something else was served in between; else that of the evening.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.conversation import SILENCE, Call
from bot.conversation.messages import Choice
from bot.messaging import inbox, jobs, offers, sends
from bot.messaging.inbound import Media, Said
from bot.messaging.taps import Tap
from bot.turn import asking, contents, names, questions, run_stack, words
from bot.turn.context import TurnContext
from bot.turn.rules import Rules
from bot.turn.runs import Runs
from bot.turn.situation import note_address
from bot.turn.speaker import at_gate
from bot.wording import heard
from bot.wording import turn as wording
from scheduler.sweep import Due
from storage.background import Job

CONTRIBUTES = "contribute_script"  # the intent as which words about a recording are read


def handle(context: TurnContext, said: Said, *, list_kind: str = "", refusal: str = "") -> None:
    """Handle one message. `list_kind`: what the file is that came with it, as far as lists and the library go, or that
    it is too large, which `refusal` says. Raises StillAtWork where it is to be handled later."""
    note_address(context.session, context.situation, context.now)
    if context.situation.has_left:
        # Open forms, buttons and doubtful messages are not for somebody who has left the company.
        return context.say(wording.HOW_TO_JOIN) if context.address else None
    if context.situation.may_have_missed:
        _offer_doubtful(context)
    runs = Runs(context)
    if said.job is not None:
        _work_done(context, runs, said.job)
    elif said.asked is not None:
        return asking.scheduled.answer(context, runs, said.asked)
    elif said.tap is not None:
        _tap(context, runs, said.tap)
    elif said.media is not None:
        _media(context, runs, said, said.media, contents.flow_for(context, said.media, list_kind), refusal)
    else:
        _words(context, runs, said.text or "")
    runs.ask_again()
    questions.evening.put_again(context, runs)


def silence(session: Session, rules: Rules, due: Due) -> None:
    """The time limit of a person's questions has passed (called by the sweep, in its transaction): their flows go on
    with SILENCE. Nothing happens where a question was answered meanwhile."""
    for timer in due.timers:
        conversation_id = inbox.conversation_of_member(session, due.member_id)
        inbox.lock(session, conversation_id)
        run_id, step = timer.payload["run"], timer.payload["step"]
        context = TurnContext.of(session, rules, due.now, conversation_id, f"timer:{run_id}:{step}")
        row = run_stack.get(session, run_id, conversation_id)
        if row is not None and row.status == "waiting" and not context.situation.has_left:
            runs = Runs(context)
            run = runs.load(row)
            if run is not None and run.waiting.step == step:
                runs.answer(run, SILENCE)


def say_still_working(session: Session, rules: Rules, job_id: int, now: datetime) -> None:
    """Say that a slow step (a job's id) is still being worked on, unless it is done by now."""
    job = jobs.result_of(session, job_id)
    if job is not None and job.status == "pending" and job.conversation_id is not None:
        TurnContext.of(session, rules, now, job.conversation_id, f"job:{job_id}").say(wording.STILL_WORKING)


def _offer_doubtful(context: TurnContext) -> None:
    for row in offers.take_doubtful(context.session, context.conversation_id):
        choices = tuple(
            Choice(
                choice["label"], opens=context.rules.table.offered(choice.get("opens", ""), choice.get("params", {}))
            )
            for choice in row.choices
        )
        attachments = sends.attachments_of(row.attachments)
        context.say(wording.maybe_missed(row.text), choices if row.step is None else (), row.image, attachments)


def _heard(context: TurnContext, runs: Runs, said: Said) -> None:
    """Words that were spoken are words; they are shown first as they were heard."""
    if not said.words:
        return context.say(heard.NOT_CLEAR)
    context.say(heard.echo(said.words))
    _words(replace(context, spoken=said.media), runs, said.words)


def _words(context: TurnContext, runs: Runs, text: str) -> None:
    if context.situation.works:
        questions.waiting_words.go_on(context, runs)
    words.handle(context, runs, text)


def _media(context: TurnContext, runs: Runs, said: Said, media: Media, name: str, refusal: str) -> None:
    if media.heard is not None and name == contents.TAKES:
        return _heard(context, runs, said)
    flow = context.rules.table.by_name[name]
    if not flow.admits(context.speaker.roles):
        return context.say(wording.HOW_TO_JOIN)
    text, intent = (media.caption, CONTRIBUTES) if name == contents.SAVES else (media.words, at_gate.NAMED_AS)
    meant = names.within_scope(context.session, context.speaker, context.readings.of(text, intent))
    runs.open(flow, text=text, meant=meant, media=media, params={"refusal": refusal} if refusal else None)


def _tap(context: TurnContext, runs: Runs, data: str) -> None:
    tap = Tap.read(data)
    if tap is not None and tap.run_id is not None and tap.step is not None:
        return _tap_answer(context, runs, tap.run_id, tap.step, tap.option)
    if tap is not None and tap.outbox_id is not None:
        offer = offers.get(context.session, context.conversation_id, tap.outbox_id)
        if offer is not None and tap.option < len(offer.choices):
            return questions.take(context, runs, offer, tap.option)
    context.say(wording.BUTTON_UNKNOWN if context.speaker.role else wording.HOW_TO_JOIN)


def _tap_answer(context: TurnContext, runs: Runs, run_id: int, step: int, option: int) -> None:
    row = run_stack.get(context.session, run_id, context.conversation_id)
    if row is None:
        return context.say(wording.BUTTON_UNKNOWN if context.speaker.role else wording.HOW_TO_JOIN)
    run = None
    if row.may_go_on:
        run = runs.load(row)
        if run is None:
            return None  # it no longer fits the code, which has been said
    if run is None or run.question is None or run.waiting.step != step or option >= len(run.question.choices):
        runs.repeats = True
        return context.say(wording.QUESTION_CLOSED)
    run_stack.take_up(context.session, row, context.now)
    runs.answer(run, run.question.choices[option].answer)


def _work_done(context: TurnContext, runs: Runs, job_id: int) -> None:
    job = jobs.result_of(context.session, job_id)
    row = run_stack.get(context.session, job.run_id, context.conversation_id) if job and job.run_id else None
    if job is None or row is None or row.status != "working":
        return
    run = runs.load(row)
    if run is not None and run.waiting.step == job.step:
        runs.answer(run, _result(job, called=isinstance(run.waiting.operation, Call)))


def _result(job: Job, *, called: bool) -> Any:
    if not called:
        return {"status": job.status, "error": job.last_error, **(job.result or {})}
    return questions.waiting_words.result_of_call(job)
