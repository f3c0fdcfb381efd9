"""What a file that somebody sent is, as far as lists and the library go: by its headings, and by what is said of it."""

from __future__ import annotations

from typing import Literal

from bot.admin.contents.gathering import TABLES
from bot.admin.importing import is_customer_list
from bot.messaging.inbound import Media
from knowledge.files import script_layout, suffix_of
from nlu import contents
from sales import importing
from storage.media import MediaStore, beginning_of

CUSTOMERS, SCRIPTS, UNSURE = "customers", "scripts", "unsure"
ListKind = Literal["", "customers", "scripts", "unsure"]


def means_library(sent: Media) -> bool:
    """Whether what is said of a file means the library."""
    return sent.meant == SCRIPTS or contents.means_library(sent.caption) or contents.names_library(sent.name)


def kind_of_list(media: MediaStore, sent: Media) -> ListKind:
    """A customer list, or something for the library; `unsure` where the headings are those of both. Nothing for any
    other file."""
    if sent.kind != "file" or sent.meant == CUSTOMERS:
        return "customers" if sent.meant == CUSTOMERS else ""
    name = (sent.name or sent.key).casefold()
    if suffix_of(name) is not None:
        return "scripts" if means_library(sent) else ""
    if not name.endswith(TABLES):
        return "customers" if is_customer_list(media, sent) else ""
    if sent.meant == SCRIPTS or contents.means_library(sent.caption):
        return "scripts"
    has_scripts, has_customers = _headings(media, sent)
    if has_scripts and has_customers:
        return "scripts" if contents.names_library(sent.name) else "unsure"
    if has_scripts or (not has_customers and contents.names_library(sent.name)):
        return "scripts"
    return "customers" if is_customer_list(media, sent) else ""


def _headings(media: MediaStore, sent: Media) -> tuple[bool, bool]:
    """Whether there are headings of scripts, and those of a customer list."""
    try:
        tables = importing.read_tables(beginning_of(media, sent.key))
        return any(script_layout(table.rows) for table in tables), importing.layout_of(tables) is not None
    except (importing.NotReadable, OSError, ValueError):
        return False, False
