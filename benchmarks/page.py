"""docs/benchmarks.md: each benchmark's part of it lies between two comments and is replaced by its newest output."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from benchmarks.machine import described

PAGE = Path("docs/benchmarks.md")
END = "<!-- end -->"


def table(figures: Mapping[str, str], today: date) -> str:
    """Markdown: the day and the machine, then a line a figure."""
    lines = [f"| {name} | {value} |" for name, value in figures.items()]
    return "\n".join([f"{described(today)}.", "", "| | |", "|---|---:|", *lines]) + "\n"


def put(name: str, text: str) -> None:
    """Let `text` stand in the part of the benchmark `name`."""
    before, begin, rest = PAGE.read_text("utf-8").partition(f"<!-- {name} -->")
    if begin:
        PAGE.write_text(f"{before}{begin}\n{text}{END}{rest.partition(END)[2]}", "utf-8")
