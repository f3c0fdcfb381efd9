"""How long drills are kept, whether they are ranked, and when a drill that nobody goes on with is over."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.yaml_lines import Part


class DrillPolicy(Part):
    """`keep_days`: transcripts and cards are deleted after so many days. `ranking`: whether everybody sees who scores
    best. `idle_minutes`: a drill without a word for so long is scored as far as it went. `violation_cap`: the most that
    a drill with forbidden words is worth."""

    keep_days: Annotated[int, Field(gt=0)] = 180
    ranking: bool = False
    idle_minutes: Annotated[int, Field(gt=0)] = 30
    violation_cap: Annotated[float, Field(ge=0, le=100)] = 40
