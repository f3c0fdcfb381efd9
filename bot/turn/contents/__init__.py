"""Files and recordings for the script library: what one that was sent is for, by its words and those right behind it.

In: a file with its caption, or words after one. Out: the flow that takes it.
"""

from bot.turn.contents.sent import SAVES, explained, flow_for, is_for_library

__all__ = ["SAVES", "explained", "flow_for", "is_for_library"]
