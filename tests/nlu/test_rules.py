"""The files of rules: patterns do what their examples say, every entry is used, mistakes are named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from nlu.rules import Rules, RulesError, any_of, rules
from nlu.rules.rule_file import FOLDER, REFERENCE, SECTIONS
from nlu.text.concepts import read_thesaurus

ROOT = Path(__file__).parents[2]
FILES = [rules(path.stem) for path in sorted(FOLDER.glob("*.yml"))]
PATTERNS = [
    pytest.param(file, name, id=f"{file.path.stem}.{name}") for file in FILES for name in file.names("patterns")
]


@pytest.mark.parametrize(("file", "name"), PATTERNS)
def test_a_pattern_finds_its_examples_and_not_the_others(file: Rules, name: str) -> None:
    entry = file.entry(name)
    found = file[name].match if entry.get("where") == "behind" else file[name].search
    assert entry["examples"]
    assert [words for words in entry["examples"] if not found(str(words))] == []
    assert [words for words in entry.get("not", []) if found(str(words))] == []


@pytest.mark.parametrize(("file", "name"), PATTERNS)
def test_what_a_token_finds_begins_with_one_of_its_characters(file: Rules, name: str) -> None:
    if "begins" in file.entry(name):
        found = [file[name].search(words) for words in file.entry(name)["examples"]]
        assert {match.group()[0] for match in found if match} <= set(file.begins(name))


@pytest.mark.parametrize(("file", "name"), PATTERNS)
def test_what_a_pattern_finds_has_one_of_the_words_that_it_needs(file: Rules, name: str) -> None:
    if "needs" in file.entry(name):
        assert [words for words in file.entry(name)["examples"] if not file.needed(name).search(words)] == []


FEW = 3  # times that a part may be repeated with a repetition of any length in it
FILLERS = ["一二三四", "三点半", "没不", "的", "，,", "CCPTF", "说再也还", "123", "总 ", "请你把我", "\n"]
LONGEST = 1200  # code points that are read of a message


@pytest.mark.parametrize(("file", "name"), PATTERNS)
def test_no_repetition_of_any_length_is_repeated(file: Rules, name: str) -> None:
    """(a*b?)* tries every way of cutting a text apart: its time doubles with each character."""
    assert list(_repeated(_parser.parse(file.source(name)))) == []


@pytest.mark.parametrize("filler", FILLERS)
def test_every_pattern_comes_to_an_end_on_the_longest_message(filler: str) -> None:
    text = (filler * LONGEST)[:LONGEST]
    for file in FILES:
        for name in file.names("patterns"):
            found = file[name].search(text)
            assert found is None or found.end() <= LONGEST


def test_a_repeated_repetition_is_found() -> None:
    assert all(list(_repeated(_parser.parse(wrong))) for wrong in ("(?:a*b?)*", "(?:(?:x|a+)c?){2,9}"))
    assert not any(list(_repeated(_parser.parse(right))) for right in ("(?:a|b)*c*", "(?:a*+b)*", "(?:a*b){0,3}"))


def _repeated(parsed: Iterable[Any]) -> Iterator[Any]:
    """The repetitions that hold one of any length, which may give back what it took."""
    for node in parsed:
        inner = list(_inside(node))
        if _gives_back(node) and node[1][1] > FEW and any(_holds_endless(part) for part in inner):
            yield node
        for part in inner:
            yield from _repeated(part)


def _holds_endless(parsed: Iterable[Any]) -> bool:
    return any(
        (_gives_back(node) and node[1][1] is _constants.MAXREPEAT)
        or (node[0] not in _KEEPS and any(_holds_endless(part) for part in _inside(node)))
        for node in parsed
    )


_KEEPS = (_constants.ATOMIC_GROUP, _constants.POSSESSIVE_REPEAT)


def _gives_back(node: Any) -> bool:
    return node[0] in (_constants.MAX_REPEAT, _constants.MIN_REPEAT)


def _inside(node: Any) -> Iterator[Any]:
    """The parts of a node of a parsed pattern."""
    kind, content = node
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        yield content[2]
    elif kind is _constants.SUBPATTERN:
        yield content[3]
    elif kind is _constants.BRANCH:
        yield from content[1]
    elif kind in (_constants.ASSERT, _constants.ASSERT_NOT):
        yield content[1]
    elif kind is _constants.ATOMIC_GROUP:
        yield content


def test_every_list_holds_words_and_no_word_of_a_table_has_two_meanings() -> None:
    for file in FILES:
        assert all(file.words(name) for name in file.names("words"))
        for name in file.names("tables"):
            words = file.table(name)
            assert words
            assert len(words) == sum(len(str(row).split()) for row in file.rows(name).values()), name


def test_every_entry_is_used() -> None:
    used = {(file, name) for path in _code() for file, name in _named_in(path)}
    for file in FILES:
        for name in file.names("patterns"):
            for found in REFERENCE.finditer(str(file.entry(name))):
                used |= {(found[1] or file.path.stem, part) for part in found[2].split("|")}
    entries = {(file.path.stem, name) for file in FILES for section in SECTIONS for name in file.names(section)}
    assert entries - used == set()


def _code() -> Iterator[Path]:
    for package in ("nlu", "sales"):
        yield from (ROOT / package).rglob("*.py")


def _named_in(path: Path) -> Iterator[tuple[str, str]]:
    """(file of rules, entry) for every string in a module that uses the file."""
    strings = [node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)]
    files = {file.path.stem for file in FILES}
    yield from ((file, str(name)) for file in files.intersection(map(str, strings)) for name in strings)


@pytest.mark.parametrize(
    ("content", "asked", "says"),
    [
        ("word: {}", "a", "outermost keys are patterns, tables, words"),
        ("- 1", "a", "outermost keys"),
        ("a: [", "a", "wrong.yml: while parsing"),
        ("patterns: {a: b}", "a", "patterns.a: has no pattern"),
        ("patterns: {a: {pattern: b}}", "a", "patterns.a: needs a list of examples"),
        ("patterns: {a: {pattern: b, example: [b]}}", "a", "patterns.a: does not know example"),
        ("patterns: {a: {pattern: b, where: before, examples: [b]}}", "a", "`where` may only be: behind"),
        ("patterns: {a: {pattern: '(', examples: [b]}}", "a", "patterns.a: missing )"),
        ("patterns: {a: {pattern: '{b}', examples: [b]}}", "a", "patterns.a: refers to {b}, which is not there"),
        (
            "patterns: {a: {pattern: '{days.b}', examples: [b]}}",
            "a",
            "patterns.a: refers to {days.b}, which is not there",
        ),
        ("patterns: {}", "a", "patterns.a: no such pattern"),
        ("words: {a: 1}", "a", "words.a: is to be words"),
        ("tables: {a: b}", "a", "tables.a: is to be a mapping"),
        ("patterns: [a]", "a", "patterns: is to be a mapping"),
        (
            "words: {a: b}\npatterns: {a: {pattern: b, examples: [b]}}",
            "a",
            "patterns.a: is also the name of an entry of words",
        ),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(tmp_path: Path, content: str, asked: str, says: str) -> None:
    path = tmp_path / "wrong.yml"
    path.write_text(content, "utf-8")
    with pytest.raises(RulesError, match=re.escape(says)) as raised:
        Rules(path)[asked]
    assert str(raised.value).startswith("wrong.yml: ")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("words:\n  a: b\n  c: d\n  a: e", "wrong.yml:4: a is there twice, first in line 2"),
        ("tables:\n  a:\n    b: c\n    b: d", "wrong.yml:4: b is there twice, first in line 3"),
        (
            "patterns:\n  a:\n    pattern: b\n    pattern: c\n    examples: [c]",
            "wrong.yml:4: pattern is there twice, first in line 3",
        ),
        ("words: {a: b}\nwords: {c: d}", "wrong.yml:2: words is there twice, first in line 1"),
    ],
)
def test_what_is_written_twice_is_named_with_its_file_and_line(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "wrong.yml"
    path.write_text(content, "utf-8")
    with pytest.raises(RulesError) as raised:
        Rules(path).read()
    assert str(raised.value) == says
    with pytest.raises(RulesError, match=re.escape(says)):
        read_thesaurus(path)


@pytest.mark.parametrize(
    "ask", [lambda file: file.words("a"), lambda file: file.table("a"), lambda file: file.begins("b")]
)
def test_what_is_not_in_a_file_is_named(tmp_path: Path, ask: Any) -> None:
    path = tmp_path / "wrong.yml"
    path.write_text("patterns: {b: {pattern: b, examples: [b]}}", "utf-8")
    with pytest.raises(RulesError, match=r"wrong\.yml: (?:words\.a|tables\.a|patterns\.b\.begins)"):
        ask(Rules(path))


def test_the_longest_word_of_a_list_is_found_whatever_their_order(tmp_path: Path) -> None:
    path = tmp_path / "some.yml"
    path.write_text("words: {a: 总, c: 总经理}\npatterns: {b: {pattern: '李{a|c}', examples: [李总]}}", "utf-8")
    assert Rules(path)["b"].findall("李总经理和李总") == ["李总经理", "李总"]
    assert any_of(("4s", "4s店", "a.b")) == r"(?:4s店|a\.b|4s)"


def test_a_table_gives_words_their_meaning(tmp_path: Path) -> None:
    path = tmp_path / "some.yml"
    path.write_text("tables: {a: {itself: 总监 经理, 总: 总经理 老总}}", "utf-8")
    assert Rules(path).table("a") == {"总监": "总监", "经理": "经理", "总经理": "总", "老总": "总"}
