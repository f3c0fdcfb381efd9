"""Where the clauses of a message begin and end: at punctuation, and at the blanks people type instead of it."""

from __future__ import annotations

import re

# A blank divides unless it stands between two Latin words or figures ("say yes", "KX 200").
BREAK = re.compile(
    r"[，,。；;！!？?：:…～~\n\r\t／|｜【】「」“”\"()（）]+|(?<!\d)/+|/+(?!\d)|(?<![A-Za-z0-9]) +| +(?![A-Za-z0-9 ])"
)
Clause = tuple[int, int]


def clauses(text: str) -> list[Clause]:
    """(start, end) of each clause, in order, blank ones left out."""
    found, last = [], 0
    for gap in BREAK.finditer(text):
        if text[last : gap.start()].strip():
            found.append((last, gap.start()))
        last = gap.end()
    if text[last:].strip():
        found.append((last, len(text)))
    return found
