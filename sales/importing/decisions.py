"""What a line comes to: a new customer, something that one lacks, or nothing; and why.

A customer that is there keeps its name, its owner and whatever is filled in; a colleague's is left alone. The same name
(width, spaces and brackets do not tell), alias or code is the same customer; where only the legal form differs it is
brought as another one, if the person wants the doubtful lines too. What may be another spelling of one (near.py) is not
brought until the person has said whether it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from config.names import as_compared
from sales.importing.headings import words
from sales.importing.known import Known, KnownCustomer
from sales.importing.lines import Line
from sales.importing.people import SAID, Problem, Somebody

Values = dict[str, Any]  # of an ImportRow
FIRST_STAGE = "lead"
OF_CUSTOMER = ("code", "industry", "region", "grade", "note")
_NOTHING: Values = {  # what a row brings that brings nothing
    "customer_id": None,
    "is_new": False,
    **dict.fromkeys((*OF_CUSTOMER, "owner_id", "known_owner_id", "alias", "contact", "known_contact", *SAID)),
    **dict.fromkeys(("deal_id", "deal_owner_id", "product_line", "amount_fen", "stage", "stage_entered_at")),
    "expected_close": None,
}
OWNER = ("no_owner", "owner_left")  # problems that are a name's
# Problems for which a line brings nothing, whatever the person wants.
FATAL = frozenset({"no_name", "code_clash", "not_own", "not_team", "taken", "other_owner", "owner_differs", "near"})


@dataclass(frozen=True)
class Importer:
    """Who imports: a rep only their `own` customers, a supervisor for the team, others for everybody (`leads_all`)."""

    member_id: int
    own: bool
    leads_all: bool
    team_id: int | None = None

    @property
    def rights(self) -> list[int | bool | None]:
        """By which rights lines are decided."""
        return [self.own, self.leads_all, None if self.own or self.leads_all else self.team_id]


class Decisions:
    """Decides line after line. `new_customer` and `new_deal` give ids that are kept for them. `notes` counts how cells
    were taken that could be meant otherwise."""

    def __init__(
        self,
        known: Known,
        importer: Importer,
        now: datetime,
        new_customer: Callable[[], int],
        new_deal: Callable[[], int],
    ) -> None:
        self._known = known
        self._importer = importer
        self._now = now
        self._new_customer = new_customer
        self._new_deal = new_deal
        keeps = any(member.id == importer.member_id and member.sells for member in known.members.values())
        self._keeper = importer.member_id if keeps else None
        self.notes: Counter[Problem] = Counter()

    def rows(self, line: Line) -> list[Values]:
        """The rows of a line; one at least."""
        key = as_compared(line.name)
        owner_id = self._owner(line)
        self.notes.update(line.notes)
        customer = self._customer(line, key)
        if customer is None and not line.is_apart and not self._is_fatal(line):
            self._ask_whether_same(line)
        if self._is_fatal(line) or (customer is not None and not self._may_add(line, customer, owner_id)):
            return [self._row(line, key, skipped=True)]
        row = self._row(line, key)
        if customer is None:
            owner_id = owner_id or self._kept_by(line)
            customer = self._new(line, key, owner_id)
            row |= {"is_new": True, **self._of_customer(line, owner_id)}
            row["alias"] = line.short if line.short and as_compared(line.short) != key else None
        else:
            row |= self._filled(line, customer, owner_id)
        row["customer_id"] = customer.id
        people = [said for person in line.contacts if (said := self._of_person(person, customer))]
        row |= people[0] if people else {}
        row |= self._deal(line, customer, owner_id)
        row["doubtful"] = bool(line.problems) or customer.doubtful
        row["problems"] = [list(problem) for problem in line.problems] or None
        also = {name: row[name] for name in ("customer_id", "known_owner_id", "doubtful")} | {"problems": None}
        return [row, *({**self._row(line, key), **also, **said} for said in people[1:])]

    def _row(self, line: Line, key: str, *, skipped: bool = False) -> Values:
        return {
            "line": line.number,
            "name": line.name,
            "key": key,
            **_NOTHING,
            "problems": [list(problem) for problem in line.problems] or None,
            "doubtful": bool(line.problems),
            "skipped": skipped,
        }

    def _is_fatal(self, line: Line) -> bool:
        return not line.name or any(problem[0] in FATAL for problem in line.problems)

    def _owner(self, line: Line) -> int | None:
        """The member whom the line names as owner; a rep's lines without one are theirs."""
        if line.owner is None:
            return self._importer.member_id if self._importer.own else None
        key = as_compared(line.owner)
        if key in _nobody():
            return None
        member = self._known.members.get(key)
        if member is None or not member.is_active:
            line.problems.append(("no_owner" if member is None else "owner_left", line.owner))
        elif not (member.is_led or self._importer.leads_all):
            line.problems.append(("not_own" if self._importer.own else "not_team", line.owner))
        elif not member.sells:
            line.problems.append(("owner_sells_not", line.owner))
        else:
            return member.id
        return None

    def _kept_by(self, line: Line) -> int | None:
        """Who has what names no owner until it is handed out: the leader who imports it, where it is a deal, or where
        they see only their people's customers."""
        if any(problem[0] in OWNER for problem in line.problems):
            return None
        if self._keeper is None or (self._importer.leads_all and not line.has_deal):
            return None
        self.notes["kept",] += 1
        return self._keeper

    def _customer(self, line: Line, key: str) -> KnownCustomer | None:
        """The customer that the line means; None for one nobody knows."""
        by_name = self._known.called(key)
        by_code = self._known.by_code.get(as_compared(line.code)) if line.code else None
        if by_code is not None and by_code is not by_name and as_compared(by_code.name) != key:
            where = str(by_code.line) if by_code.line else ""
            line.problems.append(("code_clash", line.code or "", by_code.name if by_code.is_in_scope else "", where))
        alike = self._known.alike(key) if by_name is None else None
        if alike is not None and alike.owner_id is not None and not alike.is_in_scope:
            line.problems.append(("taken",))
        return by_name

    def _ask_whether_same(self, line: Line) -> None:
        found = self._known.people.near(line.name, line.contacts)
        if found is None:
            return
        other = self._known.by_id[found.customer_id]
        if other.is_in_scope or other.owner_id is None:
            line.problems.append(("near", other.name, str(other.line or ""), found.by, found.words))
        else:
            line.problems.append(("taken",))

    def _may_add(self, line: Line, customer: KnownCustomer, owner_id: int | None) -> bool:
        """Whether the line may add to a customer that is there or in the lines before."""
        if not customer.is_in_scope and customer.owner_id is not None:
            line.problems.append(("taken",))
        elif customer.owner_id is not None and owner_id not in (None, customer.owner_id):
            kind = "owner_differs" if customer.line else "other_owner"
            line.problems.append((kind, str(customer.line), self._known.names.get(customer.owner_id, "")))
        return not self._is_fatal(line)

    def _new(self, line: Line, key: str, owner_id: int | None) -> KnownCustomer:
        alike = self._known.alike(key)
        if alike is not None:
            line.problems.append(("alike", alike.name if alike.is_in_scope else "", str(alike.line or "")))
        said = self._of_customer(line, owner_id)
        customer = KnownCustomer(self._new_customer(), line.name, line=line.number, **said)
        customer.doubtful = bool(line.problems)
        self._known.add(customer)
        return customer

    def _of_customer(self, line: Line, owner_id: int | None) -> Values:
        """What the line says of its customer; of which grade it is, leaders say."""
        said = {name: getattr(line, name) for name in OF_CUSTOMER}
        if self._importer.own and said["grade"] is not None:
            said["grade"] = None
            self.notes["grade",] += 1
        return {**said, "owner_id": owner_id}

    def _filled(self, line: Line, customer: KnownCustomer, owner_id: int | None) -> Values:
        """What the line says of what the customer lacks."""
        said = self._of_customer(line, owner_id)
        lacking = {name: value for name, value in said.items() if value and not getattr(customer, name)}
        row: Values = {**lacking, "known_owner_id": None if customer.line else customer.owner_id}
        for name, value in lacking.items():
            setattr(customer, name, value)
        return row

    def _deal(self, line: Line, customer: KnownCustomer, owner_id: int | None) -> Values:
        """The deal, unless there is one about the same product already (also by the end of its name), or the file has
        this very deal twice."""
        if not line.has_deal:
            return {}
        product = as_compared(line.product or "")
        deal = (product, line.amount_fen, line.stage)
        if product in customer.products or deal in customer.deals:
            return {}
        if (called := _called_in_full(product, customer.products)) is not None:
            self.notes["deal_called", line.product or "", called] += 1
            return {}
        owner = customer.owner_id or owner_id or self._kept_by(line)
        if owner is None:
            if not any(problem[0] in OWNER for problem in line.problems):
                line.problems.append(("deal_without_owner",))
            customer.doubtful |= customer.line == line.number
            return {}
        same = next((known for known in customer.deals if known[0] == product), None)
        if same is not None:
            line.problems.append(("deal_again", line.product or ""))
        customer.deals.add(deal)
        entered_at = line.entered_at.astimezone(UTC) if line.entered_at is not None else self._now
        return {
            "deal_id": self._new_deal(),
            "deal_owner_id": owner,
            "product_line": line.product,
            "amount_fen": line.amount_fen,
            "stage": line.stage or FIRST_STAGE,
            "stage_entered_at": entered_at,
            "expected_close": line.close,
        }

    def _of_person(self, person: Somebody, customer: KnownCustomer) -> Values:
        """The values of a row: somebody new at the customer, or what was not known of them; nothing if all was."""
        known = customer.people.get(as_compared(person.name))
        if known is None:
            self._known.met(customer, person)
            return {"contact": person.name, **{name: getattr(person, name) for name in SAID}}
        lacking = {
            name: value
            for name in SAID
            if (value := getattr(person, name)) is not None and getattr(known, name) is None
        }
        for name, value in lacking.items():
            setattr(known, name, value)
        self._known.people.add(customer.id, customer.name, known)
        return {"known_contact": known.name, **lacking} if lacking else {}


def _called_in_full(product: str, known: Collection[str]) -> str | None:
    """The only product of a customer's deals whose name ends with these words (配送 of 营养餐配送)."""
    longer = [name for name in known if product and name.endswith(product)]
    return longer[0] if len(longer) == 1 else None


@cache
def _nobody() -> frozenset[str]:
    return frozenset(map(as_compared, words().nobody))
