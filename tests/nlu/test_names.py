"""Names in what sales people say: a table, and laws that hold for any text."""

from __future__ import annotations

import re
import string
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities.names import NameIndex, index_of
from nlu.lexicon import Lexicon, LexiconError

TABLE = yaml.safe_load(Path(__file__).with_name("names.yml").read_text("utf-8"))
LEXICON = Lexicon.of(TABLE["lexicon"])
CASES = [case for group in TABLE["names"].values() for case in group]
NOT_NAMES = ("said", "ambiguous")


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return index_of(LEXICON, None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["said"])
def test_the_names_of_a_sentence(index: NameIndex, case: dict[str, Any]) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for name in index.find(case["said"]):
        found[name.kind].append(name.value)
    expected = {kind: value if isinstance(value, list) else [value] for kind, value in case.items()}
    assert found == {kind: values for kind, values in expected.items() if kind not in NOT_NAMES}
    ambiguous = [name.value for name in index.find(case["said"]) if name.ambiguous]
    assert ambiguous == case.get("ambiguous", [])


PIECES = [*(case["said"] for case in CASES), "天一", "汇隆", "李总", "公司", " ", "\u3000", ",", "ＱＸ-900"]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(alphabet=st.characters(categories=["Cc", "Zs", "So", "Lo"]), max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_mentions_lie_in_it_without_overlap(index: NameIndex, text: str) -> None:
    last = 0
    for name in index.find(text):
        assert last <= name.start < name.end <= len(text)
        assert name.value
        last = name.end


@given(st.sampled_from([case for case in CASES if "customer" in case]), st.sampled_from(["", "嗯,", "对了 ", "🙂 "]))
def test_what_stands_before_the_sentence_moves_mentions_but_does_not_change_them(
    index: NameIndex, case: dict[str, Any], before: str
) -> None:
    alone = [(name.start, name.end, name.kind, name.value) for name in index.find(case["said"])]
    moved = [(name.start, name.end, name.kind, name.value) for name in index.find(before + case["said"])]
    assert [(start + len(before), end + len(before), kind, value) for start, end, kind, value in alone] == moved


def test_a_contact_and_an_unresolved_name_are_as_written(index: NameIndex) -> None:
    text = "汇隆ＳＨＥＲＲＹ"
    assert [text[name.start : name.end] for name in index.find(text)] == [name.value for name in index.find(text)]


def test_a_name_of_the_lexicon_is_certain_and_a_guess_is_not(index: NameIndex) -> None:
    certain = {said: index.find(said)[0].certain for said in ("鲁岳签了", "鲁月窦总", "超声有货吗", "绿沃集团来电")}
    assert certain == {"鲁岳签了": True, "鲁月窦总": False, "超声有货吗": False, "绿沃集团来电": False}


def test_an_index_is_kept_and_found_again(tmp_path: Path) -> None:
    built = index_of(LEXICON, tmp_path)
    (kept,) = tmp_path.iterdir()
    index_of.cache_clear()
    before = kept.stat().st_mtime_ns
    found = index_of(Lexicon.of(TABLE["lexicon"]), tmp_path)
    assert kept.stat().st_mtime_ns == before
    assert [found.find(case["said"]) for case in CASES] == [built.find(case["said"]) for case in CASES]


@pytest.mark.parametrize("content", [b"", b"half of it", b"{}", b"\xff", b'{"similar": [1]}'])
def test_a_damaged_index_is_built_again(tmp_path: Path, content: bytes) -> None:
    index_of(LEXICON, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(content)
    index_of.cache_clear()
    assert index_of(LEXICON, tmp_path).find("鲁岳签了")


def test_only_the_newest_indexes_are_kept(tmp_path: Path) -> None:
    for member in ("陆子航", "白璐", "莫愁", "丁一鸣", "向阳", "柳青"):
        index_of(Lexicon.of({"members": [member]}), tmp_path)
    index_of.cache_clear()
    kept = {path.name for path in tmp_path.iterdir()}
    assert len(kept) < 6
    assert index_of(Lexicon.of({"members": ["柳青"]}), tmp_path).find("柳青本周")
    assert {path.name for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("customers: 恒", "customers 应该是一个列表"),
        ("customers: [{aliases: [恒]}]", "customers 第 1 个没有 name"),
        ("customers: [{name: 恒隆, aliases: 恒}]", "恒隆)的 aliases 应该是一个列表"),
        ("products: [[1]]", "products 里有一项不是文字"),
        ("goods: []", "不认识的键:goods"),
        ("- 1", "最外层"),
        ("a: [", "不是有效的 YAML"),
    ],
)
def test_a_wrong_lexicon_says_what_is_wrong(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "lexicon.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=re.escape(says)):
        index_of(Lexicon.read(path), None)


def test_a_missing_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"没有\.yaml"):
        Lexicon.read(tmp_path / "没有.yaml")


def test_equal_lexicons_have_equal_keys() -> None:
    again = Lexicon.of(TABLE["lexicon"])
    assert (again, hash(again)) == (LEXICON, hash(LEXICON))
    assert Lexicon.of({"members": ["陆子航"]}) != LEXICON
    assert not index_of(Lexicon.of({}), None).find(string.punctuation)
