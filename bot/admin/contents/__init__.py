"""What comes into the script library from files: gathered from a path or a file that was sent, shown, brought in.

In: a path on the machine, or the key of a file in the media store. Out: `Contents`, with what is wrong by file and
line; jobs (`ContentImports`) that read a file, bring its items in by one transaction, and take an import back.
"""

from bot.admin.contents.gathering import MOST_BYTES, gather, gather_sent
from bot.admin.contents.jobs import BRING_IN, READ, TAKE_BACK, ContentImports, summed_up
from bot.admin.contents.peeking import CUSTOMERS, SCRIPTS, UNSURE, kind_of_list, means_library

__all__ = [
    "BRING_IN",
    "CUSTOMERS",
    "MOST_BYTES",
    "READ",
    "SCRIPTS",
    "TAKE_BACK",
    "UNSURE",
    "ContentImports",
    "gather",
    "gather_sent",
    "kind_of_list",
    "means_library",
    "summed_up",
]
