"""Names that have changed are found as if the whole lexicon had been built anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities.known_names.build import build
from nlu.entities.known_names.known import KnownNames
from nlu.entities.known_names.table import NameTable
from nlu.entities.names import NameIndex
from nlu.lexicon import LISTS, Changes, Customer, Lexicon
from nlu.text.phonetics import folded, readings

# Few names, so that they meet: the same, one within another, of one sound, of one but for zh and z, with rare letters.
COMPANIES = (
    "苏州恒瑞电子有限公司", "杭州恒瑞电子有限公司", "恒瑞电子", "恒锐物流有限公司", "横瑞", "知行教育", "资兴教育集团",
    "鲁岳铸造有限公司", "潍坊鲁岳", "鲁月", "麦香(嘉兴)食品", "和美口腔(东山门店)", "ABC工业", "李总餐饮", "李喆设计",
    "李哲",
)  # fmt: skip
ALIASES = (
    "恒瑞",
    "恒锐",
    "鲁岳",
    "资兴",
    "知行",
    "和美",
    "麦香",
    "李总",
    "abc",
    "净航",
    "苏州恒瑞",
    "李哲设计",
    "东山门店",
)
CONTACTS = ("李总", "李总监", "车间李主任", "李大明总经理", "欧阳总", "孙经理", "后勤孙主任", "陆子航")
LISTED = {
    "products": ("净航空气消毒机", "净航", "视觉质检相机", "智能质检终端", "能耗APS", "恒瑞", "冷库温控终端"),
    "skus": ("WK-310", "wk310"),
    "members": ("陆子航", "鲁子航", "贺丽", "郭海燕", "李哲", "恒瑞电"),
    "industries": ("K12教育", "花卉园艺", "花卉", "电子"),
    "buyer_roles": ("李总", "采购总监", "院长"),
    "regions": ("华东大区", "华东", "华南大区"),
}  # fmt: skip
SOUNDS = (
    "鲁越",
    "卤月",
    "横锐",
    "衡瑞",
    "知行",
    "资星",
    "李喆",
    "里哲",
    "陆紫航",
    "路子行",
    "景航",
    "何丽",
    "丽姐",
    "郭姐",
)
WORDS = (*COMPANIES, *ALIASES, *CONTACTS, *SOUNDS, *(name for names in LISTED.values() for name in names))


def some(names: tuple[str, ...], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), max_size=most, unique=True).map(tuple)


listed = st.lists(
    st.sampled_from([(key, name) for key in ("products", "industries", "buyer_roles") for name in LISTED[key]]),
    max_size=2,
    unique=True,
).map(tuple)
customers = st.builds(Customer, st.sampled_from(COMPANIES), some(ALIASES, 2), some(CONTACTS, 2), listed)
lists = st.fixed_dictionaries({}, optional={key: some(names, 4) for key, names in LISTED.items()})
changes = st.builds(Changes, st.dictionaries(st.integers(1, 6), st.none() | customers, max_size=3), lists)
said = st.lists(st.sampled_from([*WORDS, "刚跟", "聊了", "的", "李总", "公司", "来电,", " "]), max_size=6).map("".join)


def built(known: Mapping[int, Customer], named: Mapping[str, tuple[str, ...]]) -> NameTable:
    return NameTable(KnownNames(build(Lexicon.known(known, named))))


def parts(words: str) -> Iterator[str]:
    return (words[start:end] for start, end in combinations(range(len(words) + 1), 2) if end - start > 1)


PARTS = {part for word in WORDS for part in parts(word)}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(1, 6), customers, max_size=5), lists, st.lists(changes, max_size=4), st.lists(said))
def test_a_changed_lexicon_is_as_one_built_anew(
    known: dict[int, Customer],
    named: dict[str, tuple[str, ...]],
    several: list[Changes],
    texts: list[str],
) -> None:
    changed = built(known, named)
    for each in several:
        changed = changed.changed(each)
        known = {key: it for key, it in {**known, **each.customers}.items() if it is not None}
        named = {**named, **each.lists}
    anew = built(known, named)
    for words in PARTS:
        assert changed.spelt(words) == anew.spelt(words), words
        for sound in readings(words, 0, len(words)):
            assert changed.sounding(sound) == anew.sounding(sound), words
            assert changed.similar(folded(sound)) == anew.similar(folded(sound)), words
            assert changed.sizes(folded(sound[:2])) == anew.sizes(folded(sound[:2])), words
    for name in ("members", "regions", "industry_parts", "articles"):
        assert getattr(changed, name) == getattr(anew, name)
    for text in texts:
        assert NameIndex(changed).find(text) == NameIndex(anew).find(text), text


def test_a_name_goes_when_nobody_has_it_any_more() -> None:
    two = {1: Customer("恒瑞电子", ("恒瑞",), ("李总",)), 2: Customer("鲁岳铸造", ("鲁岳",), ("李总",))}
    table = built(two, dict.fromkeys(LISTS, ()))
    one = table.changed(Changes({1: None}))
    assert not one.spelt("恒瑞") and one.spelt("李总")
    assert not one.changed(Changes({2: None})).spelt("李总")
    assert one.changed(Changes({1: two[1]})).spelt("恒瑞") == table.spelt("恒瑞")
    assert not NameIndex(one.changed(Changes({2: Customer("鲁岳铸造", ("鲁锻",))}))).find("鲁岳来电")
