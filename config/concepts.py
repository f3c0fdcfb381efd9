"""The thesaurus of the sales trade: what customers and reps mean, and the many ways in which they say it.

Shipped as `config/thesaurus.yml`. It links words that share no character: 肉疼 and 摊到每天 are both about a price. A
mistake is named with file, line and key. `config/concepts.yml` is another file: the patterns by which a follow-up is
understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import ahocorasick
from pydantic import AfterValidator, Field, StringConstraints

from config.yaml_lines import ConfigError, Part, Where, dotted, read_with_lines

SHIPPED = Path(__file__).parent / "thesaurus.yml"
SHORTEST, LONGEST = 2, 12  # characters of a phrase
_SENTENCE_END = re.compile(r"[。!?;\r\n]+")  # once the text is in half width
_BETWEEN_WORDS = re.compile(r"(?<=[a-z0-9])[^\w\n]+(?=[a-z0-9])")
_NOT_SAID = re.compile(r"[^\w\n ]|_|(?<![a-z0-9]) | (?![a-z0-9])")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True)
class Concept:
    """Something that is meant; `key` is stable, `name` is for people, `phrases` are in plain form."""

    key: str
    name: str
    phrases: tuple[str, ...]


class Concepts:
    """Immutable; finds concepts in a text in a time that does not depend on how many there are."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._by_key = {concept.key: concept for concept in concepts}
        self._automaton = ahocorasick.Automaton()
        for concept in self._by_key.values():
            for phrase in concept.phrases:
                self._automaton.add_word(phrase, (len(phrase), concept))
        self._automaton.make_automaton()

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def __getitem__(self, key: str) -> Concept:
        return self._by_key[key]

    def in_text(self, text: str) -> tuple[Concept, ...]:
        """The concepts of which a phrase occurs in the text, each once, that of the longest phrase first. A phrase
        inside a longer one that occurs does not count; neither does one that goes on from sentence to sentence."""
        said = plain(text)
        if not said or not self._by_key:
            return ()
        found = [
            (last + 1 - length, -last - 1, concept)
            for last, (length, concept) in self._automaton.iter(said)
            if _is_whole(said, last + 1 - length, last + 1)
        ]
        found.sort(key=lambda hit: hit[:2])
        reached = 0
        outermost = []
        for start, minus_end, concept in found:
            if -minus_end > reached:
                reached = -minus_end
                outermost.append((minus_end + start, start, concept))
        outermost.sort(key=lambda hit: hit[:2])
        return tuple(dict.fromkeys(concept for _, _, concept in outermost))


def plain(text: str) -> str:
    """The text in lower case and half width, without spaces and punctuation; sentences are parted by a line break,
    Latin words by a space."""
    half_width = _SENTENCE_END.sub("\n", unicodedata.normalize("NFKC", text).lower())
    return _NOT_SAID.sub("", _BETWEEN_WORDS.sub(" ", half_width))


def load(path: Path = SHIPPED) -> Concepts:
    """The thesaurus in a file; built again only when the content of the file is another. Raises ConfigError."""
    try:
        content = path.read_bytes()
    except OSError:
        content = b""  # reading it says why
    return _built(path, content)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word or number is cut at the ends of this part of the text."""
    return not (start and text[start] in _LATIN and text[start - 1] in _LATIN) and not (
        end < len(text) and text[end - 1] in _LATIN and text[end] in _LATIN
    )


def _phrase(text: str) -> str:
    said = plain(text)
    if not said.isalnum() or len(said) != len(text.strip()):
        raise ValueError(f"说法里只写字和数字,不写空格和标点,写的是「{text}」")
    if not SHORTEST <= len(said) <= LONGEST:
        raise ValueError(f"一个说法写 {SHORTEST} 到 {LONGEST} 个字,「{said}」是 {len(said)} 个字")
    return said


Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Phrases = Annotated[tuple[Annotated[str, AfterValidator(_phrase)], ...], Field(min_length=1)]


class Entry(Part):
    """A concept as it is written."""

    name: Name
    phrases: Phrases


class ThesaurusFile(Part):
    """A file of concepts by their key."""

    concepts: dict[Key, Entry]


@lru_cache(maxsize=4)
def _built(path: Path, content: bytes) -> Concepts:
    file, where = read_with_lines(path, ThesaurusFile)
    _check_unique(file, where, path)
    return Concepts(Concept(key, entry.name, entry.phrases) for key, entry in file.concepts.items())


def _check_unique(file: ThesaurusFile, where: Where, path: Path) -> None:
    """Raises ConfigError where a name or a phrase stands twice."""
    owners: dict[tuple[str, str], str] = {}
    faults = []
    for key, entry in file.concepts.items():
        concept: tuple[str | int, ...] = ("concepts", key)
        written = [((*concept, "name"), "名字", entry.name)]
        written += [((*concept, "phrases", index), "说法", phrase) for index, phrase in enumerate(entry.phrases)]
        for at, kind, text in written:
            owner = owners.setdefault((kind, text), dotted(at))
            if owner != dotted(at):
                faults.append(f"{path}:{where.get(at, 1)}: {dotted(at)}: {kind}「{text}」在 {owner} 已经有了")
    if faults:
        raise ConfigError("\n".join(faults))
