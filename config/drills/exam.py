"""What the knowledge exam asks for, and what passing it unlocks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from config.yaml_lines import Part

Count = Annotated[int, Field(ge=0)]
Some = Annotated[int, Field(gt=0)]


class ByKind(Part):
    """A number for each kind of question."""

    single: Count
    multiple: Count
    short: Count


class ExamPolicy(Part):
    """`questions`: how many of each kind, up to `from_library` of the single ones made from the company's own library;
    `points`: what one of each kind counts. `pass_points` are of 100, `minutes` the time there is, `retry_days` how long
    after the beginning of an exam the next may begin. `recordings`: so many recorded calls without a violation are
    needed besides; one counts from `speech_seconds` of speech and `speech_words` characters on that were heard clearly.
    `unlocks` names what somebody who has both may do once the supervisor agrees; nothing: none is asked."""

    questions: ByKind = ByKind(single=12, multiple=5, short=3)
    points: ByKind = ByKind(single=4, multiple=5, short=9)
    from_library: Count = 3
    pass_points: Annotated[int, Field(gt=0, le=100)] = 80
    minutes: Some = 30
    retry_days: Count = 1
    recordings: Count = 5
    speech_seconds: Count = 30
    speech_words: Count = 60
    unlocks: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _asks_something(self) -> ExamPolicy:
        if not any(getattr(self.questions, kind) * getattr(self.points, kind) for kind in ByKind.model_fields):
            raise ValueError("exam 里至少要有一道有分的题")
        return self
