"""What the intent classifier looks at: character n-grams of the message with its names, times and sums replaced by
their kind, so that a customer nobody has seen before changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

KINDS = (
    "customer", "contact", "product", "sku", "contract_no", "person", "industry", "buyer_role", "region",
    "time", "length", "sum",
)  # fmt: skip
MARKS = {kind: chr(0xE000 + place) for place, kind in enumerate(KINDS)}
LONGEST_READ = 400  # code points of a message that decide its intent: the rest repeats or is noise
_EDGE = "\ue0ff"
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[,，。;；、！!…~～]+")


def delexicalise(text: str, found: Iterable[tuple[int, int, str]]) -> str:
    """The text with each (start, end, kind) replaced by one private-use character of its kind; kinds not in KINDS
    stay words. The spans stand in order and do not overlap."""
    parts, last = [], 0
    for start, end, kind in found:
        if kind in MARKS:
            parts += [text[last:start], MARKS[kind]]
            last = end
    return "".join(parts) + text[last:]


def features(delexicalised: str, cues: Iterable[str] = ()) -> Iterator[str]:
    """N-grams of one to four characters with the message's edges, and the cues as they are."""
    body = _PUNCTUATION.sub(",", _SPACE.sub(" ", delexicalised.strip().lower()))[:LONGEST_READ]
    whole = _EDGE + body.strip(",. ") + _EDGE
    for size in (1, 2, 3, 4):
        for start in range(len(whole) - size + 1):
            yield whole[start : start + size]
    for cue in cues:
        yield f"={cue}"
