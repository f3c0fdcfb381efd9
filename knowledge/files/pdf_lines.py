"""Lines of a PDF as blocks: a PDF knows no headings and paragraphs, so they are told by size, length and numbering."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from knowledge.files.blocks import Block
from knowledge.items import plain

LARGER = 1.15  # times the size of the text
LONGEST_HEADING = 60
MOST_LEVELS = 6
FULL = 0.75  # of the longest line: it goes on in the next
_NUMBERED = re.compile(r"(?:第[一二三四五六七八九十百\d]+[章节篇部分讲条]|[一二三四五六七八九十]+[、.．]).{1,40}")
_ENDS = re.compile(r"[。!！?？;；:：…\"”』」)）]$")
_PAGE_NUMBER = re.compile(r"[-—\s第·|/]*\d{1,4}[-—\s页·|/]*(?:共?\s*\d{1,4}\s*页?)?")
_NUMBER_AT_EDGE = re.compile(r"^\d+\s|\s\d+$")
_NO_SPACE = re.compile(r"(?<=[\u2e80-\uffef])[ \t]+(?=[\u2e80-\uffef])")
Line = dict[str, Any]


def blocks(lines: Sequence[Line]) -> Sequence[Block]:
    """The blocks of the lines that hold anything, without page numbers and what stands on most pages."""
    shown = _without_margins([{**line, "text": _NO_SPACE.sub("", plain(line["text"]))} for line in lines])
    if not shown:
        return ()
    levels = _levels(shown)
    widest = sorted(len(line["text"]) for line in shown)[int(len(shown) * 0.9)]
    found: list[Block] = []
    goes_on = False
    for line in shown:
        text, level = line["text"], levels(line)
        if level and found and found[-1].level == level and goes_on and len(found[-1].text + text) <= LONGEST_HEADING:
            found[-1] = Block(_joined(found[-1].text, text), level, page=found[-1].page)
        elif not level and goes_on and found and not found[-1].level:
            found[-1] = Block(_joined(found[-1].text, text), page=found[-1].page)
        else:
            found.append(Block(text, level, page=line["page"]))
        goes_on = (bool(level) and len(text) >= widest * FULL / 2) or (
            not level and len(text) >= widest * FULL and not _ENDS.search(text)
        )
    return found


def _without_margins(lines: Sequence[Line]) -> list[Line]:
    """The lines without page numbers, and without what stands at the top or bottom of most pages."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if line["text"]:
            pages.setdefault(line["page"], []).append(line)
    margins = Counter(text for page in pages.values() for text in {_unnumbered(line) for line in _margin(page)})
    often = max(3, len(pages) * 0.6)
    return [
        line
        for page in pages.values()
        for line in page
        if not _PAGE_NUMBER.fullmatch(line["text"])
        and not (margins[_unnumbered(line)] >= often and any(line is each for each in _margin(page)))
    ]


def _margin(page: Sequence[Line]) -> Sequence[Line]:
    return (*page[:2], *page[-2:])


def _unnumbered(line: Line) -> str:
    return _NUMBER_AT_EDGE.sub("", line["text"]).strip()


def _levels(lines: Sequence[Line]) -> Any:
    """How high a heading a line is: by the size of its letters, else by its numbering."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line["size"]] += len(line["text"])
    body = sizes.most_common(1)[0][0]
    may_be = [line for line in lines if _is_short(line)]
    larger = sorted({line["size"] for line in may_be if line["size"] >= body * LARGER}, reverse=True)
    if larger:
        known = {size: min(place, MOST_LEVELS) for place, size in enumerate(larger, 1)}
        return lambda line: known.get(line["size"], 0) if _is_short(line) else 0
    return lambda line: 1 if _is_short(line) and _NUMBERED.fullmatch(line["text"]) else 0


def _is_short(line: Line) -> bool:
    return len(line["text"]) <= LONGEST_HEADING and line["text"][-1:] not in "。;；,，"


def _joined(first: str, second: str) -> str:
    apart = first[-1:].isascii() and second[:1].isascii() and first[-1:] != "-"
    return f"{first} {second}" if apart else first + second
