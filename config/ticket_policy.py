"""The part of company policy that says which departments there are, and how tickets walk through them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from config.yaml_lines import Part

DepartmentKey = Literal["product", "tech", "production", "service", "finance", "legal"]
ANSWER_WITHIN = 8.0  # hours of a working day
OF_DEPARTMENT = "department:"  # begins the key of a department's limit among those changed in the chat
Hours = Annotated[float, Field(gt=0)]


class Department(Part):
    """A department, how people call it, and how many working hours it has to answer."""

    key: DepartmentKey
    name: str
    hours: Hours = ANSWER_WITHIN


class ChangedDepartment(Department):
    """A department whose hours were changed in the chat; `file_hours` are those of the file."""

    file_hours: Hours = ANSWER_WITHIN


SHIPPED = (
    Department(key="product", name="产品"),
    Department(key="tech", name="技术"),
    Department(key="production", name="生产"),
    Department(key="service", name="客服"),
    Department(key="finance", name="财务"),
    Department(key="legal", name="法务"),
)


class TicketPolicy(Part):
    """`route` is the order in which a ticket is passed on; with `skip` it may be passed to any other department too.
    `alert_after_working_hours` after the nudge of a limit the superior of the ticket's owner is told. The owner, for
    whose word a ticket waits, is asked once more after `remind_owner_after_working_hours`."""

    departments: tuple[Department, ...] = SHIPPED
    route: tuple[DepartmentKey, ...] = ("product", "production", "service", "finance")
    skip: bool = True
    alert_after_working_hours: Hours = 4
    remind_owner_after_working_hours: Hours = ANSWER_WITHIN

    @model_validator(mode="after")
    def _each_once(self) -> TicketPolicy:
        named = [department.key for department in self.departments]
        missing = {department.key for department in SHIPPED} - set(named)
        if missing or len(set(named)) != len(named):
            raise ValueError(f"六个部门各写一行,不能少也不能重复;看看 {'、'.join(sorted(missing)) or '重复的 key'}")
        if len(set(self.route)) != len(self.route):
            raise ValueError("route 里有部门写了两次")
        return self

    def name(self, key: str) -> str:
        """How people call a department; the key itself where there is none of it."""
        return self._departments[key].name if key in self._departments else key

    def hours(self, key: str) -> float:
        """How many working hours a department has to answer."""
        return self._departments[key].hours if key in self._departments else ANSWER_WITHIN

    def file_hours(self, key: str) -> float:
        """How many the file gives it, whatever was changed in the chat."""
        known = self._departments[key]
        return known.file_hours if isinstance(known, ChangedDepartment) else known.hours

    def with_hours(self, hours: Mapping[str, float]) -> TicketPolicy:
        """This policy with these hours, by `OF_DEPARTMENT` and the department, in place of the file's."""
        known = tuple(self._with_hours(one, hours.get(f"{OF_DEPARTMENT}{one.key}")) for one in self.departments)
        return self.model_copy(update={"departments": known})

    def _with_hours(self, known: Department, hours: float | None) -> Department:
        in_file = self.file_hours(known.key)
        if hours is None or hours == in_file:
            return Department(key=known.key, name=known.name, hours=in_file)
        return ChangedDepartment(key=known.key, name=known.name, hours=hours, file_hours=in_file)

    def after(self, key: str) -> tuple[str, ...]:
        """The departments that a ticket may be passed on to by the route, the next one first."""
        return self.route[self.route.index(key) + 1 :] if key in self.route else ()

    @property
    def _departments(self) -> dict[str, Department]:
        return {department.key: department for department in self.departments}
