"""Which words of a message with several records tell each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlu.understanding import Understanding

EDGES = re.compile(r"^[,,;;。\s]+|[,,;;。\s]+$")
CLAUSE = re.compile(r"[,,;;。!!\n]\s*")


def own_words(reports: Sequence[Understanding]) -> list[Understanding]:
    """The reports of one message, each with its own words as its text; with all of them where it names nothing of its
    own."""
    text = reports[0].text if reports else ""
    starts = [0, *(_start(report, text) for report in reports[1:])]
    if len(reports) < 2 or any(report.text != text for report in reports) or sorted(set(starts)) != starts:
        return list(reports)
    ends = [*starts[1:], len(text)]
    cuts = zip(reports, starts, ends, strict=True)
    return [replace(report, text=EDGES.sub("", text[start:end]), spans={}) for report, start, end in cuts]


def _start(report: Understanding, text: str) -> int:
    """Where the clause begins in which a report names something first."""
    named = [start for slot in report.spans for start, _ in report.spans_of(slot)]
    first = min(named, default=0)
    return max((mark.end() for mark in CLAUSE.finditer(text) if mark.end() <= first), default=0)
