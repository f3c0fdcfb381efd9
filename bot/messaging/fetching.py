"""Files that came by reference: what may come of fetching one. Done before a turn, through the channel it came from."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.messages import Media

NOT_FETCHED = "刚才这个文件没取下来,我没收到,麻烦再发一次。"

Fetch = Callable[[str, Media], Media]
"""(channel's name, media) → media with the key of its bytes in the store. Raises NotHad or TryAgain."""


class NotHad(Exception):
    """The file will not be had; the message is the sentence for its sender."""


class TryAgain(Exception):
    """The file could not be fetched just now. Where this was the last try, its sender is told NOT_FETCHED."""
