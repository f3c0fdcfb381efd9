"""Whether a file that somebody sent is a customer list."""

from __future__ import annotations

import re

from bot.messaging.inbound import Media
from sales import importing
from storage.media import MediaStore

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
CALLED_SO = re.compile(r"客户(?:表|名单|清单|列表|台账|资料|信息|档案|数据|导入)|名单|导入|线索表|商机表")


def is_customer_list(media: MediaStore, sent: Media) -> bool:
    """Whether the file's headings are those of a customer list, or, where they are not or cannot be read, it is called
    one: then its sender is to hear why it cannot be imported."""
    if sent.kind != "file" or not (sent.name or sent.key).casefold().endswith(SUFFIXES):
        return False
    try:
        if importing.layout_of(importing.read_tables(media.read(sent.key))) is not None:
            return True
    except (importing.NotReadable, OSError):
        pass
    return CALLED_SO.search(f"{sent.name} {sent.caption}") is not None
