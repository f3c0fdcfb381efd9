"""How Chinese sounds: syllables without tones, because voice input writes 鲁月 for 鲁岳 and 泓远 for 宏远."""

from __future__ import annotations

from functools import lru_cache

# Characters whose second reading is a common one; of all others the most frequent reading is taken.
_TWO_READINGS = frozenset("长重行乐都朝调传还会角觉率盛省系降校曾种藏参贾沈仇单解盖薄宿车大便数当相")
_FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = ("ang", "eng", "ing")
Sound = tuple[str, ...]


def readings(text: str, start: int, size: int) -> list[Sound]:
    """The ways to read text[start:start + size]; none if a character has no reading."""
    common = _common_syllables()
    sounds: list[Sound] = [()]
    for letter in text[start : start + size]:
        sounds = [(*sound, reading) for sound in sounds for reading in common.get(letter) or _of_rare(letter)]
    return sounds


def prepare() -> None:
    """Load how characters and words are read, which takes half a second: not while somebody waits."""
    sound_of("重阳")


@lru_cache(maxsize=4096)
def _of_rare(letter: str) -> tuple[str, ...]:
    return _readings_of([letter])[letter] if "\u4e00" <= letter <= "\u9fff" else ()


@lru_cache(maxsize=1)
def _common_syllables() -> dict[str, tuple[str, ...]]:
    return _readings_of([letter for code in range(0x4E00, 0x9FA6) if _common(letter := chr(code))])


def _readings_of(letters: list[str]) -> dict[str, tuple[str, ...]]:
    from pypinyin import Style, pinyin

    readings = pinyin(letters, style=Style.NORMAL, heteronym=True)
    return {
        letter: tuple(dict.fromkeys(found)) if letter in _TWO_READINGS else (found[0],)
        for letter, found in zip(letters, readings, strict=True)
    }


def sound_of(name: str) -> Sound:
    """How `name` is read as a whole, 重 of 重阳 as chong; empty if it is not all Chinese."""
    from pypinyin import lazy_pinyin

    common = _common_syllables()
    letters = [common.get(letter) or _of_rare(letter) for letter in name]
    if not all(letters):
        return ()
    if _TWO_READINGS.isdisjoint(name):
        return tuple(letter[0] for letter in letters)
    return tuple(lazy_pinyin(name))


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
