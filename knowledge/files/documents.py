"""A document of Markdown, Word or PDF: which of them it is, by its content, and its items."""

from __future__ import annotations

import codecs
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from knowledge.files import document_reader, markdown, pdf_lines
from knowledge.files.blocks import Block
from knowledge.files.contents import Contents, Reason
from knowledge.files.sections import take_items
from knowledge.items import plain

TEXTS = (".md", ".markdown", ".txt")
SUFFIXES = (*TEXTS, ".docx", ".docm", ".pdf", ".doc", ".rtf", ".wps", ".dot")
LONGEST_TEXT = 10 * 1024 * 1024  # bytes of Markdown
OLE, ZIP, PDF, RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF", b"{\\rtf"
WALL_SECONDS = 240
LEAST_OF_PAGE = 8  # letters a page; a scan with a stamp has fewer
REASONS: dict[int, Reason] = {
    document_reader.DAMAGED: "damaged",
    document_reader.PASSWORD: "password",
    document_reader.TOO_LARGE: "too_large",
}
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class NotReadable(Exception):
    """Why a document cannot be read."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def suffix_of(name: str) -> str | None:
    """The ending by which a file is known as a document; None for another file."""
    return next((suffix for suffix in SUFFIXES if name.casefold().endswith(suffix)), None)


def read_document(source: str, data: bytes, contents: Contents) -> None:
    """Take the items of the document that is called `source`. Raises NotReadable."""
    if not data.strip(b"\x00\r\n\t "):
        raise NotReadable("empty")
    blocks, said = _blocks(source, data, contents)
    if not any(block.text or block.rows for block in blocks):
        raise NotReadable("no_text")
    take_items(source, blocks, said, contents)


def _blocks(source: str, data: bytes, contents: Contents) -> tuple[Sequence[Block], dict[str, str]]:
    """The document in blocks, and what it says at its head."""
    if data.lstrip()[:4] == PDF or PDF in data[:1024]:
        return _of_pdf(source, _opened(data, "pdf"), contents), {}
    if data.startswith(ZIP):
        return _of_word(_opened(data, "docx")), {}
    if data.startswith(OLE):
        raise NotReadable("password" if ENCRYPTED in data else "old_word")
    if data.startswith(RTF):
        raise NotReadable("old_word")
    if not source.casefold().endswith(TEXTS):
        raise NotReadable("damaged")
    if len(data) > LONGEST_TEXT:
        raise NotReadable("too_large")
    return markdown.blocks(_decoded(data))


def _of_pdf(source: str, lines: Sequence[dict[str, Any]], contents: Contents) -> Sequence[Block]:
    for page in (line["page"] for line in lines if line.get("lost")):
        contents.problem(source, "page", page=page)
    silent = [line["page"] for line in lines if line.get("no_text")]
    read = [line for line in lines if "text" in line]
    pages = {line["page"] for line in lines}
    letters = sum(character.isalnum() for line in read for character in line["text"])
    if letters < LEAST_OF_PAGE * max(1, len(pages)) and len(silent) * 2 >= len(pages):
        raise NotReadable("no_text")
    if silent:
        contents.note(source, "pictures", page=silent[0], detail="、".join(map(str, silent[:12])))
    return pdf_lines.blocks(read)


def _of_word(read: Sequence[dict[str, Any]]) -> Sequence[Block]:
    styled = any(block.get("level") for block in read)
    return [
        Block(
            text=plain(block.get("text", "")),
            level=block.get("level", 0) or (0 if styled else int(_looks_like_heading(block))),
            rows=tuple(tuple(plain(cell) for cell in row) for row in block.get("rows", ())),
        )
        for block in read
    ]


def _looks_like_heading(block: dict[str, Any]) -> bool:
    """Whether a paragraph of a document without heading styles is printed as one."""
    text = block.get("text", "")
    return bool(block.get("bold")) and len(text) <= 40 and "\n" not in text and text[-1:] not in "。.;；,，:：!！"


def _opened(data: bytes, kind: str) -> list[dict[str, Any]]:
    """Have the document opened by a process that has little memory. Raises NotReadable."""
    with TemporaryDirectory(prefix="xiaoban-") as folder:
        file, target = Path(folder) / "file", Path(folder) / "read"
        file.write_bytes(data)
        command = [sys.executable, "-I", document_reader.__file__, str(file), str(target), kind]
        try:
            done = subprocess.run(command, capture_output=True, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise NotReadable("too_large") from None
        if done.returncode != document_reader.DONE:
            raise NotReadable(REASONS.get(done.returncode, "too_large"))
        with target.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


def _decoded(data: bytes) -> str:
    """Text as Chinese programs write it. Raises NotReadable."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(ord(letter) < 32 and letter not in "\t\r\n\x0b\x0c\x1a" for letter in text[:10_000]) > 20:
            raise NotReadable("damaged")
        return text
    raise NotReadable("encoding")
