"""Documents made for tests: Word and Markdown as people write them, PDF with Chinese letters, and broken ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from docx import Document

SIZES = {"heading": 20, "text": 11}


def word(
    sections: Sequence[tuple[str, str]],
    said: Mapping[str, str] | None = None,
    table: Sequence[Sequence[str]] = (),
) -> bytes:
    """A Word document: a table of what is `said` of all of it, headings with their text, and a table."""
    document = Document()
    _add(document, list((said or {}).items()))
    for heading, text in sections:
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    _add(document, table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(pages: Sequence[Sequence[tuple[str, int]]]) -> bytes:
    """A PDF of these pages, each of lines with the size of their letters."""
    count = len(pages)
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> >>",
    ]
    for number, lines in enumerate(pages):
        drawn = _drawn(lines)
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Resources << /Font << /F 3 0 R >> >>"
            f" /Contents {6 + 2 * number} 0 R >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    return _written(objects)


def locked_pdf(data: bytes) -> bytes:
    """The PDF behind a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@cache
def bomb() -> bytes:
    """A small Word document that unpacks to 400 MB. It takes seconds to make: only who needs it calls this."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open("word/document.xml", "w") as file,
    ):
        for _ in range(400):
            file.write(b" " * 1_000_000)
    return out.getvalue()


def _add(document: Any, rows: Sequence[Sequence[str]]) -> None:
    if rows:
        made = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text


def _drawn(lines: Sequence[tuple[str, int]]) -> str:
    parts, height = ["BT"], 800
    for text, size in lines:
        height -= size + 8
        parts.append(f"/F {size} Tf 1 0 0 1 60 {height} Tm <{text.encode('utf-16-be').hex()}> Tj")
    return "\n".join([*parts, "ET"])


def _written(objects: Sequence[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n"
    )
    return out + tail.encode() + b"%%EOF\n"
