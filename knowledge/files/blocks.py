"""A document as a row of blocks: headings, paragraphs, tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A heading of this `level` (1 is the highest), a paragraph (0), or a table's `rows`; where it stands, if known."""

    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    line: int = 0
    page: int = 0
