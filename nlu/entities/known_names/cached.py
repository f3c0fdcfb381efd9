"""Tables of names kept in a folder, as JSON: building one takes several times as long as reading it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from config.collector import uncollected
from config.files import write_private
from nlu.digest import digest_of
from nlu.entities.known_names.spellings import Meaning
from nlu.entities.known_names.table import NameTable, automaton_of, beginnings_of, build
from nlu.lexicon import Lexicon
from nlu.text.phonetics import Named, Sound, Syllables

KEPT = 4  # newest tables in the folder: a company's names change often
_ENCODING = "utf-8", "surrogatepass"  # a name may hold anything that a message or a file can


def table_of(lexicon: Lexicon, cache: Path | None) -> NameTable:
    """The table of a lexicon: from the folder `cache` where it was built before from the same names, words and code.
    Raises LexiconError."""
    if cache is None:
        return build(lexicon)
    path = cache / f"names-{lexicon.key}-{digest_of(__name__)}.json"
    table = _read(path)
    if table is None:
        table = build(lexicon)
        write_private(path, json.dumps(_as_json(table), ensure_ascii=False).encode(*_ENCODING))
        _drop_old(cache)
    return table


def _read(path: Path) -> NameTable | None:
    """What was written to `path`; None if nothing was, or what is there cannot be read as a table."""
    try:
        with uncollected():
            return _from_json(json.loads(path.read_bytes().decode(*_ENCODING)))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _drop_old(folder: Path) -> None:
    tables = sorted(folder.glob("names-*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for old in tables[KEPT:]:
        old.unlink(missing_ok=True)


def _as_json(table: NameTable) -> dict[str, Any]:
    """The table without what follows from the rest."""
    return {
        "spellings": table.spellings,
        "meanings": table.meanings,
        "articles": table.articles,
        "regions": table.regions,
        "industry_parts": table.industry_parts,
        "syllables": {letter: " ".join(readings) for letter, readings in table.syllables.of.items()},
        "sounds": [(" ".join(sound), *named) for sound, named in table.sounds.items()],
        "similar": [(" ".join(sound), *named) for sound, named in table.similar.items()],
    }


def _from_json(data: Any) -> NameTable:
    """Raises TypeError, KeyError or ValueError if `data` is no table."""
    similar = _sounds(data["similar"])
    return NameTable(
        automaton_of(data["spellings"]),
        tuple(data["spellings"]),
        tuple(tuple(Meaning(*meaning) for meaning in meanings) for meanings in data["meanings"]),
        dict(data["articles"]),
        tuple(data["regions"]),
        tuple((part, industry) for part, industry in data["industry_parts"]),
        Syllables({letter: tuple(readings.split()) for letter, readings in data["syllables"].items()}),
        _sounds(data["sounds"]),
        similar,
        beginnings_of(similar),
    )


def _sounds(rows: Any) -> dict[Sound, Named]:
    return {tuple(sound.split()): (kind, value) for sound, kind, value in rows}
