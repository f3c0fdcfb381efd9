"""Plain text as markdown that shows it as it is."""

from __future__ import annotations

import re

LOOK_ALIKES = {"*": "＊", "`": "｀", "#": "＃", ">": "＞", "<": "＜", "~~": "～～", "](": "］("}
INLINE = re.compile(r"[*`]|~~|\]\(|<(?=[A-Za-z/@!])")
AT_LINE_START = re.compile(r"^([ \t]*)([#>])", re.MULTILINE)


def as_markdown(text: str) -> str:
    """`text` with what would be an order to markdown replaced by wide characters that look alike. Backslashes are no
    way out: not every client knows them, and a price like 3*4*5 must not lose its stars anywhere."""
    text = AT_LINE_START.sub(lambda found: found[1] + LOOK_ALIKES[found[2]], text)
    return INLINE.sub(lambda found: LOOK_ALIKES[found[0]], text)
