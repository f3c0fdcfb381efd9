"""How Chinese sounds: syllables without tones, because voice input writes 鲁月 for 鲁岳 and 泓远 for 宏远."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

# Characters whose second reading is a common one; of all others the most frequent reading is taken.
_TWO_READINGS = frozenset("长重行乐都朝调传还会角觉率盛省系降校曾种藏参贾沈仇单解盖薄宿车大便数当相")
_FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = ("ang", "eng", "ing")
_PHRASES = Path(__file__).with_name("phrases.txt")  # those of pypinyin (MIT) with a character of two readings
_LONGEST = 8  # characters of a phrase
Sound = tuple[str, ...]


def readings(text: str, start: int, size: int) -> list[Sound]:
    """The ways to read text[start:start + size]; none if a character has no reading."""
    common = _common_syllables()
    sounds: list[Sound] = [()]
    for letter in text[start : start + size]:
        sounds = [(*sound, reading) for sound in sounds for reading in common.get(letter) or _of_rare(letter)]
    return sounds


def prepare() -> None:
    """Load how characters and words are read, which takes a moment: not while somebody waits."""
    sound_of("重阳")


@lru_cache(maxsize=4096)
def _of_rare(letter: str) -> tuple[str, ...]:
    return _readings_of([letter])[letter] if "\u4e00" <= letter <= "\u9fff" else ()


@lru_cache(maxsize=1)
def _common_syllables() -> dict[str, tuple[str, ...]]:
    return _readings_of([letter for code in range(0x4E00, 0x9FA6) if _common(letter := chr(code))])


def _readings_of(letters: list[str]) -> dict[str, tuple[str, ...]]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # all of its phrases weigh 44 MB; ours are in a file
    from pypinyin import Style, pinyin

    readings = pinyin(letters, style=Style.NORMAL, heteronym=True)
    return {
        letter: tuple(dict.fromkeys(found)) if letter in _TWO_READINGS else (found[0],)
        for letter, found in zip(letters, readings, strict=True)
    }


def sound_of(name: str) -> Sound:
    """How `name` is read as a whole, 重 of 重阳 as chong; empty if it is not all Chinese."""
    common = _common_syllables()
    letters = [common.get(letter) or _of_rare(letter) for letter in name]
    if not all(letters):
        return ()
    sound = [letter[0] for letter in letters]
    at = 0 if not _TWO_READINGS.isdisjoint(name) else len(name)
    while at < len(name):
        phrase = _longest_phrase(name, at)
        sound[at : at + len(phrase)] = _phrases().get(phrase, sound[at : at + len(phrase)])
        at += len(phrase)
    return tuple(sound)


def _longest_phrase(name: str, at: int) -> str:
    """The longest phrase that begins there; the character itself if none does."""
    ends = range(min(len(name), at + _LONGEST), at + 1, -1)
    return next((name[at:end] for end in ends if name[at:end] in _phrases()), name[at])


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Sound]:
    lines = (line.split() for line in _PHRASES.read_text("utf-8").splitlines())
    return {phrase: tuple(sound) for phrase, *sound in lines}


def folded(sound: Sound) -> Sound:
    """`sound` without the differences that southern speakers and microphones lose: zh/z, ing/in, n/l."""
    return tuple(map(_fold, sound))


@lru_cache(maxsize=1024)
def _fold(syllable: str) -> str:
    for heard, same in _FOLDED:
        syllable = syllable.replace(heard, same, 1) if syllable.startswith(heard) else syllable
    if syllable.endswith(_NASAL):
        syllable = syllable[:-1]
    return "l" + syllable[1:] if syllable.startswith("n") else syllable


def _common(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
