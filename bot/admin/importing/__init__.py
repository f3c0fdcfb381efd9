"""Slow work of importing customer lists: reading a file into staged rows, letting them be valid, taking an import back.

In: jobs that a conversation orders, with the import's id, whose it is and when it began. Out: rows, messages that say
how far it is, and a small result for the conversation (`results`). A large file is worked on in a process of its own,
so that conversations go on meanwhile.
"""

from bot.admin.importing import apart
from bot.admin.importing.imports import BRING_IN, READ, TAKE_BACK, TEMPLATE, Imports
from bot.admin.importing.peeking import is_customer_list

__all__ = ["BRING_IN", "READ", "TAKE_BACK", "TEMPLATE", "Imports", "apart", "is_customer_list"]
