"""Two years of deals, made in bulk: what questions about funnels, teams and customers are measured on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Any

from sqlalchemy import insert

from benchmarks.company import NOW
from config.policy import Policy
from storage.deals import Customer, FollowUp, Opportunity, StageChange
from storage.engine import Database, dump_json
from storage.people import Member, Team
from storage.statements import table_of

CHUNK = 20_000
REGIONS = ("华东", "华南", "华北", "西南", "华中")
PRODUCTS = ("仓储管理系统", "智能分拣设备", "能耗监测终端", "喷码机", "洗碗机", "灌装机")
REPS_PER_TEAM = 10
MET_PER_DEAL = 3  # follow-ups
GOES_ON = 0.72
Move = tuple[str | None, str, datetime]  # from, to, at


def enter(db: Database, policy: Policy, deals: int, reps: int, seed: int = 7) -> None:
    """So many deals of so many reps (ids from 2), each with a customer, its changes of stage and its follow-ups."""
    draw = random.Random(seed)
    teams = [{"id": number + 1, "name": f"{number + 1}部", "region": REGIONS[number % len(REGIONS)]}
             for number in range((reps - 1) // REPS_PER_TEAM + 1)]  # fmt: skip
    people = [{"id": 1, "name": "总经理", "role": "manager", "team_id": None, "admin": True, "active": True}]
    people += [
        {"id": number + 2, "name": f"销售{number:03}", "role": "rep" if number % REPS_PER_TEAM else "supervisor",
         "team_id": number // REPS_PER_TEAM + 1, "admin": False, "active": True}
        for number in range(reps)
    ]  # fmt: skip
    _put(db, Team, iter(teams))
    _put(db, Member, iter(people))
    _put(db, Customer, (_customer(key, reps) for key in range(1, deals + 1)))
    histories = [_history(draw, policy) for _ in range(deals)]
    _put(db, Opportunity, (_deal(key, history, draw, reps) for key, history in enumerate(histories, 1)))
    _put(db, StageChange, _changes(histories))
    _put(db, FollowUp, _followups(histories, draw, reps))


def _customer(key: int, reps: int) -> dict[str, Any]:
    owner = key % reps + 2
    region = REGIONS[(owner - 2) // REPS_PER_TEAM % len(REGIONS)]
    return {
        "id": key,
        "name": f"客户{key}有限公司",
        "region": region,
        "owner_id": owner,
        "created_at": _utc(NOW),
        "version": 1,
    }


def _history(draw: random.Random, policy: Policy) -> list[Move]:
    """From a first day within two years through the stages, some skipped, until it is won, lost or now."""
    when = NOW - timedelta(minutes=draw.randrange(730 * 24 * 60))
    stages = [stage.key for stage in policy.stages]
    moves: list[Move] = [(None, stages[0], when)]
    place = 0
    while True:
        when += timedelta(hours=draw.expovariate(1 / 200))
        if when >= NOW:
            return moves
        here = stages[place]
        if draw.random() > GOES_ON:
            return [*moves, (here, "lost", when)]
        place += 1 if draw.random() < 0.9 else 2
        if place >= len(stages):
            return [*moves, (here, "won", when)]
        moves.append((here, stages[place], when))


def _deal(key: int, history: Sequence[Move], draw: random.Random, reps: int) -> dict[str, Any]:
    since = _utc(history[-1][2])
    return {
        "id": key, "customer_id": key, "owner_id": key % reps + 2, "product_line": draw.choice(PRODUCTS),
        "amount_fen": draw.randrange(1, 300) * 1_000_000, "stage": history[-1][1], "stage_entered_at": since,
        "clock_started_at": since, "clock_no": 1, "version": 1,
    }  # fmt: skip


def _changes(histories: Sequence[Sequence[Move]]) -> Iterator[dict[str, Any]]:
    in_order = sorted((when, key, came, to) for key, moves in enumerate(histories, 1) for came, to, when in moves)
    for when, key, came, to in in_order:
        reason = ["price"] if to == "lost" else []
        yield {"deal_id": key, "stage_from": came, "stage_to": to, "at": _utc(when), "reason": reason}


def _followups(histories: Sequence[Sequence[Move]], draw: random.Random, reps: int) -> Iterator[dict[str, Any]]:
    for key, moves in enumerate(histories, 1):
        for number in range(MET_PER_DEAL):
            at = moves[number % len(moves)][2] + timedelta(hours=draw.randrange(1, 40))
            yield {
                "customer_id": key, "deal_id": key, "author_id": key % reps + 2, "at": _utc(at),
                "occurred_on": at.date(), "contacts": [], "method": "phone", "objections": [], "details": {},
                "said": "聊过", "version": 1,
            }  # fmt: skip


def _put(db: Database, model: Any, rows: Iterator[dict[str, Any]]) -> None:
    if not db.is_sqlite:
        return _copy(db, model, rows)
    while chunk := list(islice(rows, CHUNK)):
        with db.write_connection() as connection:
            connection.execute(insert(table_of(model)), chunk)


def _copy(db: Database, model: Any, rows: Iterator[dict[str, Any]]) -> None:
    table, first = table_of(model), next(rows)
    columns = ", ".join(f'"{name}"' for name in first)
    with db.write_connection() as connection:
        raw: Any = connection.connection.driver_connection
        with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for row in chain([first], rows):
                copy.write_row(
                    [dump_json(value) if isinstance(value, list | dict) else value for value in row.values()]
                )


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
