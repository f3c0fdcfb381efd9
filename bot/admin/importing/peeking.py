"""Whether a file that somebody sent is a customer list."""

from __future__ import annotations

import re

from bot.messaging.inbound import Media
from sales import importing
from storage.media import MediaStore, beginning_of

LISTS = (".csv", ".tsv")  # files that are hardly anything but a list
SUFFIXES = (*LISTS, ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
CALLED_SO = re.compile(
    r"客户(?:表|名单|清单|列表|台账|资料|信息|档案|数据|导入|汇总|明细)|名单|名录|通讯录|导入|导进|导一下|批量|线索|商机表|潜客|意向客户|新客户"
)
BROKEN = frozenset({"damaged", "empty", "not_a_table"})


def is_customer_list(media: MediaStore, sent: Media) -> bool:
    """Whether the file's headings are those of a customer list, or, where they are not or cannot be read, it is called
    one or can hardly be anything else: then its sender is to hear why it cannot be imported."""
    name = (sent.name or sent.key).casefold()
    if sent.kind != "file" or not name.endswith(SUFFIXES):
        return False
    called_so = CALLED_SO.search(f"{sent.name} {sent.caption}") is not None or name.endswith(LISTS)
    try:
        return importing.layout_of(importing.read_tables(beginning_of(media, sent.key))) is not None or called_so
    except importing.NotReadable as error:
        return called_so or (error.reason in BROKEN and not name.endswith(".txt"))
    except OSError:
        return called_so
