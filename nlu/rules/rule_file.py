"""Reads a file of rules: lists of words, tables from words to what they mean, and named patterns.

A pattern may refer to a list, a table or another pattern by `{name}`, to several lists together by `{name|name}`, to
those of another file by `{file.name}`.
Files are read and patterns compiled when first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from nlu.rules.yaml_file import RulesError, read_yaml

FOLDER = Path(__file__).parent
SECTIONS = frozenset({"words", "tables", "patterns"})
PATTERN_KEYS = frozenset({"pattern", "begins", "needs", "where", "examples", "not"})
ITSELF = "itself"
REFERENCE = re.compile(r"\{(?:([a-z_]+)\.)?([a-z_|]+)\}")  # a repetition such as {2,20} holds no letters


class Rules(dict[str, re.Pattern[str]]):
    """The rules of one file. As a mapping it holds compiled patterns, each from when it is first asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def __missing__(self, name: str) -> re.Pattern[str]:
        try:
            self[name] = compiled = re.compile(self.source(name))
        except re.error as error:
            raise self.error(f"patterns.{name}", str(error)) from error
        return compiled

    def compile_all(self) -> None:
        """Compile every pattern now, for whoever may not wait later."""
        for name in self.names("patterns"):
            self[name]

    def source(self, name: str) -> str:
        """The pattern `name` as one regular expression, what it refers to put in."""
        pattern = self.entry(name)["pattern"]
        choices = [pattern] if isinstance(pattern, str) else pattern
        source = "|".join(choice.replace("\n", "") for choice in choices)
        return REFERENCE.sub(lambda found: self._referred(name, *found.groups()), source)

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list, in the order of the file."""
        if name not in self._section("words"):
            raise self.error(f"words.{name}", "no such list")
        return _split(self._section("words")[name])

    def table(self, name: str) -> dict[str, str]:
        """A table: each word and what it means."""
        rows = self.rows(name).items()
        return {word: word if meaning == ITSELF else str(meaning) for meaning, words in rows for word in _split(words)}

    def rows(self, name: str) -> Mapping[str, str]:
        """A table as it stands in the file: a meaning, or ITSELF where it is the word, and the words that have it."""
        if name not in self._section("tables"):
            raise self.error(f"tables.{name}", "no such table")
        rows: Mapping[str, str] = self._section("tables")[name]
        return rows

    def begins(self, name: str) -> str:
        """The characters with which what the pattern matches may begin."""
        begins = self.entry(name).get("begins")
        if not isinstance(begins, str):
            raise self.error(f"patterns.{name}.begins", "missing")
        return REFERENCE.sub(lambda found: "".join(self._file(found[1]).words(found[2])), begins)

    def needed(self, name: str) -> re.Pattern[str]:
        """What must stand in a text for the pattern to match anywhere in it: one of its `needs`."""
        needs = self.entry(name).get("needs")
        if not isinstance(needs, str):
            raise self.error(f"patterns.{name}.needs", "missing")
        return re.compile(any_of(_split(needs)))

    def entry(self, name: str) -> Mapping[str, Any]:
        """A pattern as it stands in the file: `pattern`, `examples` and, some, `not`, `where`, `begins`, `needs`."""
        entry: Mapping[str, Any] | None = self._section("patterns").get(name)
        if entry is None:
            raise self.error(f"patterns.{name}", "no such pattern")
        return entry

    def names(self, section: str) -> list[str]:
        """The names of all words, tables or patterns of the file."""
        return list(self._section(section))

    def error(self, key: str, reason: str) -> RulesError:
        return RulesError(f"{self.path.name}: {key}: {reason}")

    def _referred(self, pattern: str, file: str | None, name: str) -> str:
        other = self._file(file)
        if name in other._section("patterns"):
            return f"(?:{other.source(name)})"
        words: list[str] = []
        for part in name.split("|"):
            if part in other._section("words"):
                words += other.words(part)
            elif part in other._section("tables"):
                words += other.table(part)
            else:
                where = f"{{{file}.{part}}}" if file else f"{{{part}}}"
                raise self.error(f"patterns.{pattern}", f"refers to {where}, which is not there")
        return any_of(words)  # one flat choice: the regular expression engine looks for its first characters fast

    def _file(self, name: str | None) -> Rules:
        return self if name is None else rules(name)

    def _section(self, name: str) -> Mapping[str, Any]:
        section: Mapping[str, Any] = self._content.get(name, {})
        return section

    def read(self) -> None:
        """Read the file now. Raises RulesError."""
        assert self._content is not None

    @cached_property
    def _content(self) -> Mapping[str, Any]:
        content = read_yaml(self.path)
        if not isinstance(content, Mapping) or not content.keys() <= SECTIONS:
            raise RulesError(f"{self.path.name}: the outermost keys are {', '.join(sorted(SECTIONS))}")
        for section, entries in content.items():
            self._check(section, entries)
        self._check_names(content)
        return content

    def _check_names(self, content: Mapping[str, Mapping[str, Any]]) -> None:
        """Raises RulesError where two sections have an entry of one name: `{name}` would mean either."""
        sections: dict[str, str] = {}
        for section, entries in content.items():
            for name in entries:
                if name in sections:
                    raise self.error(f"{section}.{name}", f"is also the name of an entry of {sections[name]}")
                sections[name] = section

    def _check(self, section: str, entries: Any) -> None:
        if not isinstance(entries, Mapping):
            raise self.error(section, "is to be a mapping of names")
        for name, entry in entries.items():
            if section == "patterns":
                self._check_pattern(name, entry)
            elif section == "tables" and not isinstance(entry, Mapping):
                raise self.error(f"tables.{name}", "is to be a mapping from meanings to words")
            elif section == "words" and not isinstance(entry, str | list):
                raise self.error(f"words.{name}", "is to be words with blanks between them")

    def _check_pattern(self, name: str, entry: Any) -> None:
        key = f"patterns.{name}"
        if not isinstance(entry, Mapping) or not isinstance(entry.get("pattern"), str | list):
            raise self.error(key, "has no pattern")
        if unknown := entry.keys() - PATTERN_KEYS:
            raise self.error(key, f"does not know {', '.join(sorted(map(str, unknown)))}")
        if entry.get("where", "behind") != "behind":
            raise self.error(key, "`where` may only be: behind")
        if not isinstance(entry.get("examples"), list) or not isinstance(entry.get("not", []), list):
            raise self.error(key, "needs a list of examples")


@cache
def rules(name: str) -> Rules:
    """The rules of `nlu/rules/NAME.yml`."""
    return Rules(FOLDER / f"{name}.yml")


def any_of(words: Iterable[str]) -> str:
    """A regular expression for one of `words`, the longest that fits."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


def _split(words: str | list[str]) -> tuple[str, ...]:
    return tuple(words.split()) if isinstance(words, str) else tuple(words)


def read_all() -> None:
    """Read every file now: nothing is opened while messages are handled. What answers are read with inside a turn
    (`context`) is compiled too."""
    for path in sorted(FOLDER.glob("*.yml")):
        rules(path.stem).read()
    rules("context").compile_all()
