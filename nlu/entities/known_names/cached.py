"""The names of a lexicon kept in a folder: building them takes thousands of times as long as mapping the file."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Any

from config.files import write_private
from nlu.digest import digest_of
from nlu.entities.known_names.build import build
from nlu.entities.known_names.known import KnownNames
from nlu.entities.known_names.table import NameTable
from nlu.lexicon import Lexicon
from nlu.text import phonetics

KEPT = 4  # newest files in the folder: a company's names change often


def table_of(lexicon: Lexicon, cache: Path | None) -> NameTable:
    """The table of a lexicon: from the folder `cache` where it was built before from the same names, words and code.
    Raises LexiconError."""
    known = KnownNames(build(lexicon)) if cache is None else _kept(lexicon, cache)
    if known.hears:
        phonetics.prepare()
    return NameTable(known)


def _kept(lexicon: Lexicon, cache: Path) -> KnownNames:
    path = cache / f"names-{lexicon.key}-{digest_of(__name__)}"
    known = _read(path)
    if known is None:
        content = build(lexicon)
        write_private(path, content)
        _drop_old(cache)
        known = _read(path) or KnownNames(content)
    return known


def _read(path: Path) -> KnownNames | None:
    """What was written to `path`; None if nothing was, or what is there cannot be read as names."""
    try:
        return KnownNames(_mapped(path))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _mapped(path: Path) -> Any:
    """The file in memory; it stays there when its name is given to another or removed."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _drop_old(folder: Path) -> None:
    kept = sorted(folder.glob("names-*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)
