"""Markdown, and plain text, in blocks; what is said at its head between two lines of dashes (front matter)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.files.blocks import Block
from knowledge.items import plain

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_BREAK = re.compile(r"\r\n?|\n")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_RULE_ROW = re.compile(r"[ \t]*\|[\s:|-]+\|[ \t]*")
_SAID = re.compile(r"([^:：\s][^:：]{0,38}?)\s*[:：]\s*(.*)")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)[^)]*\)")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)(.{1,400}?)(?<=\S)\1")
_CODE = re.compile(r"`([^`\n]{1,200})`")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])")


def blocks(text: str) -> tuple[Sequence[Block], dict[str, str]]:
    """The blocks of a text, and what its front matter says."""
    lines = _BREAK.split(_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text))
    said, first = _front_matter(lines)
    found: list[Block] = []
    rows: list[tuple[str, ...]] = []
    fenced = False
    for number, line in enumerate(lines[first:], first + 1):
        if rows and (fenced or not _ROW.fullmatch(line)):
            found.append(Block(rows=tuple(rows), line=number - len(rows)))
            rows = []
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced:
            found.append(Block(plain(line), line=number))
        elif _ROW.fullmatch(line):
            if not _RULE_ROW.fullmatch(line):
                rows.append(tuple(_inline(cell) for cell in line.strip().strip("|").split("|")))
        elif (heading := _HEADING.fullmatch(line)) is not None:
            found.append(Block(_inline(heading[2]), len(heading[1]), line=number))
        elif (under := _UNDERLINE.fullmatch(line)) is not None and found and _may_be_title(found[-1], number):
            found[-1] = Block(found[-1].text, 1 if under[1][0] == "=" else 2, line=found[-1].line)
        elif under is None and (words := _inline(line)):
            found.append(Block(words, line=number))
    if rows:
        found.append(Block(rows=tuple(rows), line=len(lines)))
    return found, said


def _may_be_title(block: Block, number: int) -> bool:
    return block.line == number - 1 and not block.level and not block.rows and len(block.text) <= 60


def _front_matter(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """What stands between dashes at the head, and how many lines that is."""
    if not lines or lines[0].strip() != "---":
        return {}, 0
    end = next((place for place, line in enumerate(lines[1:60], 1) if line.strip() in ("---", "...")), None)
    if end is None:
        return {}, 0
    said: dict[str, str] = {}
    last = ""
    for line in lines[1:end]:
        stripped = line.strip()
        if stripped.startswith("- ") and last:
            said[last] = "、".join(filter(None, (said[last], stripped[2:].strip(" '\""))))
        elif (found := _SAID.fullmatch(stripped)) is not None:
            last = found[1]
            said[last] = "、".join(part.strip(" '\"") for part in found[2].strip("[]").split(","))
    return said, end + 1


def _inline(text: str) -> str:
    """Words without the marks of their print."""
    text = _LINK.sub(r"\1(\2)", _IMAGE.sub(r"\1", text))
    text = _CODE.sub(r"\1", _STRONG.sub(r"\2", text))
    return plain(_ESCAPED.sub(r"\1", re.sub(r"^[ \t]*>[ \t]?", "", text)))
