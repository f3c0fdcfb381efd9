"""The ways in which people write or say each name of a lexicon, and what is meant then."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from nlu.entities.company_forms import ENDINGS, brand_of, without_forms
from nlu.entities.places import PLACES_BEFORE
from nlu.entities.posts import without_post
from nlu.entities.surnames import DOUBLE, TITLES
from nlu.lexicon import Customer
from nlu.rules import any_of, rules
from nlu.text.plain import plain
from nlu.text.words import cut, is_word

KINDS = {
    "members": "person", "products": "product", "skus": "sku", "industries": "industry", "buyer_roles": "buyer_role",
    "regions": "region",
}  # fmt: skip
RANKS = ("customer", "contact", "person", "product", "sku", "industry", "buyer_role", "region")  # the likeliest first
_ORDINARY = 11.5
_AT_END = re.compile(rf"副?{any_of(tuple(TITLES))}$")
GENERAL = 12.2  # nats: a word this frequent does not tell one product from another
_TELLING_BEGINNING = 4  # characters
_EVERYDAY = 11.0  # nats: a word this frequent is spoken of everywhere
_ANY_PRODUCT = frozenset(rules("vocabulary").words("kinds_of_any_product"))
_DATA_SYSTEMS = ("系统", "平台", "软件")  # any firm has one for each of its ordinary purposes: 会员系统
_SCRIPTS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9]{2,}")
_BRANCH = re.compile(r"\((?P<name>[\u4e00-\u9fff]{2,6}(?:店|分店|院区|校区|厂区|分公司|分院|分校|馆|分部|基地))\)")
_NOT_TELLING = frozenset(("ai", "app", "it", "pc", "ppt", "poc", "ceo", "cto", "demo", "ok", "vip", "plus", "pro"))


class Meaning(NamedTuple):
    """What a spelling of a name means. Contacts are not told apart: their `value` is empty."""

    kind: str
    value: str
    certain: bool


Spelt = tuple[str, Meaning]


def squeezed(text: str) -> tuple[str, list[int]]:
    """`text` without the spaces between Latin and Chinese (精灵 APS), and where each of its code points was."""
    if " " not in text:
        return text, list(range(len(text)))
    kept = [at for at, letter in enumerate(text) if letter != " " or not _between_scripts(text, at)]
    return "".join(text[at] for at in kept), kept


def of_customer(customer: Customer) -> set[Spelt]:
    """The spellings of a customer and of the people there."""
    spelt = set(_keyed(_of_company(customer)))
    for contact in customer.contacts:
        spelt |= _of_contact(contact)
    return spelt


@lru_cache(maxsize=64)
def of_list(key: str, names: tuple[str, ...]) -> frozenset[Spelt]:
    """The spellings of the names under one key of a lexicon's lists, and of the parts that only one of them has."""
    kind = KINDS[key]
    whole = ((name, Meaning(kind, name, True)) for name in names)
    parts_of = _PARTS_OF.get(key)
    return frozenset(_keyed((*whole, *(_parts(names, kind, parts_of) if parts_of else ()))))


def strongest(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """All that a spelling can mean, the likeliest kind first. What a lexicon says itself wins over what is derived
    from it."""
    listed = sorted(meanings, key=lambda meaning: (RANKS.index(meaning.kind), meaning.value))
    return tuple([meaning for meaning in listed if meaning.certain] or listed)


def _keyed(named: Iterable[Spelt]) -> Iterator[Spelt]:
    """With spellings as they are compared."""
    for words, meaning in named:
        key = squeezed(plain(words))[0]
        if len(key) > 1:
            yield key, meaning


@lru_cache(maxsize=4096)
def _of_contact(contact: str) -> frozenset[Spelt]:
    """What a contact is called. Whose it is does not matter: it is understood as it was written."""
    untitled, name = _AT_END.sub("", contact), without_post(contact)[1]
    called = [(contact, Meaning("contact", "", True))]
    if untitled not in DOUBLE and len(untitled) > 1:
        called.append((untitled, Meaning("contact", "", untitled == contact)))
    if name != contact:
        called.append((name, Meaning("contact", "", True)))
    return frozenset(_keyed(called))


def _of_company(customer: Customer) -> Iterator[Spelt]:
    meaning = Meaning("customer", customer.name, True)
    core = without_forms(customer.name)
    yield customer.name, meaning
    yield core, meaning
    for alias in customer.aliases:
        yield alias, meaning
    if (branch := _BRANCH.search(plain(customer.name))) is not None:
        yield branch["name"], Meaning("customer", customer.name, False)
    place = PLACES_BEFORE.match(core)
    local = core[place.end() :] if place else core
    brand = brand_of(local)
    for part in {local, brand} - {core}:
        if len(part) > 1 and not is_word(part) and part not in ENDINGS:
            yield part, Meaning("customer", customer.name, False)


def _parts(names: tuple[str, ...], kind: str, parts_of: Callable[[str], Iterable[str]]) -> Iterator[Spelt]:
    """The parts that occur in one of the names only."""
    keys = {name: squeezed(plain(name))[0] for name in names}
    occurs_once = _once_in(keys.values())
    for name, key in keys.items():
        for part in parts_of(key):
            if occurs_once(part):
                yield part, Meaning(kind, name, False)


def _once_in(names: Collection[str]) -> Callable[[str], bool]:
    """Whether a part of one of `names` is a part of that one only."""
    lines = "\n".join(name.replace("\n", " ") for name in names) + "\n"

    def occurs_once(part: str) -> bool:
        first = lines.find(part)
        return first >= 0 and lines.find(part, lines.index("\n", first)) < 0

    return occurs_once


def product_parts(name: str) -> Iterator[str]:
    """Latin words (APS), endings of three characters and more (计量终端, 探伤仪), rare words (超声), the coined
    word at the beginning (净航 of 净航空气消毒机), all but what kind of thing it is (冷库温控 of 冷库温控终端), and
    what it is where that is no word of every day and of every product (相机 of 视觉质检相机)."""
    yield from _latin_words(name)
    yield from _coined(name)
    pieces = _pieces(name)
    if len(before := name[: pieces[-1][0]]) >= _TELLING_BEGINNING and not is_word(before):
        yield before
    for start, end in pieces:
        part = name[start:end]
        rarest = _EVERYDAY if end == len(name) and part not in _ANY_PRODUCT else GENERAL
        if end - start > 1 and part != name and part not in ENDINGS and not is_word(part, rarest):
            yield part
        telling = not name.endswith(_DATA_SYSTEMS) or any(
            not is_word(name[begin:to], _ORDINARY) for begin, to in pieces if begin >= start
        )
        if (
            start
            and len(name) - start > 2
            and telling
            and not is_word(name[start:])
            and name[start:] not in _ANY_PRODUCT
        ):
            yield name[start:]


def _coined(name: str) -> Iterator[str]:
    """The beginning that is no word, where words of two characters and more make up the rest, but for its last."""
    for size in (2, 3):
        beginning, rest = name[:size], cut(name, size, len(name))
        whole = all(end - start > 1 for start, end in rest[:-1]) and rest and rest[0][1] - rest[0][0] > 1
        inside = is_word(beginning[:2], GENERAL) or is_word(beginning[1:], GENERAL)  # 小程序, 校园一
        if whole and _CHINESE.fullmatch(beginning) and not is_word(beginning) and not inside:
            yield beginning


def _pieces(name: str) -> list[tuple[int, int]]:
    """`name` cut into words; where no word is known, into pairs (探伤 of 便携探伤仪)."""
    pieces: list[tuple[int, int]] = []
    for script in _SCRIPTS.finditer(name):
        if script.group().isascii():
            pieces.append(script.span())
            continue
        for start, end in cut(name, *script.span()):
            if pieces and end - start == 1 and pieces[-1][1] - pieces[-1][0] == 1 and pieces[-1][0] >= script.start():
                pieces[-1] = (pieces[-1][0], end)
            else:
                pieces.append((start, end))
    return pieces


def industry_parts(name: str) -> Iterator[str]:
    """Latin words: K12 of K12教育."""
    yield from _latin_words(name)


@lru_cache(maxsize=8)
def general_parts(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Words that occur in one of `names` only, however general: 花卉 of 花卉园艺."""
    keys = {name: squeezed(plain(name))[0] for name in names}
    occurs_once = _once_in([plain(name) for name in names])
    return tuple(
        (part, name)
        for name, key in keys.items()
        for start, end in _pieces(key)
        if len(part := key[start:end]) > 1 and occurs_once(part)
    )


def given_names(name: str) -> Iterator[str]:
    """The given name of a full name, as colleagues are called."""
    if len(name) == 3 and not is_word(name[1:], GENERAL):
        yield name[1:]


def _latin_words(name: str) -> Iterator[str]:
    for word in _LATIN.findall(name):
        if word not in _NOT_TELLING and word != name and not word.isdigit():
            yield word


def _between_scripts(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before and after) and (before.isascii() != after.isascii())


_PARTS_OF: dict[str, Callable[[str], Iterable[str]]] = {
    "products": product_parts, "industries": industry_parts, "members": given_names,
}  # fmt: skip
