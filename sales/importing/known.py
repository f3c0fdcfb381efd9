"""What the company knows already, and what the lines before have brought: customers by name, alias, code and spelling,
their people and their deals, the members by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from config.names import as_compared
from nlu.entities.company_forms import without_forms
from sales.importing.near import People
from sales.importing.people import SAID, Somebody
from storage.deals import Contact, Customer, CustomerAlias, Opportunity
from storage.people import Member
from storage.statements import table_of

_CUSTOMERS, _ALIASES, _CONTACTS, _DEALS = (table_of(kind) for kind in (Customer, CustomerAlias, Contact, Opportunity))
_MEMBERS = table_of(Member)
_AT_ONCE = 1_000


@dataclass
class KnownCustomer:
    """A customer of the company, or one that line `line` brings. `people` and `products` are as they are compared; of
    each person there is what is known of them."""

    id: int
    name: str
    owner_id: int | None
    line: int = 0
    code: str | None = None
    industry: str | None = None
    region: str | None = None
    grade: str | None = None
    note: str | None = None
    is_in_scope: bool = True
    doubtful: bool = False
    people: dict[str, Somebody] = field(default_factory=dict)
    products: set[str] = field(default_factory=set)
    deals: set[tuple[str, int | None, str | None]] = field(default_factory=set)


@dataclass(frozen=True)
class KnownMember:
    """A member by name: whether they are there and sell, and are the importer or one of the importer's people."""

    id: int
    is_active: bool
    sells: bool
    is_led: bool


class Known:
    """Finds customers by what lines call them. Lines are added as they come (`add`)."""

    def __init__(self, customers: Iterable[KnownCustomer] = ()) -> None:
        self.by_id: dict[int, KnownCustomer] = {}
        self.by_name: dict[str, KnownCustomer] = {}
        self.by_alias: dict[str, KnownCustomer | None] = {}
        self.by_code: dict[str, KnownCustomer] = {}
        self.by_form: dict[str, KnownCustomer] = {}
        self.members: dict[str, KnownMember] = {}
        self.names: dict[int, str] = {}  # of members, by id
        self.people = People()
        for customer in customers:
            self.add(customer)

    def add(self, customer: KnownCustomer) -> None:
        """Know one more."""
        key = as_compared(customer.name)
        self.by_id[customer.id] = customer
        self.by_name.setdefault(key, customer)
        self.by_form.setdefault(without_forms(key), customer)
        if customer.code:
            self.by_code.setdefault(as_compared(customer.code), customer)

    def met(self, customer: KnownCustomer, person: Somebody) -> None:
        """Know somebody at a customer."""
        customer.people[as_compared(person.name)] = person
        self.people.add(customer.id, customer.name, person)

    def also_called(self, customer_id: int, alias: str) -> None:
        """One more name; one that several have finds none of them."""
        key, customer = as_compared(alias), self.by_id.get(customer_id)
        if self.by_alias.setdefault(key, customer) is not customer:
            self.by_alias[key] = None

    def called(self, key: str) -> KnownCustomer | None:
        """The customer of this name, as it is compared."""
        return self.by_name.get(key) or self.by_alias.get(key)

    def alike(self, key: str) -> KnownCustomer | None:
        """One whose name differs in its legal form only (有限责任公司)."""
        return self.by_form.get(without_forms(key))


def read(
    session: Session, in_scope: ColumnElement[bool], people: ColumnElement[bool], selling: Collection[str]
) -> Known:
    """All that the company knows; `in_scope` are the customers and `people` the members of whoever imports, `selling`
    the roles that may have customers."""
    connection = session.connection()
    columns = [_CUSTOMERS.c[of] for of in ("name", "owner_id", "code", "industry", "region", "grade", "note")]
    seen = set(session.execute(select(_CUSTOMERS.c.id).where(in_scope)).scalars())
    rows = connection.execute(select(_CUSTOMERS.c.id, *columns), execution_options={"yield_per": _AT_ONCE})
    known = Known(
        KnownCustomer(key, name, owner, 0, code, industry, region, grade, note, key in seen)
        for key, name, owner, code, industry, region, grade, note in rows
    )
    for key, alias in connection.execute(select(_ALIASES.c.customer_id, _ALIASES.c.alias)):
        known.also_called(key, alias)
    of_contact = [_CONTACTS.c[of] for of in ("name", *SAID)]
    for key, name, *said in connection.execute(select(_CONTACTS.c.customer_id, *of_contact)):
        if key in known.by_id:  # else it came just now
            known.met(known.by_id[key], Somebody(name, *said))
    for key, product in connection.execute(select(_DEALS.c.customer_id, _DEALS.c.product_line)):
        if key in known.by_id:
            known.by_id[key].products.add(as_compared(product or ""))
    led = set(session.execute(select(_MEMBERS.c.id).where(people)).scalars())
    for key, name, role, active in connection.execute(
        select(*(_MEMBERS.c[of] for of in ("id", "name", "role", "active")))
    ):
        known.members[as_compared(name)] = KnownMember(key, active, role in selling, key in led)
        known.names[key] = name
    return known
