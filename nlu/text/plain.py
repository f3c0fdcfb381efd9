"""Text as the grammars read it: one code point for one, so that offsets are those of the original."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from nlu.text.traditional import TO_SIMPLIFIED

_MARKS = {
    "～": "~", "〜": "~", "—": "-", "–": "-", "−": "-", "‐": "-", "‑": "-", "￥": "¥", "〇": "零",
    "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": "'", "’": "'",
    "【": "(", "】": ")", "〔": "(", "〕": ")", "\u3000": " ", "\xa0": " ", "İ": "i",
}  # fmt: skip
_WIDE = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF01, 0xFFEF)}
_PLAIN = str.maketrans({wide: narrow for wide, narrow in _WIDE.items() if len(narrow) == 1} | TO_SIMPLIFIED | _MARKS)

KEPT = 256  # texts: a message is asked for many times while it is handled


@lru_cache(maxsize=KEPT)
def plain(text: str) -> str:
    """`text` in half width, simplified and lower case, with plain quotes and dashes; exactly as long as it."""
    return text.translate(_PLAIN).lower()
