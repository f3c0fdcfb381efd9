"""Which files of a path are read into the library, and as what: JSON lines, a table, a document.

Files are opened here, one after the other, within limits of size; what a file is, its name says and its content. A link
that leads out of the folder is not followed. What is wrong with one file does not keep others from being read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from config.files import why_not
from knowledge.files import Contents, NotReadable, Trouble, read_document, script_layout, suffix_of
from knowledge.items import ItemProblem, read_each
from sales import importing
from storage.media import MAX_BYTES

JSON_LINES = (".jsonl", ".ndjson", ".json")
TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
MOST_BYTES = MAX_BYTES  # of a table or document
MOST_JSON = 500 * 1024 * 1024
MOST_LINE = 2 * 1024 * 1024  # bytes of a JSON line
MOST_FILES = 5_000
EACH = 20  # files after which it is said how far it is


def gather(path: Path, tell: Callable[[str, int, int], None] = lambda name, number, of: None) -> Contents:
    """What the file, or all files of the folder, at `path` hold; `tell` hears of each 20th file which it is, of how
    many. Raises OSError where there is nothing to read."""
    contents = Contents()
    if not path.is_dir():
        with path.open("rb") as file:
            contents.files = 1
            _take(path.name, file, contents)
        return contents
    found = list(_files(path, contents))
    for number, (name, place) in enumerate(found, 1):
        if number % EACH == 0:
            tell(name, number, len(found))
        try:
            with place.open("rb") as file:
                contents.files += 1
                _take(name, file, contents)
        except OSError as error:
            contents.problem(name, "gone", detail=why_not(error))
    return contents


def gather_sent(name: str, data: bytes) -> Contents:
    """What a file that was sent holds."""
    contents = Contents(files=1)
    _take_bytes(name, data, contents)
    return contents


def _files(folder: Path, contents: Contents) -> Iterator[tuple[str, Path]]:
    """The files of a folder that are read, as they are called and where they are, in their order; notes others, and
    links that lead out of it."""
    root = folder.resolve()
    others: list[str] = []
    count = 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*folders, *sorted(files)]:
            path = Path(place, name)
            shown = _as_called(path.relative_to(folder))
            if name.startswith((".", "~$")):
                continue
            if path.is_symlink() and (name in folders or not path.resolve().is_relative_to(root)):
                contents.problem(shown, "outside")
            elif name not in folders and path.is_file():
                if not name.casefold().endswith((*JSON_LINES, *TABLES)) and suffix_of(name) is None:
                    others.append(shown)
                elif (count := count + 1) > MOST_FILES:
                    return contents.problem(shown, "too_many")
                else:
                    yield shown, path
    if others:
        contents.note("", "unknown", detail="\n".join([*others[:6], str(len(others))]))


def _as_called(path: Path) -> str:
    """A name as people read it; one that was packed on Windows may be GBK."""
    name = path.as_posix()
    return name if name.isprintable() else os.fsencode(name).decode("gb18030", "replace")


def _take(name: str, file: BinaryIO, contents: Contents) -> None:
    """Take what an open file holds, or what is wrong with it."""
    size = os.fstat(file.fileno()).st_size
    start = file.read(4096)
    file.seek(0)
    if _is_json(name, start):
        return _json_lines(name, file, size, contents)
    if size > MOST_BYTES:
        return contents.problem(name, "too_large", detail=f"{size / 1024 / 1024:,.0f} MB")
    _take_bytes(name, file.read(MOST_BYTES + 1), contents)


def _is_json(name: str, start: bytes) -> bool:
    if name.casefold().endswith(JSON_LINES):
        return True
    known = suffix_of(name) is not None or name.casefold().endswith(TABLES)
    return not known and start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"")


def _take_bytes(name: str, data: bytes, contents: Contents) -> None:
    try:
        if name.casefold().endswith(TABLES):
            _tables(name, data, contents)
        elif suffix_of(name) is not None:
            read_document(name, data, contents)
        else:
            contents.problem(name, "not_a_table")
    except NotReadable as error:
        contents.problem(name, error.reason)
    except importing.NotReadable as error:
        contents.problem(name, error.reason, error.line)


def _tables(name: str, data: bytes, contents: Contents) -> None:
    """Take the tables of scripts of a file; other sheets are noted. Raises importing.NotReadable."""
    found, others = 0, []
    for table in importing.read_tables(data):
        layout = script_layout(table.rows)
        if layout is None:
            others.append(table.name)
            continue
        found += 1
        layout.read(f"{name}·{table.name}" if table.name and found > 1 else name, table.rows(), contents)
    if not found:
        contents.problem(name, "no_headings")
    elif others:
        contents.note(name, "unused", detail="\n".join(others))


def _json_lines(name: str, file: BinaryIO, size: int, contents: Contents) -> None:
    if size > MOST_JSON:
        return contents.problem(name, "too_large", detail=f"{size / 1024 / 1024:,.0f} MB")
    for encoding in ("utf-8-sig", "gb18030"):
        file.seek(0)
        try:
            found = Contents()
            for line, item in read_each(_lines(file, encoding)):
                if isinstance(item, ItemProblem):
                    found.problem(name, "item", line, detail=str(item))
                else:
                    found.add(item, Trouble(name, "item", line))
        except UnicodeDecodeError:
            continue
        if size == 0 or not (found.items or found.problems):
            return contents.problem(name, "empty")
        contents.add_all((item, found.places[code]) for code, item in found.items.items())
        contents.problems += found.problems
        return None
    contents.problem(name, "encoding")


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines, parted by line breaks only; one that is endless is cut, and is no JSON then."""
    first = True
    while line := file.readline(MOST_LINE):
        text = line.decode(encoding if first or encoding != "utf-8-sig" else "utf-8")
        first = False
        yield text
        while not line.endswith(b"\n") and len(line) == MOST_LINE:
            line = file.readline(MOST_LINE)


def sorted_problems(problems: Sequence[Trouble]) -> list[Trouble]:
    """By file, line and page."""
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.page))
