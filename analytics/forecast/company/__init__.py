"""The company's own forecast: what its deals looked like each week, a model of which are won and when, learned
monthly, the forecast of a month or quarter with its interval, and what was forecast on earlier Mondays.

In: a Session, the keys of the stages, a moment, whose deals. Out: `Outlook`s (sums in 分), accuracies, moves; rows of
the monthly model and the weekly snapshots. What happens by the calendar is in `monthly`; docs/forecast.md is the model
card.
"""

__all__ = ["frozen", "kept", "looks", "moments", "monthly", "outlook", "periods", "report", "stories", "win_model"]
