"""What people ask about figures, and the question of the evening: the funnel and the deals behind it, health, the
forecast, targets, files to take along, reports that come by themselves, the board, the day's most effective
customer action.

In: words and buttons. Out: `FLOWS`, the conversations of this room.
"""

from bot.handlers.reports import (
    ask_action,
    daily_action,
    explain_figure,
    export_rows,
    funnel,
    health,
    open_board,
    own_figures,
    query_forecast,
    schedule_report,
    set_target,
    stage_deals,
    targets_met,
    urge_reports,
    withdraw_target,
)

__all__ = ["FLOWS"]

FLOWS = (
    explain_figure.FLOW,
    own_figures.FLOW,
    ask_action.FLOW,
    daily_action.FLOW,
    urge_reports.FLOW,
    query_forecast.FLOW,
    funnel.FLOW,
    stage_deals.FLOW,
    stage_deals.OF_SIZE,
    health.FLOW,
    withdraw_target.FLOW,
    set_target.FLOW,
    targets_met.FLOW,
    export_rows.FLOW,
    schedule_report.FLOW,
    schedule_report.OTHERS,
    schedule_report.CHANGES,
    schedule_report.ENDS,
    schedule_report.LISTS,
    open_board.FLOW,
)
