"""A world file: a whole company as it is at one moment. The demo, `simulate` and `import` read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, Field, field_validator

from config.gates import BuyingRole
from config.names import as_compared
from config.yaml_lines import ConfigError, Part, Where, dotted, read_with_lines

Role = Literal["rep", "new_hire", "supervisor", "manager", "legal", "finance", "product", "production", "service"]
StageKey = Literal["lead", "needs", "quote", "solution", "contract", "won", "lost"]
DEMO = Path(__file__).parent / "demo.yaml"


class WorldTeam(Part):
    """A team; `region` is its 大区."""

    name: str = Field(min_length=1)
    region: str | None = None


class WorldMember(Part):
    """A member of the company. `accounts` are addresses known to be theirs, as in a directory, by channel."""

    name: str = Field(min_length=1)
    role: Role
    team: str | None = None
    admin: bool = False
    accounts: Mapping[str, str] = {}


class WorldContact(Part):
    """A person at a customer: a name with title, or more."""

    name: str = Field(min_length=1)
    title: str | None = None
    role: BuyingRole | None = None
    influence: int | None = Field(default=None, ge=1, le=10)


class WorldCustomer(Part):
    """A customer, by default nobody's."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    industry: str | None = None
    region: str | None = None
    owner: str | None = None
    contacts: tuple[WorldContact, ...] = ()

    @field_validator("contacts", mode="before")
    @classmethod
    def _names(cls, value: Any) -> Any:
        if isinstance(value, list):
            return [{"name": item} if isinstance(item, str) else item for item in value]
        return value


class WorldDeal(Part):
    """A deal; `amount` is in yuan."""

    customer: str
    owner: str
    product_line: str | None = None
    amount: float | None = Field(default=None, ge=0)
    stage: StageKey
    stage_entered_at: AwareDatetime
    expected_close: date | None = None


class World(Part):
    """`now` is where the company's story begins. Names refer to each other; `scripts` is a path beside the file."""

    now: AwareDatetime
    teams: tuple[WorldTeam, ...] = ()
    members: tuple[WorldMember, ...] = Field(min_length=1)
    customers: tuple[WorldCustomer, ...] = ()
    opportunities: tuple[WorldDeal, ...] = ()
    scripts: str | None = None


def read_world(path: Path) -> World:
    """The world in `path`. Raises ConfigError naming file, line and key, also for names that refer to nothing."""
    world, where = read_with_lines(path, World)
    faults = [f"{path}:{_line(where, at)}: {dotted(at)}: {reason}" for at, reason in _faults(world, path.parent)]
    if faults:
        raise ConfigError("\n".join(faults))
    return world


Fault = tuple[tuple[str | int, ...], str]


def _faults(world: World, folder: Path) -> Iterable[Fault]:
    teams, members, customers = (
        {item.name for item in items} for items in (world.teams, world.members, world.customers)
    )
    yield from _twice("teams", [team.name for team in world.teams])
    yield from _twice("members", [member.name for member in world.members])
    yield from _twice("customers", [customer.name for customer in world.customers])
    for index, member in enumerate(world.members):
        if member.team is not None and member.team not in teams:
            yield ("members", index, "team"), f"没有叫「{member.team}」的团队"
    for index, customer in enumerate(world.customers):
        if customer.owner is not None and customer.owner not in members:
            yield ("customers", index, "owner"), f"没有叫「{customer.owner}」的成员"
    for index, deal in enumerate(world.opportunities):
        if deal.customer not in customers:
            yield ("opportunities", index, "customer"), f"没有叫「{deal.customer}」的客户"
        if deal.owner not in members:
            yield ("opportunities", index, "owner"), f"没有叫「{deal.owner}」的成员"
    if world.scripts is not None and not (folder / world.scripts).is_file():
        yield ("scripts",), f"找不到文件「{world.scripts}」"


def _twice(section: str, names: Sequence[str]) -> Iterable[Fault]:
    seen: dict[str, str] = {}
    for index, name in enumerate(names):
        if (before := seen.setdefault(as_compared(name), name)) is not name:
            same = "出现了两次" if before == name else f"和前面的「{before}」是同一个名字,只留一个"
            yield (section, index, "name"), f"「{name}」{same}"


def _line(where: Where, at: tuple[str | int, ...]) -> int:
    while at and at not in where:
        at = at[:-1]
    return where.get(at, 1)
