"""Finding in a library: hard filters, versions, the best first, nothing where nothing answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from random import Random

import pytest

from config import concepts
from knowledge import search
from knowledge.calibrating import starter_items
from knowledge.embedding.word_vectors import WordVectors
from knowledge.filters import Filters, with_synonyms
from knowledge.items import Item
from knowledge.points.likeness import most_alike
from knowledge.prepared import prepare
from knowledge.search import Index, common_words
from knowledge.vector_rows import embed
from knowledge.versions import named, version
from nlu.text.words import cut


def item(code: str, title: str, body: str, **more: object) -> Item:
    return Item(code, title, body, "script", **more)  # type: ignore[arg-type]


YARD = (
    item("crane", "吊机老停怎么回", "停一小时赔一小时的工钱。", industry=("码头",), buyer_role=("设备部长",)),
    item("price", "嫌报价高怎么回", "三年油费省下四十万。", industry=("码头", "矿山"), budget_max_fen=50_000_000),
    item("dust", "粉尘超标被罚", "喷淋每小时两吨水,下风口装三个探头。", industry=("矿山",), budget_min_fen=50_000_000),
    item("train", "司机不会用新车", "师傅跟车五天,考过了才撤。"),
    item("old", "电控箱参数", "输出四百安,防护等级五四。", product_line="电控", product_version="9.4"),
    item("new", "电控箱参数", "最大电流六百三,可以水洗。", product_line="电控", product_version="10.1"),
)  # fmt: skip


EMBEDDER, CONCEPTS = WordVectors(), concepts.load()


def index_of(items: Sequence[Item]) -> Index:
    return Index(items, prepare(items, embed(items, EMBEDDER), EMBEDDER, CONCEPTS), EMBEDDER, CONCEPTS)


def codes(query: str, filters: Filters = Filters(), k: int = 10) -> list[str]:  # noqa: B008
    return [hit.item.code for hit in index_of(YARD).search(query, filters, k)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("客户嫌报价高", "price"),
        ("吊机老是停,怎么跟他说", "crane"),
        ("新车司机不会开", "train"),
        ("粉尘被环保罚了", "dust"),
    ],
)
def test_the_best_comes_first_with_a_confidence_and_a_reason(query: str, first: str) -> None:
    hits = index_of(YARD).search(query)
    assert hits[0].item.code == first and "说到" in hits[0].why
    assert all(0 <= hit.score <= 1 for hit in hits) and hits == sorted(hits, key=lambda hit: -hit.score)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(industry=("码头",)), {"crane", "price", "train", "new"}),
        (Filters(industry=("矿山", "码头")), {"crane", "price", "dust", "train", "new"}),
        (Filters(industry=("养殖",)), {"train", "new"}),
        (Filters(buyer_role=("司机班长",)), {"price", "dust", "train", "new"}),
        (Filters(budget_fen=(50_000_000, 50_000_000)), {"crane", "price", "dust", "train", "new"}),
        (Filters(budget_fen=(50_000_001, 60_000_000)), {"crane", "dust", "train", "new"}),
        (Filters(budget_fen=(0, 49_999_999)), {"crane", "price", "train", "new"}),
    ],
)
def test_a_filter_leaves_what_does_not_contradict_it(filters: Filters, found: set[str]) -> None:
    assert set(codes("嫌报价高,司机不会用新车,怎么回", filters)) == found


def test_so_many_as_are_asked_for_while_there_are_any() -> None:
    assert [len(codes("嫌报价高怎么回", k=k)) for k in (1, 3, 5, 50)] == [1, 3, 5, 5]


def test_a_filter_is_never_violated() -> None:
    random = Random(7)
    words = ["码头", "矿山", "养殖"]
    items = [
        item(
            f"{number}",
            f"报价{number}",
            "嫌贵怎么回",
            industry=tuple(random.sample(words, random.randint(0, 2))),
            budget_min_fen=random.choice([None, 10, 20]),
            budget_max_fen=random.choice([None, 20, 30]),
        )
        for number in range(60)
    ]
    index = index_of(items)
    for industry, budget in product([(), *((word,) for word in words)], [None, (5, 9), (10, 15), (25, 40)]):
        hits = index.search("嫌贵", Filters(industry=industry, budget_fen=budget), 50)
        fits = [
            one.code
            for one in items
            if (not industry or not one.industry or industry[0] in one.industry)
            and (budget is None or one.budget_min_fen is None or one.budget_min_fen <= budget[1])
            and (budget is None or one.budget_max_fen is None or one.budget_max_fen >= budget[0])
        ]
        assert {hit.item.code for hit in hits} <= set(fits)
        assert len(hits) == min(50, len(fits))


@pytest.mark.parametrize(
    ("query", "first", "never"),
    [
        ("电控箱参数", "new", "old"),
        ("电控箱防护等级", "new", "old"),  # in the words of the old one only
        ("电控箱9.4版的参数", "old", "new"),
        ("电控箱V9.4参数", "old", "new"),
        ("10.1的电控箱参数", "new", "old"),
        ("电控箱8.2版参数", "new", "old"),
    ],
)
def test_an_older_version_is_found_by_its_number_only(query: str, first: str, never: str) -> None:
    assert codes(query)[0] == first and never not in codes(query)


def test_versions_are_compared_as_numbers() -> None:
    assert version("9.0") < version("10.1") and version("V2.10") > version("2.9")
    assert version("3.0") == version("3") and version(None) < version("0.1")


@pytest.mark.parametrize(
    ("query", "versions"),
    [
        ("1.3版的面板", {(1, 3)}),
        ("V2参数", {(2,)}),
        ("第3版和10.2", {(3,), (10, 2)}),
        ("预算300000", set()),
        ("三台,每台4千瓦", set()),
    ],
)
def test_the_versions_that_a_question_names(query: str, versions: set[tuple[int, ...]]) -> None:
    assert named(query) == versions


@pytest.mark.parametrize("query", ["", "  ", "周末去哪钓鱼", "!!!", "\u0000"])
def test_nothing_answers_what_is_about_something_else(query: str) -> None:
    assert codes(query) == []


def test_an_empty_library_answers_nothing() -> None:
    assert index_of([]).search("嫌贵") == []


def test_what_words_name_is_preferred_and_no_filter() -> None:
    first, *others = codes("矿山那边嫌报价高怎么回")
    assert first == "price" and "train" in others


def test_other_names_of_a_value_count_as_the_same() -> None:
    synonyms = {"医疗": ("医院", "医药")}
    assert set(with_synonyms(("医院",), synonyms)) == {"医疗", "医院", "医药"}
    assert with_synonyms(("学校",), synonyms) == ("学校",)


def test_common_words_are_the_longest_runs() -> None:
    assert common_words("嫌报价高怎么办", "嫌报价高怎么回") == ["嫌报价高"]
    assert common_words("吊机,停了", "吊机老停") == ["吊机"]
    assert common_words("别家便宜", "老客到家便能用") == []  # no word is cut


@pytest.mark.parametrize("seed", range(20))
def test_the_best_are_those_of_looking_at_everything(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    letters = "嫌贵价高低新旧车机人手货仓租课钱"
    items = [
        item(
            f"{number}",
            "".join(random.choices(letters, k=4)),
            "".join(random.choices(letters, k=12)),
            industry=tuple(random.sample(["码头", "矿山"], random.randint(0, 1))),
            product_line=random.choice(["一", "二"]),
            product_version=random.choice([None, "1.0", "2.0"]),
        )
        for number in range(120)
    ]
    index = index_of(items)
    query, k = "".join(random.choices(letters, k=6)), random.randint(1, 20)
    filters = Filters(industry=random.choice([(), ("码头",)]))
    monkeypatch.setattr(search, "FIRST", 500)
    everything = index.evidence(query, filters, k)
    monkeypatch.setattr(search, "FIRST", 1)
    assert [place for *_, place in index.evidence(query, filters, k)] == [place for *_, place in everything]


ALIKE = (
    item("plain", "嫌贵怎么回", "三年油费省下四十万。", product_line="吊机"),
    item("proven", "嫌贵怎么回", "三年油费省下四十万。", product_line="叉车"),
    item("other", "粉尘超标被罚", "喷淋每小时两吨水。"),
)


def test_what_preceded_progress_comes_first_of_what_answers_as_well_and_says_so() -> None:
    index = index_of(ALIKE)
    assert index.search("嫌贵怎么办")[0].item.code == "plain"
    hits = index.search("嫌贵怎么办", went_on={"proven": 3})
    assert hits[0].item.code == "proven" and hits[0].why.endswith("3 单用过之后有推进")
    assert "推进" not in hits[1].why


def test_it_never_comes_before_what_answers_clearly_better_nor_hides_anything() -> None:
    index, many = index_of(YARD), {"dust": 10_000, "train": 10_000}
    for query in ("客户嫌报价高", "吊机老是停,怎么跟他说"):
        before, after = index.search(query), index.search(query, went_on=many)
        assert after[0].item == before[0].item and {hit.item.code for hit in after} == {hit.item.code for hit in before}
        assert [hit.score for hit in after] == [hit.score for hit in before]


def test_nothing_is_found_because_of_progress_alone() -> None:
    index = index_of(YARD)
    for query in ("今天天气真不错啊", "晚上吃什么", "发票抬头"):
        assert bool(index.search(query)) == bool(index.search(query, went_on=dict.fromkeys(index_codes(), 10_000)))


def index_codes() -> list[str]:
    return [known.code for known in YARD]


def turned_round(words: str) -> str:
    """The same words from the last to the first."""
    return "".join(words[start:end] for start, end in sorted(cut(words, 0, len(words)), reverse=True))


@pytest.mark.parametrize(("text", "same"), [("三年油费省下四十万", "price"), ("您先付定金,货到付清", None)])
def test_what_says_the_same_in_the_same_words_is_found(text: str, same: str | None) -> None:
    found = index_of(YARD).same(text)
    assert (found.code if found else None) == same


def test_what_says_the_same_in_another_order_is_found_by_its_meaning() -> None:
    items = starter_items()
    index, some = index_of(items), [known for known in items if known.kind == "script"][::20]
    for known in some:
        pieces = [piece for piece in re.split(r"[,，。;；:：?？!！]", known.body) if piece]
        turned = "。".join(map(turned_round, reversed(pieces)))
        assert most_alike(turned, [(known, known.body)]) is None and index.same(turned) == known
