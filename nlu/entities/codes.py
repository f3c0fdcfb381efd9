"""Article and contract numbers: WK-310 in any case, hyphenation or width; HT-2026-018, XS20261105."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nlu.entities.mentions import NameMention
from nlu.rules import rules

_PIECE = re.compile(r"[a-z0-9]+")
_GAP = re.compile(r"[\s\-_/.·–—‐‑]{0,2}")
_LONGEST = 5  # pieces of one article number
_NO_CODE_BEFORE, _NO_CODE_AFTER = r"(?<![a-z0-9-])", r"(?![a-z0-9-])"
_YEARED = r"[a-z]{1,5}[-_ ]?20\d\d(?:[-_]?\d{2,6}){1,2}"
_CONTRACT = re.compile(
    rf"{_NO_CODE_BEFORE}(?:{_YEARED}|[a-z]{{2,5}}-?\d{{2,4}}-\d{{2,6}}|[a-z]{{2,4}}-?\d{{5,10}}){_NO_CODE_AFTER}"
)
_CALLED_CONTRACT = re.compile(
    rf"(?:{rules('codes').source('contract_label')})[\s:#]*"
    rf"([a-z]{{1,5}}[-_ ]?\d[\d\-_]{{1,15}}\d|\d{{4}}[-_]\d{{2,6}}|\d{{7,14}}){_NO_CODE_AFTER}"
)
_FORMS = r"[a-z]-\d{2,5}|[a-z]\d{3,5}|[a-z]{2,4}-?\d{2,4}|[a-z]{2,4}-\d|[a-z]\d-\d{2,4}"
_ARTICLE = re.compile(rf"{_NO_CODE_BEFORE}(?:{_FORMS})[a-z]{{0,2}}{_NO_CODE_AFTER}")


def key_of(code: str) -> str:
    """A number as it is compared."""
    return "".join(_PIECE.findall(code))


def articles(text: str, known: Mapping[str, str]) -> Iterator[NameMention]:
    """Known article numbers in the plain `text`; `known` maps their keys to how they are written."""
    pieces = list(_PIECE.finditer(text)) if known else []
    for first, piece in enumerate(pieces):
        key = ""
        for last in range(first, min(first + _LONGEST, len(pieces))):
            if last > first and not _GAP.fullmatch(text, pieces[last - 1].end(), pieces[last].start()):
                break
            key += pieces[last].group()
            if value := known.get(key):
                yield NameMention(piece.start(), pieces[last].end(), "sku", value, certain=True)


def other_articles(text: str, written: str) -> Iterator[NameMention]:
    """What has the form of an article number."""
    for found in _ARTICLE.finditer(text):
        yield NameMention(*found.span(), "sku", written[found.start() : found.end()])


def contract_numbers(text: str, written: str) -> Iterator[NameMention]:
    """What has the form of a contract number."""
    for found in _CONTRACT.finditer(text):
        yield NameMention(*found.span(), "contract_no", written[found.start() : found.end()])
    for found in _CALLED_CONTRACT.finditer(text):
        start, end = found.span(1)
        yield NameMention(start, end, "contract_no", written[start:end])
