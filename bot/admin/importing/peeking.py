"""Whether a file that somebody sent is a customer list."""

from __future__ import annotations

from bot.messaging.inbound import Media
from sales import importing
from storage.media import MediaStore

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")


def is_customer_list(media: MediaStore, sent: Media) -> bool:
    """Whether the file's headings are those of a customer list."""
    if sent.kind != "file" or not (sent.name or sent.key).casefold().endswith(SUFFIXES):
        return False
    try:
        return importing.layout_of(importing.read_tables(media.read(sent.key))) is not None
    except (importing.NotReadable, OSError):
        return False
