"""How names are compared: what says nothing is left out, whatever else stands in the name."""

from __future__ import annotations

import unicodedata

import pytest

from config.names import as_compared

SAYS_NOTHING = {"So", "Sk", "Cf", "Mn", "Me", "Cs", "Co", "Cn", "Cc", "Zs", "Zl", "Zp"}


@pytest.mark.parametrize("around", ["", "恒泰(中国)"])
def test_letters_and_figures_tell_names_apart_and_nothing_else_does(around: str) -> None:
    for letter in map(chr, range(0x3000)):
        plain = unicodedata.normalize("NFKC", around + letter).casefold()
        kept = "".join(part for part in plain if unicodedata.category(part) not in SAYS_NOTHING)
        assert as_compared(around + letter) == kept
