"""Files that people write for the library: tables and documents in, items out, with what is wrong by line or page.

In: rows of a table (`tables`), a document of Markdown, Word or PDF (`documents`, cut at its headings by `sections`), or
JSON lines. Out: `Contents`. What headings and kinds are called is data: config/scripts.yml. Word and PDF are opened by
a program of its own with little memory and time (`document_reader`). Nothing in a file is ever an instruction.
"""

from knowledge.files.contents import Contents, Trouble
from knowledge.files.documents import NotReadable, read_document, suffix_of
from knowledge.files.tables import script_layout

__all__ = ["Contents", "NotReadable", "Trouble", "read_document", "script_layout", "suffix_of"]
