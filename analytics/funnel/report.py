"""Everything that an answer about the funnel shows, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session

from analytics.funnel import deals, figures, kept, rows, slices
from analytics.funnel.deals import InStage
from analytics.funnel.figures import Funnel, Part
from analytics.funnel.rows import Span
from analytics.funnel.slices import DIMENSIONS, Dimension, Slice

__all__ = ["DIMENSIONS", "MOST_PARTS", "Dimension", "Report", "report"]

MOST_PARTS = 12


@dataclass(frozen=True)
class Report:
    """The funnel of a span and of the one it is compared with, that of each value of a dimension (the largest; `others`
    are left out), the deals that are in each stage now, and why deals were lost in the span; of the span compared with,
    the funnel of those values, and why deals were lost."""

    now: Funnel
    before: Funnel
    parts: tuple[Part, ...]
    others: int
    standing: tuple[InStage, ...]
    reasons: tuple[tuple[str, int], ...]
    parts_before: tuple[Part, ...] = ()
    reasons_before: tuple[tuple[str, int], ...] = ()


def report(
    session: Session,
    scope: ColumnElement[bool],
    of: Slice,
    stages: Sequence[str],
    zone: ZoneInfo,
    span: Span,
    against: Span,
    by: Dimension | None = None,
) -> Report:
    """The report on the deals in scope that are of a slice; `stages` are the open stages in order, months are those of
    `zone`. Read from what is kept; where that is not complete, counted from the rows."""
    names = slices.names(session, by) if by is not None else None
    within = of.within(scope)
    counts = kept.counts(session, scope, of, stages, zone, (span, against), by)
    if counts is not None:
        now, before = (figures.counted(stages, count) for count in counts)
        parts, earlier = (figures.counted_parts(stages, count, names) if by is not None else () for count in counts)
        reasons, reasons_before = (figures.counted_reasons(count) for count in counts)
    else:
        paths = rows.paths(session, within, stages, (span, against), by)
        now, before = (figures.funnel(stages, path) for path in paths)
        parts, earlier = (figures.parts(stages, path, names) if by is not None else () for path in paths)
        reasons, reasons_before = (deals.loss_reasons(session, within, days) for days in (span, against))
    standing = deals.standing(session, within, stages)
    shown = parts[:MOST_PARTS]
    names_shown = {part.name for part in shown}
    then = tuple(part for part in earlier if part.name in names_shown)
    return Report(now, before, shown, len(parts[MOST_PARTS:]), standing, reasons, then, reasons_before)
