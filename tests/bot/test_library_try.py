"""What two embedders find, side by side, with the filters that a chat would use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from testing import engine

from bot.commands.library_try import EMPTY, compare
from config import policy as policies
from knowledge import importing
from knowledge.embedding.embedder import Vectors
from knowledge.embedding.word_vectors import WordVectors
from knowledge.items import Item
from nlu.lexicon import Lexicon
from storage.engine import Database

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


class Mute(WordVectors):
    """An embedder to which all texts are alike."""

    id = "mute-1"  # type: ignore[assignment]

    def documents(self, texts: Sequence[str]) -> Vectors:
        return super().documents(["价格"] * len(texts))

    queries = documents


def shown(db: Database, *questions: str) -> str:
    reads = engine().with_lexicon(Lexicon.of({"industries": ["医院"], "buyer_roles": ["院长"]}))
    console = Console(width=100)
    with console.capture() as captured:
        for part in compare(db, reads, policies.load(), [WordVectors(), Mute()], questions, NOW):
            console.print(part)
    return captured.get()


def test_a_column_for_each_and_the_filters_of_the_words(db: Database) -> None:
    with db.write() as session:
        ours = Item("a", "院长说预算冻结了", "先签框架,明年一月付首款。", "script", ("医院",), ("院长",))
        theirs = Item("b", "预算冻结了怎么谈", "先按月租。", "script", ("学校",))
        importing.put(session, [ours, theirs], NOW)
    filtered, _, open_to_all = shown(db, "医院院长说预算冻结了怎么回", "", "预算冻结了怎么谈").partition("「预算")
    assert "按医院、院长挑" in filtered and "words · " in filtered and "mute · " in filtered
    assert filtered.count("院长说预算冻结了") == 3 and "怎么谈" not in filtered  # asked, and found in two columns
    assert "不限行业、角色和预算" in open_to_all and all(title in open_to_all for title in (ours.title, theirs.title))


def test_an_empty_library_says_so(db: Database) -> None:
    assert shown(db, "嫌贵怎么回").strip() == EMPTY
