"""Advancing runs of flows within a turn: opening, answering, going back, cancelling, asking and timing questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.admin import feedback
from bot.conversation import Ask, Call, Execution, Flow, Job, Waiting, before_last_answer
from bot.conversation.messages import Choice, Message, SaidWords
from bot.messaging import jobs, outbox
from bot.messaging.inbound import Media
from bot.turn import names, run_stack
from bot.turn.context import TurnContext
from bot.turn.effects import TurnEffects
from bot.turn.opening import Opening
from bot.turn.references import belonging
from bot.turn.references.topic import FRESH, Recent
from bot.turn.run_stack import OpenRun, RunRow
from bot.turn.speaker.leading.called import with_colleague
from bot.turn.undo import finding
from bot.wording import turn as wording
from nlu import voices
from nlu.schema import schema
from nlu.understanding import Understanding
from scheduler import timers

ASK_TIMEOUT = "ask_timeout"
MOST_PUT = 2  # times that a question is put to words that do not answer it


class Runs:
    """The runs of the conversation that `context` is about. With `hold_questions`, for a message of several acts, new
    questions are put after everything else, the first act's first; with `repeats` the waiting question is asked again
    however often it was."""

    def __init__(self, context: TurnContext) -> None:
        self._context = context
        self._asked: set[int] = set()  # runs whose question has been put in this turn
        self._may_wait = context.situation.waits
        self.hold_questions = False
        self.repeats = False
        self._held: list[RunRow] = []  # runs whose new question is put at the end of the turn

    def open(
        self,
        flow: Flow,
        *,
        text: str = "",
        meant: Understanding | None = None,
        params: Mapping[str, Any] | None = None,
        media: Media | None = None,
        at: datetime | None = None,
    ) -> int | None:
        """Start a flow, with the words and what they mean (`meant`), or with an offer's parameters; `at` is when the
        words were said, if that was before. Returns its run; None where it is not for the speaker, who has been told
        so."""
        context = self._context
        if not flow.admits(context.speaker.roles):
            context.say(wording.not_for_you(flow) if context.speaker.role else wording.HOW_TO_JOIN)
            return None
        params = dict(params or {})
        text = text or str(params.get("said", ""))
        meaning = meant or self._meaning(flow, text, at, chosen="said" in params)
        row = run_stack.start(context.session, context.conversation_id, flow, context.now)
        who, when, hears = context.speaker, at or context.now, context.rules.hears()
        opening = Opening(who, when, text, meaning, params, media, context.address, row.id, hears)
        execution = Execution.open(flow, opening, context.rules.policy)
        effects = context.effects_of(row)
        self._settle(row, execution, execution.resume(effects), effects)
        return row.id

    def add_to_record(self, text: str, recent: Recent, *, is_named: bool = False, is_older: bool = False) -> None:
        """Put words into what was just recorded (`recent`; `is_named`: it was named, `is_older`: and is not of today:
        a tap decides), read as a report whatever they were taken for."""
        context = self._context
        meant = names.within_scope(context.session, context.speaker, context.readings.of(text, belonging.REPORT))
        meant = with_colleague(meant, context.session, context.speaker)
        flow = "add_to_record" if recent.lost_deal is None else "loss_reason"
        params: dict[str, Any] = {"followups": list(recent.followups)} if is_named else {}
        params |= {"older": True} if is_older else {}
        self.open(context.rules.table.by_name[flow], text=text, meant=meant, params=params)

    def take_up(self, row: RunRow) -> OpenRun | None:
        """Have a run that may go on wait for words, before all others; None if it no longer fits the code or its
        question no longer matters, which the person has been told."""
        run_stack.take_up(self._context.session, row, self._context.now)
        self._may_wait = True
        run = self.load(row)
        if run is None or run.question is None or self._matters(run.question):
            return run
        run_stack.close(self._context.session, row, "overtaken")
        self._context.say(wording.QUESTION_CLOSED)
        return None

    def answer(self, run: OpenRun, value: Any) -> None:
        """Give a run what it waits for, if its flow still admits who speaks; else it is closed."""
        self._stop_timer(run)
        if not self._admits(run):
            run_stack.close(self._context.session, run.row, "cancelled")
            return self._context.say(wording.not_for_you(run.execution.flow))
        effects = self._context.effects_of(run.row)
        self._settle(run.row, run.execution, run.execution.answer(run.waiting, value, effects), effects)

    def cancel(self, run: OpenRun | None) -> None:
        """取消."""
        if run is None:
            return self._context.say(wording.NOTHING_OPEN)
        self.drop(run)
        self.repeats = True
        self._context.say(wording.CANCELLED_THE_REST if self._has_saved(run) else wording.CANCELLED)

    def drop(self, run: OpenRun) -> None:
        """Close a run that waits, without a word."""
        self._stop_timer(run)
        self._context.cancel(run.row)

    def back(self, run: OpenRun | None) -> None:
        """返回: ask the question again that was answered last."""
        if run is None:
            return self._context.say(wording.NOTHING_OPEN)
        earlier = before_last_answer(run.execution.journal)
        if earlier is None:
            return self._context.say(wording.NO_WAY_BACK if self._has_saved(run) else wording.FIRST_STEP)
        self._stop_timer(run)
        run_stack.go_back(self._context.session, run.row, len(earlier))
        again = self.load(run.row)
        if again is not None:
            self.put_question(again)

    def waiting(self) -> OpenRun | None:
        """The run whose question waits for words."""
        session, conversation_id = self._context.session, self._context.conversation_id
        while self._may_wait and (row := run_stack.top(session, conversation_id)) is not None:
            run = self.load(row)
            if run is not None and (run.question is None or self._matters(run.question)):
                return run
            if run is not None:
                self._stop_timer(run)
                run_stack.close(session, row, "overtaken")
        self._may_wait = False
        return None

    def is_free(self) -> bool:
        """Whether no question waits for words."""
        run = self.waiting()
        return run is None or self._is_stale(run.row)

    def as_waiting(self, run: OpenRun | None) -> belonging.Waiting | None:
        """The question of a run as the router takes it."""
        if run is None or run.question is None:
            return None
        ask = run.question
        candidates = ask.candidates(self._context.session) if ask.candidates is not None else ()
        latest = outbox.times_put(self._context.session, run.row.id, run.waiting.step) <= 1
        is_old = run.row.updated_at <= self._context.now - FRESH
        return belonging.Waiting(ask, run.row.flow, self._is_stale(run.row), candidates, latest, is_old)

    def load(self, row: RunRow) -> OpenRun | None:
        """The run, replayed; None if it no longer fits the code, which the person has been told."""
        flows = self._context.rules.table.by_name
        loaded = run_stack.load(self._context.session, row, flows, self._context.speaker, self._context.rules.policy)
        if isinstance(loaded, OpenRun):
            return loaded
        flow = flows.get(loaded.flow)
        again = [Choice("接着说这条", opens=SaidWords(flow.name, loaded.said, row.id))] if flow and loaded.said else []
        self._context.say(wording.drifted(loaded.said), again)
        return None

    def ask_again(self) -> None:
        """Put the first question that was held back; else ask the waiting one again, in one line and only once, if
        something else was served in between; one that is too old only on its day."""
        if not self._may_wait:
            return
        if self._held:
            run_stack.turn_to(self._context.session, self._held[0])
        row = run_stack.top(self._context.session, self._context.conversation_id)
        if row is None or row.id in self._asked or run_stack.is_of_another_day(row, self._context.local_now):
            return
        run = self.waiting()
        if run is None or run.row.id in self._asked or not self._admits(run):
            return
        times = outbox.times_put(self._context.session, run.row.id, run.waiting.step)
        if times == 0:
            self.put_question(run)
        elif times == 1 or (self.repeats and not self._is_stale(run.row)):
            self.put_again(run)

    def leave(self, run: OpenRun) -> None:
        """Do not put the question of a run again in this turn."""
        self._asked.add(run.row.id)

    def put_question(self, run: OpenRun) -> None:
        """Say the question that a run waits with."""
        if run.question is not None:
            self._put(run.row, run.question, run.waiting.step, run.question.question)

    def not_answered(self, run: OpenRun, hint: str) -> None:
        """Words were no answer: the question is put once more, then set aside, with what began it as a button."""
        if run.question is None:
            return
        times = outbox.times_put(self._context.session, run.row.id, run.waiting.step)
        if run.question.lasting or times < MOST_PUT:
            return self.put_again(run, hint)
        self._stop_timer(run)
        run_stack.close(self._context.session, run.row, "set_aside")
        flow, said = self._context.rules.table.by_name[run.row.flow], run_stack.said(run.row)
        again = [Choice("接着说这条", opens=SaidWords(flow.name, said, run.row.id))] if said else []
        self._context.say(wording.set_aside(run.question.brief or run.question.question), again)

    def put_again(self, run: OpenRun, hint: str = "") -> None:
        """Say in one line what a run still waits for, with its choices; `hint` is why words were no answer."""
        if run.question is not None:
            short = run.question.brief or run.question.question
            self._put(run.row, run.question, run.waiting.step, wording.again(short, hint))

    def tell_apart(self, run: OpenRun) -> None:
        """Say what tells the choices of a run's question apart; it waits on."""
        if run.question is not None and run.question.difference is not None:
            text = run.question.difference(self._context.session, self._context.now)
            self._put(run.row, run.question, run.waiting.step, text)

    def _admits(self, run: OpenRun) -> bool:
        """Whether whoever speaks may still go on with it: their role may be another one by now."""
        return run.execution.flow.admits(self._context.speaker.roles)

    def _matters(self, question: Ask) -> bool:
        return question.matters is None or question.matters(self._context.session)

    def _is_stale(self, row: RunRow) -> bool:
        return run_stack.is_stale(row, self._context.now, self._context.rules.policy.zone)

    def _meaning(self, flow: Flow, text: str, at: datetime | None = None, *, chosen: bool = False) -> Understanding:
        """What `text` means, said `at` then; `chosen`: the person picked this flow for words that had not been
        understood."""
        context = self._context
        intent = flow.intent if chosen else None
        if intent is not None and intent not in schema().intents:
            intent = belonging.REPORT  # as which what `parse` has no intent for is read
        meaning = names.within_scope(context.session, context.speaker, context.readings.of(text, intent, at))
        if intent is not None and context.speaker.id is not None and not voices.may_tell(text):
            read = context.readings.of(text, at=at)
            if read.intent != meaning.intent or read.confidence < belonging.CLEAR:
                feedback.notice(context.session, context.speaker.id, read, "chosen", context.now, right=meaning)
        return meaning

    def _settle(self, row: RunRow, execution: Execution, waiting: Waiting | None, effects: TurnEffects) -> None:
        effects.keep_change_set(self._context.speaker.id)
        effects.keep_meanwhile(waiting)
        effects.tell_signals()
        run_stack.keep(self._context.session, row, execution, waiting, self._context.now)
        execution.close()
        if waiting is None:
            return
        self._may_wait = True
        match waiting.operation:
            case Ask() as question:
                if self.hold_questions:
                    self._held.append(row)
                else:
                    self._put(row, question, waiting.step, question.question)
                self._start_timer(row, question, waiting.step)
            case Job() | Call() as work:
                self._order(row, work, waiting.step)

    def _put(self, row: RunRow, question: Ask, step: int, text: str) -> None:
        self._context.effects_of(row).put(Message(text, question.choices), step)
        self._asked.add(row.id)

    def _has_saved(self, run: OpenRun) -> bool:
        return finding.has_changes(self._context.session, run.row.id)

    # ---- timers and work of runs

    def _start_timer(self, row: RunRow, question: Ask, step: int) -> None:
        speaker_id = self._context.speaker.id
        if question.within is not None and speaker_id is not None:
            at, payload = self._context.now + question.within, {"run": row.id, "step": step}
            timers.put(self._context.session, _timer_key(row, step), ASK_TIMEOUT, at, speaker_id, payload)

    def _stop_timer(self, run: OpenRun) -> None:
        if run.question is not None and run.question.within is not None:
            timers.cancel(self._context.session, _timer_key(run.row, run.waiting.step))

    def _order(self, row: RunRow, work: Job | Call, step: int) -> None:
        jobs.order(
            self._context.session,
            jobs.key_of(row.id, work.key),
            work.kind,
            work.args,
            self._context.now,
            conversation_id=self._context.conversation_id,
            run_id=row.id,
            step=step,
        )


def _timer_key(row: RunRow, step: int) -> str:
    return f"ask:{row.id}:{step}"
