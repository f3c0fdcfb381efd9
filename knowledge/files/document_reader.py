"""Opens a document of Word or PDF, as a program of its own: `python document_reader.py FILE TARGET docx|pdf`, started
by `documents`.

A small file may unpack to more than the machine has, and the libraries are many: so this one has little memory, time
and disk, and nothing but the file. TARGET gets a JSON object a line: of Word a paragraph with `level` (of a heading)
and `bold`, or a table's `rows`; of PDF a line with its `size` and `page`, or a `page` that is `lost` or has `no_text`.
The exit status says how it went.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, TextIO

MEMORY, SECONDS, DISK = 1_500_000_000, 120, 100_000_000
MOST_UNPACKED = 200_000_000
MOST_PAGES, MOST_CHARACTERS = 3_000, 5_000_000
DONE, DAMAGED, PASSWORD, TOO_LARGE = 0, 3, 4, 6  # exit statuses; any other: it was ended
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)


class TooLarge(Exception):
    """More than anybody's document."""


class Locked(Exception):
    """It needs a password."""


def main(file: str, target: str, kind: str) -> int:
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, DISK)):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        with open(target, "w", encoding="utf-8", errors="replace") as out:  # noqa: PTH123
            _write(_word(file) if kind == "docx" else _pdf(file), out)
    except (TooLarge, MemoryError, RecursionError):
        return TOO_LARGE
    except Locked:
        return PASSWORD
    except BaseException:
        return DAMAGED
    return DONE


def _write(blocks: Iterator[dict[str, Any]], out: TextIO) -> None:
    written = 0
    for block in blocks:
        line = json.dumps(block, ensure_ascii=False)
        written += len(line)
        if written > MOST_CHARACTERS:
            raise TooLarge
        out.write(line + "\n")


def _word(file: str) -> Iterator[dict[str, Any]]:
    with zipfile.ZipFile(file) as packed:
        entries = packed.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise Locked
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise TooLarge
    from docx import Document

    document = Document(file)
    levels = {style.style_id: _level_of_style(style) for style in document.styles if style.style_id}
    body = document.element.body
    inside: set[Any] = set()
    for element in body.iter(f"{W}p", f"{W}tbl"):
        if any(parent in inside for parent in element.iterancestors()):
            continue
        if element.tag == f"{W}tbl":
            inside.add(element)
            yield {"rows": [[_words(cell) for cell in row.iter(f"{W}tc")] for row in element.iter(f"{W}tr")]}
        elif words := _words(element):
            yield {"text": words, "level": _level(element, levels), "bold": _is_bold(element)}


def _level_of_style(style: Any) -> int:
    """Which heading a style is, 1 for the highest; 0 for none."""
    named = HEADING.match(style.name or "")
    if named is not None:
        return int(named[1])
    outline = style.element.find(f"{W}pPr/{W}outlineLvl")
    return _outline(outline) or (1 if (style.name or "").casefold() == "title" else 0)


def _level(paragraph: Any, levels: dict[str, int]) -> int:
    own = _outline(paragraph.find(f"{W}pPr/{W}outlineLvl"))
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return own or (levels.get(style.get(f"{W}val"), 0) if style is not None else 0)


def _outline(found: Any) -> int:
    value = found.get(f"{W}val") if found is not None else None
    return int(value) + 1 if value is not None and value.isdigit() and int(value) < 9 else 0


def _words(element: Any) -> str:
    """The words of a paragraph or cell, with those of links, inserted text and content controls."""
    parts: list[str] = []
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}p"):
        if any(parent.tag == FALLBACK for parent in node.iterancestors()):
            continue
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag != f"{W}p" or parts:
            parts.append("\t" if node.tag == f"{W}tab" else "\n")
    return "".join(parts).strip()


def _is_bold(paragraph: Any) -> bool:
    """Whether all of it is printed bold."""
    runs = [run for run in paragraph.iter(f"{W}r") if (run.findtext(f"{W}t") or "").strip()]
    bold = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(mark is not None and mark.get(f"{W}val") not in ("0", "false") for mark in bold)


def _pdf(file: str) -> Iterator[dict[str, Any]]:
    from pypdf import PdfReader

    reader = PdfReader(file)
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except Exception as error:  # a cipher that needs another package
            raise Locked from error
        if not opened:
            raise Locked
    if len(reader.pages) > MOST_PAGES:
        raise TooLarge
    for number, page in enumerate(reader.pages, 1):
        try:
            lines = list(_lines(page))
        except (MemoryError, RecursionError):
            raise
        except Exception:
            yield {"page": number, "lost": True}
            continue
        if not any(text.strip() for text, _ in lines):
            yield {"page": number, "no_text": True}
        for text, size in lines:
            yield {"text": text, "size": size, "page": number}


def _lines(page: Any) -> Iterator[tuple[str, float]]:
    """The lines of a page, each with the size of its letters."""
    pieces: list[tuple[str, float]] = []

    def note(text: str, matrix: Any, within: Any, _font: Any, size: float) -> None:
        scale = abs(within[3] or within[1]) * (abs(matrix[3] or matrix[1]) or 1) or 1
        pieces.append((text, round(size * scale, 1)))

    page.extract_text(visitor_text=note)
    line, sizes = "", [0.0]
    for text, size in pieces:
        first, *more = text.split("\n")
        for position, part in enumerate((first, *more)):
            if position:
                yield line, max(sizes)
                line, sizes = "", [0.0]
            line += part
            if part.strip():
                sizes.append(size)
    yield line, max(sizes)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
