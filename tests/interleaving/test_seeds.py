"""A hundred runs of whole processes on a virtual scheduler keep every promise; runs with a planted mistake do not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.messaging import inbox, sends
from bot.messaging.inbound import Inbound
from bot.messaging.sends import Reach, Sending
from interleaving import Laboratory, run
from storage.conversations import Conversation, Inbox
from storage.engine import Database

SEEDS = 100
MOST_TRIED = 50  # within so many runs a planted mistake is found
FIRST_TRIED = 10  # what stays unsent for ever makes an earlier one wait long
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def laboratory() -> Iterator[Laboratory]:
    with Laboratory() as laboratory:
        yield laboratory


def played(*arguments: str, hash_seed: str = "random") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "interleaving", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "tests", "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
    )


def test_a_hundred_runs_keep_every_promise() -> None:
    done = played("--seeds", str(SEEDS), "--workers", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.startswith(f"{SEEDS} seeds")


def test_a_seed_is_one_history_whatever_the_order_of_hashes() -> None:
    first, second = (played("--seed", "7", "--history", hash_seed=seed).stdout for seed in ("1", "4242"))
    assert len(first.splitlines()) > 20
    assert first == second


def test_a_seed_is_one_history_whatever_was_played_before(laboratory: Laboratory) -> None:
    first = run(laboratory, 7)
    assert run(laboratory, 8) != first == run(laboratory, 7)


def handled_without_looking_at_the_lease(patch: pytest.MonkeyPatch) -> None:
    def finish(session: Any, claim: inbox.Claim, now: datetime, understanding: dict[str, object]) -> None:
        done = {"handled_at": now, "understanding": understanding}
        session.execute(update(Inbox).where(col(Inbox.id) == claim.inbox_id).values(done))
        mine = col(Conversation.id) == claim.conversation_id
        session.execute(update(Conversation).where(mine).values(lease_until=None))

    patch.setattr(inbox, "finish", finish)
    patch.setattr(inbox, "lock", lambda session, conversation_id, lease_no=None: None)


def marked_before_it_is_sent(patch: pytest.MonkeyPatch) -> None:
    claim_next = sends.claim_next

    def claimed(db: Database, now: datetime, reaches: list[Reach]) -> Sending | None:
        sending = claim_next(db, now, reaches)
        if sending is not None:
            sends.sent(db, sending, now)
        return sending

    patch.setattr(sends, "claim_next", claimed)


def a_repeat_is_taken_in_as_new(patch: pytest.MonkeyPatch) -> None:
    put, numbers = inbox.put, count(1)

    def anew(within: Any, inbound: Inbound) -> None:
        number = inbound.event_id.partition(":")[2]
        put(within, replace(inbound, event_id=f"{next(numbers)}:{number}"))

    patch.setattr(inbox, "put", anew)


def doubtful_is_sent_again_unmarked(patch: pytest.MonkeyPatch) -> None:
    def again(db: Database, sending: Sending, error: str) -> None:
        sends.refused(db, sending, error, timedelta(seconds=1))

    patch.setattr(sends, "doubtful", again)


def what_a_dead_process_was_sending_stays_so(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sends, "recover", lambda db, reaches: 0)
    patch.setattr(sends, "set_doubtful_aside", lambda db, reaches: 0)


def a_dead_process_holds_its_conversation_for_ever(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(inbox, "LEASE", timedelta(days=1))
    patch.setattr(inbox.claim, "__defaults__", (timedelta(days=1),))
    patch.setattr(inbox, "recover", lambda db: None)


@pytest.mark.parametrize(
    ("plant", "fault", "sentence"),
    [
        (handled_without_looking_at_the_lease, "stop", "was handled twice"),
        (marked_before_it_is_sent, "crash", "nobody has seen it"),
        (a_repeat_is_taken_in_as_new, "again", "was taken in 2 times"),
        (doubtful_is_sent_again_unmarked, "unanswered", "was shown 2 times, unmarked"),
        (what_a_dead_process_was_sending_stays_so, "crash", "is sending"),
        (a_dead_process_holds_its_conversation_for_ever, "crash", "is not handled"),
    ],
    ids=lambda given: given.__name__ if callable(given) else "",
)
def test_a_planted_mistake_is_found(
    laboratory: Laboratory,
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None],
    fault: str,
    sentence: str,
) -> None:
    plant(monkeypatch)
    found = (
        line
        for seed in range(FIRST_TRIED, FIRST_TRIED + MOST_TRIED)
        for line in run(laboratory, seed, [fault]).violations
    )
    assert any(sentence in line for line in found)
