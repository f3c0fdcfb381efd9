"""What one message does: decided and carried out within one transaction (see processor for what is around it).

A `Turn` identifies who speaks, lets the router decide, moves runs of flows on, and at the end asks the waiting
question again where something else was served in between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, update
from sqlmodel import Session

from bot.access import STRANGER, Speaker, has_left, speaker_in
from bot.admin import feedback
from bot.conversation.flow import Flow
from bot.conversation.journal import SILENCE, before_last_answer
from bot.conversation.messages import Choice, Media, Message, Offer, Said, SaidWords
from bot.conversation.runner import Execution, Waiting
from bot.conversation.talk import Ask, Job, Opening
from bot.messaging import inbox, jobs, outbox
from bot.turn import names, router, run_stack, undo
from bot.turn.effects import TurnEffects
from bot.wording import turn as wording
from config.policy import Policy
from nlu.understanding import Understanding
from scheduler import timers
from scheduler.worktime import Worktime
from storage.background import Audit
from storage.conversations import Run
from storage.people import Identity
from storage.statements import execute, table_of

ASK_TIMEOUT = "ask_timeout"
NUMBER = re.compile(r"[0-9]{1,15}")  # longer ones no database knows
LONGEST_LABEL = 24  # of a button that somebody may type instead of tapping it
SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Rules:
    """What does not change from turn to turn."""

    table: router.FlowTable
    policy: Policy
    worktime: Worktime


@dataclass(frozen=True)
class Heard:
    inbox_id: int
    conversation_id: int
    said: Said
    understanding: Understanding
    channel: str
    address: str
    at: datetime


@dataclass
class Turn:
    session: Session
    rules: Rules
    now: datetime
    understand: Callable[..., Understanding]
    conversation_id: int = 0
    speaker: Speaker = STRANGER
    address: tuple[str, str] | None = None
    cause: str = ""
    _asked: set[int] = field(default_factory=set)
    _may_wait: bool = True

    def take(self, heard: Heard) -> None:
        """Handle one message."""
        self._stand_for(heard.conversation_id, f"inbox:{heard.inbox_id}")
        if heard.address:
            self.address = (heard.channel, heard.address)
            self._seen_here()
        if self.speaker is STRANGER and has_left(self.session, heard.conversation_id):
            # Their forms, buttons and what may not have arrived are no longer theirs.
            return self._say(wording.HOW_TO_JOIN) if heard.address else None
        self._offer_doubtful()
        said = heard.said
        if said.job is not None:
            self._job_done(said.job)
        elif said.tap is not None:
            self._tap(said.tap)
        elif said.media is not None:
            self._media(said.media)
        else:
            self._words(said.text or "", heard.understanding)
        self._ask_again()

    def silence(self, conversation_id: int, run_id: int, step: int) -> None:
        """The time limit of a question has passed; nothing happens if it was answered meanwhile."""
        inbox.lock(self.session, conversation_id)
        self._stand_for(conversation_id, f"timer:{run_id}:{step}")
        row = run_stack.get(self.session, run_id, conversation_id)
        if row is not None and row.status == "waiting":
            run = self._load(row)
            if run is not None and run.waiting.step == step:
                self._answer(run, SILENCE)

    # ---- who and where

    def _stand_for(self, conversation_id: int, cause: str) -> None:
        self.conversation_id, self.cause = conversation_id, cause
        self.speaker = speaker_in(self.session, conversation_id)

    def _seen_here(self) -> None:
        channel, place = self.address or ("", "")
        seen = {"at": channel, "place": place, "before": self.now - SEEN_EVERY, "last_seen_at": self.now}
        execute(self.session, _SEEN, seen)

    # ---- what was said

    def _words(self, text: str, understanding: Understanding) -> None:
        run = self._top()
        if self.speaker.role is None and run is None:
            return self._stranger(text)
        if trouble := wording.unreadable(text):
            return self._say(trouble)
        understanding = names.within_scope(self.session, self.speaker, understanding)
        typed = run is None and len(text) <= LONGEST_LABEL
        offer = outbox.newest_offer(self.session, self.conversation_id) if typed else None
        labels = [choice["label"] for choice in offer.choices] if offer else []
        way = router.route(
            text, understanding, self.rules.table, self._local_now(), run.question if run else None, labels
        )
        self._go(way, run, offer, text, understanding)

    def _go(
        self,
        way: router.Route,
        run: run_stack.OpenRun | None,
        offer: outbox.Offer | None,
        text: str,
        meant: Understanding,
    ) -> None:
        match way:
            case router.Answer(value=value) if run is not None:
                self._answer(run, value)
            case router.TapOffer(index=index) if offer is not None:
                self._take_offer(offer, index)
            case router.Open(flow=flow, rest=rest):
                self._open(flow, text=text, meant=meant, params={"rest": rest} if rest else {})
            case router.Cancel():
                self._cancel(run)
            case router.Back():
                self._back(run)
            case router.AskAgain(hint=hint) if run is not None:
                self._question(run.row, run.question, run.waiting.step, hint or wording.NOT_AN_ANSWER)
            case router.NotYet(intent=intent):
                self.session.add(Audit(at=self.now, member_id=self.speaker.id, what="not_yet", subject=intent))
                self._say(self.rules.table.not_yet[intent])
            case router.Unclear(readings=readings):
                self._say(
                    wording.unclear(text), [Choice(flow.title, opens=SaidWords(flow.name, text)) for flow in readings]
                )

    def _stranger(self, text: str) -> None:
        way = router.opening_command(text, self.rules.table)
        if way is not None and way.flow.admits(None):
            return self._open(way.flow, text=text, params={"rest": way.rest})
        self._say(wording.HOW_TO_JOIN)

    def _media(self, media: Media) -> None:
        flow = self.rules.table.by_name["received_media"]
        if not flow.admits(self.speaker.role):
            return self._say(wording.HOW_TO_JOIN)
        self._open(flow, text=media.caption, media=media)

    def _tap(self, data: str) -> None:
        kind, _, rest = data.partition(":")
        numbers = [int(part) for part in rest.split(":") if NUMBER.fullmatch(part)]
        if kind == "a" and len(numbers) == 3:
            return self._tap_answer(*numbers)
        if kind == "o" and len(numbers) == 2:
            offer = outbox.offer(self.session, self.conversation_id, numbers[0])
            if offer is not None and numbers[1] < len(offer.choices):
                return self._take_offer(offer, numbers[1])
        self._say(wording.BUTTON_UNKNOWN)

    def _tap_answer(self, run_id: int, step: int, option: int) -> None:
        row = run_stack.get(self.session, run_id, self.conversation_id)
        if row is None:
            return self._say(wording.BUTTON_UNKNOWN)
        run = self._load(row) if row.status == "waiting" else None
        if row.status == "drifted":
            return None
        if run is None or run.question is None or run.waiting.step != step or option >= len(run.question.choices):
            return self._say(wording.QUESTION_CLOSED)
        run_stack.turn_to(self.session, row)
        self._answer(run, run.question.choices[option].answer)

    def _take_offer(self, offer: outbox.Offer, index: int) -> None:
        opened = self._stored_offer(offer.choices[index])
        if opened is None:
            return self._say(wording.QUESTION_CLOSED)
        outbox.acted(self.session, offer.id, self.now)
        self._open(self.rules.table.by_name[opened.flow], params=opened.params)

    def _stored_offer(self, choice: Mapping[str, Any]) -> Offer | SaidWords | None:
        """What a choice opens, as an outbox row keeps it; None where it no longer opens anything."""
        return self.rules.table.offered(choice.get("opens", ""), choice.get("params", {}))

    def _job_done(self, job_id: int) -> None:
        job = jobs.result_of(self.session, job_id)
        row = run_stack.get(self.session, job.run_id, self.conversation_id) if job and job.run_id else None
        if job is None or row is None or row.status != "working":
            return
        run = self._load(row)
        if run is not None and run.waiting.step == job.step:
            self._answer(run, {"status": job.status, "error": job.last_error, **(job.result or {})})

    # ---- moving runs on

    def _open(
        self,
        flow: Flow,
        *,
        text: str = "",
        meant: Understanding | None = None,
        params: Mapping[str, Any] | None = None,
        media: Media | None = None,
    ) -> None:
        if not flow.admits(self.speaker.role):
            return self._say(wording.not_for_you(flow) if self.speaker.role else wording.HOW_TO_JOIN)
        params = dict(params or {})
        if meant is None:
            text = text or str(params.get("said", ""))
            meaning = flow.intent if "said" in params else None
            meant = names.within_scope(self.session, self.speaker, self.understand(text, meaning))
            if meaning is not None:
                self._learn(self.understand(text), meant)
        row = run_stack.start(self.session, self.conversation_id, flow, self.now)
        opening = Opening(self.speaker, self.now, text, meant, params, media, self.address, row.id or 0)
        execution = Execution.open(flow, opening, self.rules.policy)
        effects = self._effects(row)
        self._settle(row, execution, execution.resume(effects), effects)

    def _learn(self, read: Understanding, chosen: Understanding) -> None:
        """Words whose meaning had to be chosen mean what was chosen."""
        unclear = read.intent != chosen.intent or read.confidence < router.CLEAR
        if unclear and self.speaker.id is not None:
            feedback.notice(self.session, self.speaker.id, read, "chosen", self.now, right=chosen)

    def _answer(self, run: run_stack.OpenRun, value: Any) -> None:
        self._quiet_timer(run)
        effects = self._effects(run.row)
        waiting = run.execution.answer(run.waiting, value, effects)
        self._settle(run.row, run.execution, waiting, effects)

    def _settle(self, row: Run, execution: Execution, waiting: Waiting | None, effects: TurnEffects) -> None:
        effects.keep_change_set(self.speaker.id)
        run_stack.keep(self.session, row, execution, waiting, self.now)
        execution.close()
        if waiting is None:
            return
        self._may_wait = True
        if isinstance(waiting.operation, Ask):
            self._question(row, waiting.operation, waiting.step)
            self._start_timer(row, waiting.operation, waiting.step)
        else:
            self._order(row, waiting.operation, waiting.step)

    def _cancel(self, run: run_stack.OpenRun | None) -> None:
        if run is None:
            return self._say(wording.NOTHING_OPEN)
        self._quiet_timer(run)
        run_stack.close(self.session, run.row, "cancelled")
        saved = run.row.id is not None and undo.has_changes(self.session, run.row.id)
        self._say(wording.CANCELLED_THE_REST if saved else wording.CANCELLED)

    def _back(self, run: run_stack.OpenRun | None) -> None:
        if run is None:
            return self._say(wording.NOTHING_OPEN)
        earlier = before_last_answer(run.execution.journal)
        if earlier is None:
            saved = run.row.id is not None and undo.has_changes(self.session, run.row.id)
            return self._say(wording.NO_WAY_BACK if saved else wording.FIRST_STEP)
        self._quiet_timer(run)
        run_stack.go_back(self.session, run.row, earlier)
        again = self._load(run.row)
        if again is not None:
            self._question(again.row, again.question, again.waiting.step)

    def _top(self) -> run_stack.OpenRun | None:
        while (row := run_stack.top(self.session, self.conversation_id)) is not None:
            run = self._load(row)
            if run is not None:
                return run
        self._may_wait = False
        return None

    def _load(self, row: Run) -> run_stack.OpenRun | None:
        loaded = run_stack.load(self.session, row, self.rules.table.by_name, self.rules.policy)
        if isinstance(loaded, run_stack.OpenRun):
            return loaded
        flow = self.rules.table.by_name.get(loaded.flow)
        again = [Choice("接着说这条", opens=SaidWords(flow.name, loaded.said))] if flow and loaded.said else []
        self._say(wording.drifted(loaded.said), again)
        return None

    # ---- saying

    def _ask_again(self) -> None:
        row = run_stack.top(self.session, self.conversation_id) if self._may_wait else None
        if row is None or row.id in self._asked:
            return
        run = self._load(row)
        if run is not None:
            self._question(run.row, run.question, run.waiting.step)

    def _question(self, row: Run, question: Ask | None, step: int, hint: str = "") -> None:
        assert row.id is not None
        if question is None:
            return
        text = f"{hint}\n{question.question}" if hint else question.question
        self._effects(row).put(Message(text, question.choices), step)
        self._asked.add(row.id)

    def _say(self, text: str, choices: list[Choice] | None = None) -> None:
        outbox.put(
            self.session,
            self.conversation_id,
            Message(text, tuple(choices or ())),
            self.now,
            address=self.address,
            cause=self.cause,
        )

    def _offer_doubtful(self) -> None:
        for row in outbox.offer_doubtful(self.session, self.conversation_id):
            choices = tuple(Choice(choice["label"], opens=self._stored_offer(choice)) for choice in row.choices)
            message = Message(wording.maybe_missed(row.text), choices if row.step is None else (), image=row.image)
            outbox.put(self.session, self.conversation_id, message, self.now, address=self.address, cause=self.cause)

    # ---- timers and jobs of runs

    def _local_now(self) -> datetime:
        return self.now.astimezone(self.rules.policy.zone)

    def _start_timer(self, row: Run, question: Ask, step: int) -> None:
        if question.within is not None and self.speaker.id is not None:
            timers.put(
                self.session,
                f"ask:{row.id}:{step}",
                ASK_TIMEOUT,
                self.now + question.within,
                self.speaker.id,
                {"run": row.id, "step": step},
            )

    def _quiet_timer(self, run: run_stack.OpenRun) -> None:
        if run.question is not None and run.question.within is not None:
            timers.cancel(self.session, f"ask:{run.row.id}:{run.waiting.step}")

    def _order(self, row: Run, job: Job, step: int) -> None:
        jobs.order(
            self.session,
            f"run:{row.id}:{job.key}",
            job.kind,
            job.args,
            self.now,
            conversation_id=self.conversation_id,
            run_id=row.id,
            step=step,
        )

    def _effects(self, row: Run) -> TurnEffects:
        return TurnEffects(self.session, row, self.rules.worktime, self.now, self.address, self.cause)


_IDENTITIES = table_of(Identity)
_SEEN = update(_IDENTITIES).where(
    _IDENTITIES.c.channel == bindparam("at"),
    _IDENTITIES.c.address == bindparam("place"),
    or_(_IDENTITIES.c.last_seen_at.is_(None), _IDENTITIES.c.last_seen_at < bindparam("before")),
)
