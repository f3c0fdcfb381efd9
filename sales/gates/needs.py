"""What is missing before a deal may enter a stage."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from config.policy import Policy
from sales import decision_chain
from sales.deals import CLOSED, DealFact
from sales.gates import files


@dataclass(frozen=True)
class Missing:
    """Kinds of files (keys of policy's evidence) that a deal lacks, and roles that nobody at its customer holds."""

    evidence: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.evidence or self.roles)


def missing(session: Session, policy: Policy, deal: DealFact, stage: str) -> Missing:
    """What the deal lacks for the stage."""
    gate = policy.gate(stage)
    kept = files.of_kinds(session, deal.id, gate.evidence)
    unknown = tuple(role for role in gate.roles if not decision_chain.holders(session, deal.customer_id, role))
    return Missing(tuple(kind for kind in gate.evidence if kind not in kept), unknown)


def passed_over(session: Session, policy: Policy, deal: DealFact, stage_from: str) -> Missing:
    """What a deal that was won lacks of the gates between `stage_from` and the win, which it never entered."""
    order = [known.key for known in policy.stages]
    between = order[order.index(stage_from) + 1 :] if stage_from in order else []
    found = [missing(session, policy, deal, stage) for stage in between]
    evidence = dict.fromkeys(kind for one in found for kind in one.evidence)
    return Missing(tuple(evidence), tuple(dict.fromkeys(role for one in found for role in one.roles)))


def is_ahead(policy: Policy, stage_from: str | None, stage: str) -> bool:
    """Whether the way from one stage (None: nobody knows) to another leads on: back, or to where a deal was before it
    was closed, no gate is in the way."""
    order = [known.key for known in policy.stages]
    if stage in CLOSED or stage_from not in order or stage not in order:
        return True
    return order.index(stage) > order.index(stage_from)
