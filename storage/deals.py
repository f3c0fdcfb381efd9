"""Tables of the sales process: customers and their contacts, opportunities, what was done, what is promised.

Money is integer 分. A deal's clock (`clock_started_at`, `clock_no`) starts when it enters a stage and anew
with each customer-facing follow-up; `clock_no` counts the starts.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime, json_type

STILL_OPEN = "stage <> 'won' AND stage <> 'lost'"


class Customer(SQLModel, table=True):
    """A company; `owner_id` is the member who follows it, None if nobody does. `code` is its number elsewhere. `grade`
    is its class (A, B, C), None where nobody said; `note` is what else a customer list said of it; `silence_nudged_at`:
    when the owner last heard that nothing had happened there for long."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    code: str | None = Field(default=None, index=True)
    industry: str | None = None
    region: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    grade: str | None = None
    note: str | None = None
    silence_nudged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1


class CustomerAlias(SQLModel, table=True):
    """Another name of a customer."""

    __table_args__ = (UniqueConstraint("customer_id", "alias"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    alias: str = Field(index=True)


class Person(SQLModel, table=True):
    """Somebody who is a contact of several customers, a consultant say. Who is one's only has no row here."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    name: str


class Contact(SQLModel, table=True):
    """A person at the customer; `name` includes the title (李总). What they are in a purchase (`role`, `influence`
    1-10, `attitude`) is what was said last, see DecisionClaim; it is another at each customer of the same person. How
    to reach them (`phone`: all numbers, as they are said) comes from customer lists."""

    __table_args__ = (UniqueConstraint("customer_id", "name"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    name: str = Field(index=True)
    title: str | None = None
    role: str | None = None
    influence: int | None = None
    attitude: str | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    phone: str | None = None
    weixin: str | None = None
    email: str | None = None


class DecisionClaim(SQLModel, table=True):
    """What somebody said of a contact's part in a purchase (`aspect`: role, influence or attitude); a role may be
    denied (not `holds`). `said`: the words; an import has no author, and of a list (`import_id`) the name for words."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    aspect: str
    value: str
    holds: bool = True
    by_id: int | None = Field(default=None, foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)
    said: str = ""
    import_id: int | None = None


class Opportunity(SQLModel, table=True):
    """A deal. `stage` is a key of company policy, or won / lost. `assigned_at`: when it first belonged to somebody who
    sells, `assigned_by_id` by whose word or turn; None where they entered it themselves."""

    __table_args__ = (
        Index("ix_opportunity_entered", "stage", "stage_entered_at"),
        Index("ix_opportunity_open", "owner_id", "stage", "stage_entered_at", sqlite_where=text(STILL_OPEN),
              postgresql_where=text(STILL_OPEN)),
        ONCE,
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    owner_id: int = Field(foreign_key="member.id", index=True)
    product_line: str | None = None
    amount_fen: int | None = Field(default=None, sa_type=BigInteger)
    stage: str = Field(index=True)
    stage_entered_at: datetime = Field(sa_type=UtcDateTime)
    clock_started_at: datetime = Field(sa_type=UtcDateTime)
    clock_no: int = 1
    hold_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expected_close: date | None = None
    decider_asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # that nobody is named was said
    assigned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    assigned_by_id: int | None = None
    version: int = 1


class StageChange(SQLModel, table=True):
    """A deal came to a stage. `reason`: the objections named for it (why it was lost). `roles`: who held the roles that
    the stage needs then; `override`: why it was let in without what was missing (its files: StageEvidence)."""

    __table_args__ = (
        Index("ix_stagechange_at", "at", "deal_id"),
        Index("ix_stagechange_way", "deal_id", "stage_to", "at", "stage_from"),
        ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="opportunity.id", index=True)
    stage_from: str | None = None
    stage_to: str
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="member.id")
    reason: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    roles: dict[str, str] | None = Field(default=None, sa_column=Column(json_type()))
    override: str | None = None


class DealFile(SQLModel, table=True):
    """A file kept with a deal; `key` finds it in the media store. `kind` is a key of policy's evidence, None for any
    other paper; `name` is what it was called when it was sent."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="opportunity.id", index=True)
    kind: str | None = None
    key: str
    name: str
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int = Field(foreign_key="member.id")


class CallRecording(SQLModel, table=True):
    """A recorded call with a customer: the `media` key, and once heard its `transcript` (speaker, start in seconds,
    words). `status`: waiting | heard | unheard (it never will be)."""

    __table_args__ = (UniqueConstraint("customer_id", "media"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    by_id: int = Field(foreign_key="member.id")
    media: str
    transcript: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    status: str = "waiting"
    at: datetime = Field(sa_type=UtcDateTime)


class StageEvidence(SQLModel, table=True):
    """A file on which a deal came to a stage."""

    __table_args__ = (UniqueConstraint("change_id", "file_id"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    change_id: int = Field(foreign_key="stagechange.id", index=True)
    file_id: int = Field(foreign_key="dealfile.id", index=True)


class MoveRequest(SQLModel, table=True):
    """A move to `stage` that waits for what the stage needs: carried out once it is there, while the deal is in
    `stage_from` and `owner_id`'s, and `run_id`, which asked for it, was not cancelled.
    `amount_fen` and `reason` are those of the move."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="opportunity.id", index=True)
    stage_from: str
    stage: str
    owner_id: int = Field(foreign_key="member.id")
    asked_by_id: int = Field(foreign_key="member.id", index=True)
    run_id: int = Field(foreign_key="run.id")
    at: datetime = Field(sa_type=UtcDateTime)
    amount_fen: int | None = Field(default=None, sa_type=BigInteger)
    reason: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    override_asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DealChange(SQLModel, table=True):
    """A deal's `field` (amount_fen, expected_close) was changed; a day is kept as ISO."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="opportunity.id", index=True)
    field: str
    before: Any = Field(default=None, sa_column=Column(json_type()))
    after: Any = Field(default=None, sa_column=Column(json_type()))
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="member.id")


class Signal(SQLModel, table=True):
    """One occurrence of a rule (its key) in a deal's history: `evidence` are the rows, [kind, id], that first made it
    true. Its owner was told at `told_at`; it is over at `ended_at`. Derived from the history: an undo derives it anew,
    and it refers to its deal by no foreign key, so that nothing is kept for its sake."""

    __table_args__ = (
        Index("ix_signal_open", "deal_id", "rule", unique=True, sqlite_where=text("ended_at IS NULL"),
              postgresql_where=text("ended_at IS NULL")),
        ONCE,
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(index=True)
    rule: str
    evidence: list[Any] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    began_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FollowUp(SQLModel, table=True):
    """One contact with a customer as its rep reported it. The next step is at an instant (`next_at`) or on a day
    (`next_on`). `said` is the message itself."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    deal_id: int | None = Field(default=None, foreign_key="opportunity.id", index=True)
    author_id: int = Field(foreign_key="member.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    occurred_on: date
    contacts: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    method: str | None = None
    outcome: str | None = None
    objections: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    next_action: str | None = None
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_on: date | None = Field(default=None, index=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))
    said: str
    version: int = 1


class LimitBreach(SQLModel, table=True):
    """A stage's limit was breached: one row per deal and `clock_no`. It holds what was done about it; who
    `acknowledged` the alert has taken note of it, which ends nothing."""

    __tablename__ = "limitpass"  # its name since the first release: people read the database from outside
    __table_args__ = (UniqueConstraint("deal_id", "clock_no"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="opportunity.id", index=True)
    clock_no: int
    stage: str
    limit_at: datetime = Field(sa_type=UtcDateTime)
    nudged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    snoozes: int = 0
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    support_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    support_need: str | None = None
    alerted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    escalated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    acknowledged_by_id: int | None = None


class LeadClaim(SQLModel, table=True):
    """A new lead that is a colleague's customer: waits for a supervisor's one tap."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    claimant_id: int = Field(foreign_key="member.id")
    said: str
    at: datetime = Field(sa_type=UtcDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    granted: bool | None = None


class Reminder(SQLModel, table=True):
    """A promise to remind `member_id` at a time they named (`named_at`); where it `repeats`, the next one."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    named_at: datetime = Field(sa_type=UtcDateTime)
    text: str
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    snoozes: int = 0
    repeats: dict[str, Any] | None = Field(default=None, sa_column=Column(json_type()))
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
