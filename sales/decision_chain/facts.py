"""A decision chain as facts, and what contradicts in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nlu.statements.buying_roles import DECIDES


@dataclass(frozen=True)
class ClaimFact:
    """What `by` said of `person`; nobody said what was imported."""

    person: str
    aspect: str
    value: str
    holds: bool
    by: str | None
    at: datetime
    said: str


@dataclass(frozen=True)
class PersonFact:
    """Somebody at the customer as the newest claims have them, with all `claims`, the newest first. `also_at` are other
    customers of which they are a contact."""

    contact_id: int
    name: str
    title: str | None
    role: str | None
    influence: int | None
    attitude: str | None
    claims: tuple[ClaimFact, ...] = ()
    also_at: tuple[str, ...] = ()

    @property
    def latest(self) -> tuple[ClaimFact, ...]:
        """The newest claim of each aspect."""
        found: dict[str, ClaimFact] = {}
        for claim in self.claims:
            found.setdefault(claim.aspect, claim)
        return tuple(found.values())

    @property
    def is_told_of(self) -> bool:
        """Whether anything is known of their part in a purchase."""
        return bool(self.claims or self.role or self.influence or self.attitude)


@dataclass(frozen=True)
class Chain:
    """The people of a customer."""

    customer_id: int
    customer: str
    people: tuple[PersonFact, ...]

    @property
    def deciders(self) -> tuple[PersonFact, ...]:
        """Who is known to decide."""
        return tuple(person for person in self.people if person.role == DECIDES)


@dataclass(frozen=True)
class Dispute:
    """What does not go together: several `people` decide; or `claim` counts, though somebody else said `other`."""

    people: tuple[str, ...]
    claim: ClaimFact | None = None
    other: ClaimFact | None = None


def disputes(chain: Chain) -> tuple[Dispute, ...]:
    """Everything in the chain that contradicts."""
    return tuple(_disputes(chain))


def _disputes(chain: Chain) -> Iterator[Dispute]:
    if len(chain.deciders) > 1:
        yield Dispute(tuple(person.name for person in chain.deciders))
    for person in chain.people:
        for claim in person.latest:
            others = (known for known in person.claims if known.aspect == claim.aspect)
            other = next((known for known in others if known.by and claim.by and known.by != claim.by), None)
            if other is not None and (other.value, other.holds) != (claim.value, claim.holds):
                yield Dispute((person.name,), claim, other)
