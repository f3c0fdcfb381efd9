"""Questions about many deals or people at once: which deals have nobody who decides, whose meetings were refused, who
follows up how fast, how teams compare, who waits for support.

In: an opening's words. Out: each module's FLOW, for the table of contents in `bot.handlers`; they change nothing.
"""

from bot.handlers.overviews import compare_teams, people_figures, refused_meetings, support_waiting, undecided_deals

__all__ = ["FLOWS"]

FLOWS = (undecided_deals.FLOW, refused_meetings.FLOW, people_figures.FLOW, compare_teams.FLOW, support_waiting.FLOW)
