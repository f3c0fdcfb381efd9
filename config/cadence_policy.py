"""Company policy of leads, of customers without an open deal, and of what becomes of promised steps."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.yaml_lines import Part

Grade = Literal["A", "B", "C"]
Days = Annotated[int, Field(ge=1, le=365)]


class LeadPolicy(Part):
    """Who gets a lead that a leader has entered: whoever the leader says (`manual`), or in turn whose team it is
    (`round_robin`), or the team of the customer's region (`by_region`)."""

    assign: Literal["manual", "round_robin", "by_region"] = "manual"


class GradeDays(Part):
    """After how many days without a contact the owner of a customer without an open deal is reminded, by its grade."""

    A: Days = 7
    B: Days = 15
    C: Days = 30


class CustomerCadence(Part):
    """Whether customers without an open deal have a clock of their own (`enabled`), which grade those count as whose
    grade nobody has said, and of how many a person hears a day: the longest without a contact first, the rest on the
    days after."""

    enabled: bool = False
    days: GradeDays = GradeDays()
    grade: Grade = "B"
    most_a_day: Annotated[int, Field(ge=1, le=20)] = 5
