"""A document's blocks cut into items at its headings, each with what its head says of industry, role and the like."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from knowledge.files.blocks import Block
from knowledge.files.contents import Contents, Trouble
from knowledge.files.fields import MADE_UP, as_heading, data_of, fields, item_of, kind_named
from knowledge.files.tables import script_layout
from knowledge.importing import SOURCE_END
from knowledge.items import LONGEST, Item, ItemProblem

LONGEST_PIECE = 2_000  # characters of an item; longer ones are nothing to read in a chat
LEAST_INTRODUCTION = 30
SHORT_HEADING = 3
LONGEST_SOURCE = 100
_SAID = re.compile(r"([^:：\n]{1,20})[:：]\s*(\S[^。!！?？\n]{0,80})")
_NUMBER = re.compile(
    r"(?:\d+(?:\.\d+)*[.、)）]|\d+(?:\.\d+)+(?=\s)|[一二三四五六七八九十]+[、.．]|第[一二三四五六七八九十百\d]+[章节篇讲条])\s*"
)  # before a heading; it changes when another is put in
_SENTENCE = re.compile(r"[^。!！?？;；\n]*[。!！?？;；\n]?")
Said = dict[str, str]


@dataclass
class Section:
    """What stands under a heading, up to the next. `path` are the headings above it and its own."""

    path: tuple[str, ...]
    line: int = 0
    page: int = 0
    paragraphs: list[str] = field(default_factory=list)
    said: Said = field(default_factory=dict)


def take_items(source: str, blocks: Sequence[Block], head: Mapping[str, str], contents: Contents) -> None:
    """Take the items of a document's blocks; `head` is what it says of itself by heading."""
    document: Said = {name: value for heading, value in head.items() if (name := field_named(heading))}
    taken = len(contents.items), len(contents.problems)
    sections = _sections(source, blocks, document, contents)
    often = Counter(section.path[-1:] for section in sections if section.paragraphs)
    codes: Counter[str] = Counter()
    for section in sections:
        if "".join(section.paragraphs).strip() and (
            section.path or _is_worth_it(section, len(contents.items) > taken[0] or len(sections) > 1)
        ):
            _take(source, section, document, often, codes, contents)
    if len(contents.problems) == taken[1]:
        contents.sources.append(source_of(source))
        if len(contents.items) == taken[0]:
            contents.problem(source, "no_sections")


def field_named(heading: str) -> str | None:
    """The field that is called so."""
    return fields().get(as_heading(heading), (None, 0))[0]


def source_of(name: str) -> str:
    """What the codes of a document's items begin with."""
    plain_name = name.replace(SOURCE_END, "＃")
    return plain_name if len(plain_name) <= LONGEST_SOURCE else f"{plain_name[: LONGEST_SOURCE - 9]}~{_hash(name)}"


def _sections(source: str, blocks: Sequence[Block], document: Said, contents: Contents) -> list[Section]:
    sections = [Section(())]
    above: list[tuple[int, str]] = []
    for block in blocks:
        current = sections[-1]
        if block.level:
            heading = _without_number(" ".join(block.text.split()))
            above = [*((level, text) for level, text in above if level < block.level), (block.level, heading)]
            sections.append(Section(tuple(text for _, text in above), block.line, block.page))
        elif block.rows:
            _table(source, block, document if _is_head(sections) else current.said, current, document, contents)
        elif not current.paragraphs and (said := _said(block.text)) is not None:
            (document if _is_head(sections) else current.said)[said[0]] = said[1]
        else:
            current.page = current.page or block.page
            current.line = current.line or block.line
            current.paragraphs.append(block.text)
    return sections


def _without_number(heading: str) -> str:
    found = _NUMBER.match(heading)
    return heading[found.end() :] or heading if found is not None else heading


def _is_head(sections: Sequence[Section]) -> bool:
    """Whether nothing but a title was read so far: what is said now is of the whole document."""
    return len(sections) <= 2 and not any(section.paragraphs for section in sections)


def _said(text: str) -> tuple[str, str] | None:
    """行业:K12学校, by field."""
    found = _SAID.fullmatch(text)
    name = field_named(found[1]) if found is not None else None
    if found is None or name is None or name in ("title", "body", "id"):
        return None
    try:
        data_of({name: found[2]})
    except ItemProblem:
        return None  # a sentence that begins so
    return name, found[2]


def _table(source: str, block: Block, said: Said, section: Section, document: Said, contents: Contents) -> None:
    """A table that says what a section is for, one of scripts, or one that is read as it stands."""
    layout = script_layout(lambda: block.rows)
    if layout is not None:
        found = Contents()
        layout.read(source, block.rows, found)
        defaults = {name: value for name, value in {**document, **section.said}.items() if name in fields_of_items()}
        for item in found.items.values():
            place = Trouble(source, "item", block.line, block.page or section.page)
            code = _code(source, (item.title, *filter(None, (item.product_version,))))
            own = {"id": code} if item.code.startswith(MADE_UP) else {}
            contents.add(_with({**item.as_data, **own}, defaults), place)
        contents.problems += [
            Trouble(source, problem.reason, block.line, block.page or section.page, problem.detail)
            for problem in found.problems
        ]
        return
    if (told := _told(block.rows)) is not None:
        said |= told
        return
    section.paragraphs += [" | ".join(cell for cell in row if cell) for row in block.rows if any(row)]


def fields_of_items() -> frozenset[str]:
    """What a document may say of all its items."""
    return frozenset(
        {"industry", "buyer_role", "budget", "budget_min", "budget_max", "product_line", "product_version"}
    )


def _with(data: Mapping[str, object], defaults: Said) -> Item:
    cells = {name: "、".join(value) if isinstance(value, list) else value for name, value in data.items()}
    return item_of({**defaults, **cells})


def _told(rows: Sequence[Sequence[str]]) -> Said | None:
    """What a small table says by field: two columns, or headings with a row below; None where it is another."""
    if 1 <= len(rows) <= 12 and all(len(row) == 2 for row in rows):
        pairs = [(field_named(name), value) for name, value in rows]
    elif len(rows) == 2 and len(rows[0]) == len(rows[1]):
        pairs = [(field_named(name), value) for name, value in zip(*rows, strict=True)]
    else:
        return None
    known = {name: value for name, value in pairs if name and value}
    return known if known and len(known) * 2 >= len(pairs) else None


def _is_worth_it(section: Section, has_others: bool) -> bool:
    """Whether what stands before the first heading is more than a title, an author and a date."""
    return not has_others or len("".join(section.paragraphs)) >= LEAST_INTRODUCTION


def _take(
    source: str,
    section: Section,
    document: Said,
    often: Counter[tuple[str, ...]],
    codes: Counter[str],
    contents: Contents,
) -> None:
    stem = PurePath(source).stem
    title = _title(section.path, often) if section.path else document.get("title", stem)
    kind = kind_named(title, *reversed(section.path), stem) or "material"
    said = {name: value for name, value in {**document, **section.said}.items() if name not in ("id", "title", "body")}
    pieces = list(_pieces("\n".join(section.paragraphs).strip()))
    if len(pieces) > 1:
        contents.note(source, "cut", section.page, f"{title[:30]}\n{len(pieces)}")
    for number, piece in enumerate(pieces, 1):
        own = title if number == 1 else f"{title[: LONGEST['title'] - 8]}({number})"
        code = _code(source, (*section.path, *([f"({number})"] if number > 1 else [])))
        codes[code] += 1
        if codes[code] > 1:
            code = f"{code[:190]}~{codes[code]}"
        place = Trouble(source, "item", section.line, section.page)
        try:
            kinds = {} if "kind" in said else {"kind": _kind_word(kind)}
            item = item_of({**kinds, **said, "id": code, "title": own[: LONGEST["title"]], "body": piece})
        except ItemProblem as problem:
            contents.problem(source, "item", section.line, section.page, f"{title[:30]}:{problem}")
            return
        contents.add(item, place)


def _kind_word(kind: str) -> str:
    return kind.replace("_", " ")


def _title(path: tuple[str, ...], often: Counter[tuple[str, ...]]) -> str:
    """Its heading; with the one above where that says too little, or stands there several times."""
    heading = path[-1]
    says_little = len(heading) <= SHORT_HEADING or often[path[-1:]] > 1
    return f"{path[-2]}·{heading}" if says_little and len(path) > 1 else heading


def _code(source: str, path: Sequence[str]) -> str:
    code = f"{source_of(source)}{SOURCE_END}{'/'.join(path)}"
    return code if len(code) <= LONGEST["id"] - 10 else f"{code[: LONGEST['id'] - 20]}~{_hash(code)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that are not too long, cut between paragraphs, else between sentences."""
    piece = ""
    for part in _parts(text):
        if piece and len(piece) + len(part) > LONGEST_PIECE:
            yield piece.strip()
            piece = ""
        piece += part
    if piece.strip():
        yield piece.strip()


def _parts(text: str) -> Iterator[str]:
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        for sentence in (line,) if len(line) <= LONGEST_PIECE else _SENTENCE.findall(line):
            for start in range(0, len(sentence), LONGEST_PIECE):
                yield sentence[start : start + LONGEST_PIECE]
