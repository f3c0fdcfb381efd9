"""What words ask of the script library beyond finding an item: a kit before a visit, what a new hire learns, what is
wanted, whether items still hold, a product's new version. `path`: what is said of the items that new hires learn;
`hits`: of a script that was just found.

In: a message's text. Out: plain values. The words that decide are in library.yml of rules.
"""

from nlu.library import hits, path
from nlu.library.reading import (
    Verdict,
    asks_kit,
    asks_path,
    asks_team_path,
    asks_wanted,
    asks_whole_path,
    judges_item,
    new_version,
    says_learnt,
    tells_new_version,
    verdict_on,
    whose_path,
)

__all__ = [
    "Verdict",
    "asks_kit",
    "asks_path",
    "asks_team_path",
    "asks_wanted",
    "asks_whole_path",
    "hits",
    "judges_item",
    "new_version",
    "path",
    "says_learnt",
    "tells_new_version",
    "verdict_on",
    "whose_path",
]
