"""Words that wait: said while a step is at work whose result they follow, such as what a customer in 陪练 says next."""

from __future__ import annotations

from typing import Any

from bot.conversation import Call, Failed
from bot.messaging import jobs, work
from bot.turn import run_stack
from bot.turn.context import TurnContext
from bot.turn.runs import Runs
from storage.background import Job


class StillAtWork(Exception):
    """The words are to be handled when the step has been done."""


def go_on(context: TurnContext, runs: Runs) -> None:
    """Go on with the runs whose steps hold words and have been done. Raises StillAtWork where one has not."""
    for row in run_stack.working(context.session, context.conversation_id):
        run = runs.load(row)
        if run is None or not isinstance(run.waiting.operation, Call) or not run.waiting.operation.holds_words:
            continue
        job = jobs.ordered_by(context.session, row.id, run.waiting.operation.key)
        if job is None or job.status == "pending":
            raise StillAtWork(f"run {row.id} waits for {run.waiting.operation.key}")
        runs.answer(run, result_of_call(job))


def result_of_call(job: Job) -> Any:
    """What a flow gets for a step that is over."""
    if job.status == "done":
        return job.result
    return Failed(work.TIMEOUT if job.last_error == work.TIMEOUT else "error", job.last_error or "")
