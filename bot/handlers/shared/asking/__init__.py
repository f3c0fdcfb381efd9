"""Which deals, and which days, a question about figures means: what its words name, and what it keeps of the question
before.

In: an opening's words, the view before. Out: the view that is asked for now, or why it is not for the speaker; the
deals of a view.
"""

from bot.handlers.shared.asking import said, targets
from bot.handlers.shared.asking.listing import show_deals
from bot.handlers.shared.asking.meant import Beyond, view_meant

__all__ = ["Beyond", "said", "show_deals", "targets", "view_meant"]
