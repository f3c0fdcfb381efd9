"""Questions about many deals or people at once: which deals have nobody who decides, whose meetings were refused, who
follows up how fast or how often, how teams compare, who waits for support, how open deals are made up.

In: an opening's words. Out: each module's FLOW, for the table of contents in `bot.handlers`; they change nothing.
"""

from bot.handlers.overviews import (
    compare_teams,
    counted_acts,
    parts_of_deals,
    people_figures,
    quiet_deals,
    refused_meetings,
    support_waiting,
    undecided_deals,
)

__all__ = ["FLOWS"]

FLOWS = (
    undecided_deals.FLOW,
    refused_meetings.FLOW,
    quiet_deals.FLOW,
    people_figures.FLOW,
    compare_teams.FLOW,
    support_waiting.FLOW,
    counted_acts.FLOW,
    parts_of_deals.FLOW,
)
