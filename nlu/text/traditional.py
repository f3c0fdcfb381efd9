"""Traditional characters, read as the simplified ones that the rules and the thesaurus are written in: one for one, so
that offsets stay those of the original."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).with_name("traditional.txt")
_LINES = [line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
TO_SIMPLIFIED = dict(zip(_LINES[0], _LINES[1], strict=True))
_ONLY_SIMPLIFIED = frozenset(_LINES[2])
_IN_NAMES = frozenset("昇堃喆甦鉅陞崑崙彊澂濬祐甯")  # written in names by people who write simplified characters
_TRADITIONAL = frozenset(TO_SIMPLIFIED) - _IN_NAMES
_TABLE = str.maketrans(TO_SIMPLIFIED)


def simplified(text: str) -> str:
    """`text` in simplified characters, if it is written in traditional ones; a name in them (鼎豐) in a text that is
    not stays as it is."""
    letters = set(text)
    if len(letters & _TRADITIONAL) > len(letters & _ONLY_SIMPLIFIED):
        return text.translate(_TABLE)
    return text
