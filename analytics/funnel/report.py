"""Everything that an answer about the funnel shows, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session

from analytics.funnel import deals, figures, rows, slices
from analytics.funnel.deals import InStage
from analytics.funnel.figures import Funnel, Part
from analytics.funnel.rows import Span
from analytics.funnel.slices import DIMENSIONS, Dimension

__all__ = ["DIMENSIONS", "MOST_PARTS", "Dimension", "Report", "report"]

MOST_PARTS = 12


@dataclass(frozen=True)
class Report:
    """The funnel of a span and of the one it is compared with, that of each value of a dimension (the largest; `others`
    are left out), the deals that are in each stage now, and why deals were lost in the span."""

    now: Funnel
    before: Funnel
    parts: tuple[Part, ...]
    others: int
    standing: tuple[InStage, ...]
    reasons: tuple[tuple[str, int], ...]


def report(
    session: Session,
    scope: ColumnElement[bool],
    stages: Sequence[str],
    span: Span,
    against: Span,
    by: Dimension | None = None,
) -> Report:
    """The report on the deals in scope, of which `stages` are the open stages in order."""
    this, that = rows.paths(session, scope, stages, [span, against], by)
    parts = figures.parts(stages, this, slices.names(session, by)) if by is not None else ()
    return Report(
        figures.funnel(stages, this),
        figures.funnel(stages, that),
        parts[:MOST_PARTS],
        len(parts[MOST_PARTS:]),
        deals.standing(session, scope, stages),
        deals.loss_reasons(session, scope, span),
    )
