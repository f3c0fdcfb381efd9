"""A library as rows: brought in, brought in again, changed; on both databases. And the commands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.commands.library import import_scripts, search
from config import policy as policies
from config.yaml_lines import ConfigError
from knowledge import importing, vector_rows
from knowledge.embedding.embedder import Vectors
from knowledge.embedding.word_vectors import WordVectors
from knowledge.library import Library
from storage.engine import Database

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
POLICY = policies.load()
WORDS = WordVectors()
ITEMS: list[dict[str, Any]] = [
    {"id": "a", "title": "嫌报价高怎么回", "body": "三年油费省下四十万。", "kind": "script", "industry": ["码头"]},
    {"id": "b", "title": "司机不会用新车", "body": "师傅跟车五天。", "kind": "faq", "budget_max": 300000},
]


def file_of(folder: Path, *items: dict[str, Any], encoding: str = "utf-8") -> Path:
    path = folder / "scripts.jsonl"
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding=encoding)
    return path


def test_a_second_import_changes_nothing_and_a_changed_item_is_updated(db: Database, tmp_path: Path) -> None:
    assert import_scripts(db, file_of(tmp_path, *ITEMS), WORDS, NOW) == "话术库:新增 2 条,更新 0 条,没变 0 条。"
    assert import_scripts(db, file_of(tmp_path, *ITEMS), WORDS, NOW) == "话术库:新增 0 条,更新 0 条,没变 2 条。"
    changed = {**ITEMS[0], "body": "差价十一个月回来。"}
    assert import_scripts(db, file_of(tmp_path, changed), WORDS, NOW) == "话术库:新增 0 条,更新 1 条,没变 0 条。"
    with db.read() as session:
        assert [(item.code, item.body) for item in importing.everything(session)] == [
            ("a", "差价十一个月回来。"),
            ("b", "师傅跟车五天。"),
        ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_as_people_save_them(db: Database, tmp_path: Path, encoding: str) -> None:
    assert "新增 2 条" in import_scripts(db, file_of(tmp_path, *ITEMS, encoding=encoding), WORDS, NOW)


def test_with_one_bad_line_nothing_is_brought_in(db: Database, tmp_path: Path) -> None:
    path = file_of(tmp_path, ITEMS[0], {**ITEMS[1], "kind": "song"}, ITEMS[0])
    path.write_text(path.read_text(encoding="utf-8") + "{\n\n", encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        import_scripts(db, path, WORDS, NOW)
    said = str(raised.value).splitlines()
    assert "3 行有问题,一条也没导" in said[0]
    assert [line.split(":")[0] for line in said[1:]] == ["第 2 行", "第 3 行", "第 4 行"]
    with db.read() as session:
        assert importing.everything(session) == ()


def test_each_question_is_answered_in_its_place(db: Database, tmp_path: Path) -> None:
    import_scripts(db, file_of(tmp_path, *ITEMS), WORDS, NOW)
    asked: list[Any] = [
        {"query": "客户嫌报价高", "industry": "码头", "k": 1},
        {"query": "客户嫌报价高", "industry": ["学校"], "budget": [200000, 400000]},
        {"query": "司机不会用", "budget": 300001},
        {"query": "嫌报价高", "k": 0},
        {"query": "嫌报价高", "budget": "三十万"},
        {"question": "嫌报价高"},
        {"query": "嫌报价高", "budget": float("nan")},
        {"query": "嫌报价高", "budget": [0, 10**400]},
    ]
    first, second, third, *wrong = search(db, POLICY, WORDS, [json.dumps(line) for line in asked])
    assert [hit["id"] for hit in first["hits"]] == ["a"] and 0 < first["hits"][0]["score"] <= 1
    assert "适合码头" in first["hits"][0]["why"] and first["took_ms"] >= 0
    assert "a" not in [hit["id"] for hit in second["hits"]]
    assert "b" not in [hit["id"] for hit in third["hits"]]
    assert [line["line"] for line in wrong] == [4, 5, 6, 7, 8] and all(line["error"] for line in wrong)


class Counting(WordVectors):
    """Word vectors that know which texts they were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def documents(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().documents(texts)


def test_only_what_is_new_or_has_changed_is_embedded(db: Database, tmp_path: Path) -> None:
    embedder = Counting()
    import_scripts(db, file_of(tmp_path, *ITEMS), embedder, NOW)
    assert sorted(text for text in embedder.texts if len(text) < 9) == ["司机不会用新车", "嫌报价高怎么回"]
    embedder.texts.clear()
    import_scripts(db, file_of(tmp_path, ITEMS[0], {**ITEMS[1], "body": "考过了才撤。"}), embedder, NOW)
    assert embedder.texts == ["司机不会用新车 考过了才撤。 ", "司机不会用新车"]
    embedder.texts.clear()
    Library(embedder).index(db)
    assert embedder.texts == []


def test_vectors_come_back_as_they_were_kept(db: Database, tmp_path: Path) -> None:
    import_scripts(db, file_of(tmp_path, *ITEMS), WORDS, NOW)
    with db.read() as session:
        items = importing.everything(session)
        known = vector_rows.known(session, items, WORDS.id)
        assert vector_rows.known(session, items, "another") == {}
    fresh = vector_rows.embed(items, WORDS)
    for item in items:
        assert known[item.code].whole == pytest.approx(fresh[item.code].whole, abs=1e-3)
        assert known[item.code].title == pytest.approx(fresh[item.code].title, abs=1e-3)


def test_items_are_read_whole_and_an_opened_index_answers_as_the_one_it_was_kept_from(
    db: Database, tmp_path: Path
) -> None:
    more = {**ITEMS[1], "id": "c", "tags": ["新手", "培训"], "industry": ["码头", "矿山"], "buyer_role": ["老板"]}
    import_scripts(db, file_of(tmp_path, *ITEMS, more), WORDS, NOW)
    with db.read() as session:
        items = importing.everything(session)
    assert [(item.industry, item.tags) for item in items] == [
        (("码头",), ()),
        ((), ()),
        (("码头", "矿山"), ("新手", "培训")),
    ]
    assert [item.content_hash for item in items] == [replace(item).content_hash for item in items]
    made, opened = (Library(WORDS, tmp_path).index(db) for _ in range(2))
    for question in ("嫌报价高", "司机不会用", "培训新手司机", "码头的司机"):
        assert opened.nearest(question) == made.nearest(question) != []
