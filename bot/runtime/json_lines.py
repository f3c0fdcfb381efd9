"""What the commands that read and write JSON lines have in common: one object a line, answered in the order of input.

A bad line is answered `{"line": N, "error": …}` in its place, the rest goes on, and the exit status is then 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO

IGNORED = {"gold", "grade", "band", "note"}  # labelled files can be piped in as they are


class BadLine(ValueError):
    """A line that cannot be carried out; the message says why, for a person."""


def answer_each(
    lines: Iterable[str], answers: Callable[[int, str], Iterable[Mapping[str, Any]]]
) -> Iterator[Mapping[str, Any]]:
    """The answers to each line (its number counts from 1), in order. BadLine becomes an answer of its own."""
    for number, line in enumerate(lines, start=1):
        try:
            yield from answers(number, line)
        except BadLine as bad:
            yield {"line": number, "error": str(bad)}


def read_object(line: str) -> dict[str, Any]:
    """The object of one line, without the keys that are always ignored. Raises BadLine."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine(f"不是一行 JSON,第 {error.colno} 个字符附近写错了") from None
    except (ValueError, RecursionError):
        raise BadLine("不是一行 JSON") from None
    if not isinstance(data, dict):
        raise BadLine("一行要是一个 JSON 对象")
    return {key: value for key, value in data.items() if key not in IGNORED}


def instant(text: object) -> datetime:
    """ISO 8601 with an offset. Raises BadLine."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        raise BadLine(f"时间看不懂:{text!r}") from None
    if at.tzinfo is None:
        raise BadLine(f"时间要带时区:{text!r}(例:2026-11-23T10:00:00+08:00)")
    return at


def write(lines: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """Write each line as soon as it is there. Returns the exit status: 1 where one of them is an error."""
    failed = False
    for line in lines:
        failed = failed or "error" in line
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.flush()
    return int(failed)
