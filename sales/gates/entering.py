"""Entering a stage: the one way in, by the gate or with a leader's override."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from config.policy import Policy
from sales import deals, decision_chain, stages
from sales.deals import DealFact
from sales.errors import Changed
from sales.gates import files
from sales.gates.needs import is_ahead, missing
from sales.scope import Actor
from sales.stages import Grounds, Moved


def enter(
    session: Session,
    by: Actor,
    policy: Policy,
    deal: DealFact,
    stage: str,
    now: datetime,
    *,
    amount_fen: int | None = None,
    reason: tuple[str, ...] = (),
    stage_before: str | None = None,
    override: str | None = None,
) -> Moved:
    """Move `deal` as it was seen to `stage`, or open it there again (closed in `stage_before`). Raises Changed where
    something is missing and nobody said why it may be (`override`), and as stages.advance and stages.reopen."""
    deals.locked_in_any_stage(session, deal.id, by.deals)
    is_gated = is_ahead(policy, stage_before if deal.closed else deal.stage, stage)
    if is_gated and override is None and missing(session, policy, deal, stage):
        raise Changed("deal", deal.id, "gate")
    grounds = _grounds(session, policy, deal, stage, override) if is_gated else Grounds(override=override)
    if deal.closed:
        return stages.reopen(session, by, deal.id, stage, now, seen=deal.stage, grounds=grounds)
    seen = {"seen": deal.stage, "amount_fen": amount_fen, "reason": reason}
    return stages.advance(session, by, deal.id, stage, now, **seen, grounds=grounds)  # type: ignore[arg-type]


def _grounds(session: Session, policy: Policy, deal: DealFact, stage: str, override: str | None) -> Grounds:
    gate = policy.gate(stage)
    held = {role: decision_chain.holders(session, deal.customer_id, role) for role in gate.roles}
    named: dict[str, str] = {role: names[0] for role, names in held.items() if names}
    return Grounds(tuple(files.of_kinds(session, deal.id, gate.evidence).values()), named, override)
