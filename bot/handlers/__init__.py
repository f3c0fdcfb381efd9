"""The table of contents: every conversation of the bot, and the intents that have none yet (NOT_YET).

Each conversation is one file in one of the rooms. What several need is in `shared`; no conversation imports another.
In: openings (understood words, a button, a file) from `bot.turn`. Out: operations that the turn performs, whose texts
and buttons come from `bot.wording`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.admin import drilling, exam_marks, exporting
from bot.admin.contents import ContentImports
from bot.admin.dropped_files import DroppedFiles
from bot.admin.exam_calls import CallCheck, CallChecks
from bot.admin.forecasting import Forecasting
from bot.admin.heard_calls import HeardCalls, Read
from bot.admin.importing import Imports
from bot.admin.library import LibrarySearch
from bot.handlers import exams, reports
from bot.handlers.account import (
    helping,
    join,
    membership,
    nothing_open,
    out_of_scope,
    place_member,
    reason_told,
    restore,
    retry,
    show_recorded,
    take_leave,
    undo,
)
from bot.handlers.admin import about_import, import_customers, undo_import
from bot.handlers.coaching import (
    appeal_drill,
    drill_history,
    drill_weights,
    erase_drills,
    keep_recordings,
    play_drill,
    practise,
    settle_appeal,
    show_drill,
)
from bot.handlers.customers import (
    add_contact,
    buying_role,
    decision_chain,
    grade_customer,
    keep_call,
    name_decider,
    recorded_calls,
    shared_contact,
    why_again,
)
from bot.handlers.departments import (
    answer_ticket,
    answer_times,
    ask_back,
    close_ticket,
    drop_ticket,
    my_tickets,
    pass_ticket,
    raise_ticket,
    reply_ticket,
    ticket_limits,
    urge_ticket,
)
from bot.handlers.evidence import (
    answer_gate,
    decide_override,
    may_enter,
    name_holder,
    received_media,
    show_files,
    stage_history,
    wrong_file,
)
from bot.handlers.giving import (
    contribute_script,
    decide_contribution,
    decide_recording,
    fill_library,
    import_scripts,
    save_recording,
    take_back_scripts,
    which_list,
)
from bot.handlers.leading import (
    acknowledge,
    answer_instruction,
    answer_support,
    assign,
    change_limit,
    decide_handover,
    give_up,
    hold_deal,
    instruct,
    my_orders,
    person_leaves,
    query_team,
    reassign,
    who_follows,
)
from bot.handlers.leads import ask_leads, share_leads
from bot.handlers.library import (
    find_script,
    learning_path,
    new_version,
    play_item,
    rate_script,
    require_script,
    review_script,
    show_script,
    team_learning,
    visit_kit,
    want_script,
    wanted_scripts,
)
from bot.handlers.points import decide_redemption, my_progress, points_ranking, points_rules, redeem_points
from bot.handlers.reminders import (
    answer_step,
    cancel_reminder,
    change_reminder,
    days_off_too,
    drop_reminders,
    my_reminders,
    plan_step,
    set_reminder,
    snooze,
)
from bot.handlers.sales import (
    add_to_record,
    advance_stage,
    change_amount,
    close_deal,
    correct_record,
    customer_info,
    decide_claim,
    log_followup,
    log_lead,
    loss_reason,
    my_tasks,
    need_support,
    one_by_one,
    query_overdue,
    reopen_deal,
)
from bot.handlers.signals import ask_along, change_contact, send_material, why_signal
from bot.messaging.work import Work
from coaching.exam.questions import bank
from config.policy import Policy
from knowledge.library import Library
from storage.media import MediaStore

__all__ = ["FLOWS", "NOT_YET", "jobs", "steps"]

FLOWS = (
    log_followup.FLOW,
    log_lead.FLOW,
    add_to_record.FLOW,
    correct_record.FLOW,
    advance_stage.FLOW,
    close_deal.FLOW,
    change_amount.FLOW,
    loss_reason.FLOW,
    reopen_deal.FLOW,
    answer_gate.FLOW,
    decide_override.FLOW,
    name_holder.FLOW,
    show_files.FLOW,
    keep_call.FLOW,
    *recorded_calls.FLOWS,
    find_script.FLOW,
    rate_script.FLOW,
    contribute_script.FLOW,
    decide_contribution.FLOW,
    my_progress.FLOW,
    points_ranking.FLOW,
    points_rules.FLOW,
    redeem_points.FLOW,
    decide_redemption.FLOW,
    visit_kit.FLOW,
    *exams.FLOWS,
    practise.FLOW,
    show_drill.FLOW,
    play_drill.FLOW,
    keep_recordings.FLOW,
    drill_weights.FLOW,
    erase_drills.FLOW,
    drill_history.FLOW,
    appeal_drill.FLOW,
    settle_appeal.FLOW,
    show_script.FLOW,
    review_script.FLOW,
    new_version.FLOW,
    require_script.FLOW,
    learning_path.FLOW,
    team_learning.FLOW,
    want_script.FLOW,
    wanted_scripts.FLOW,
    play_item.FLOW,
    save_recording.FLOW,
    decide_recording.FLOW,
    fill_library.FLOW,
    import_scripts.FLOW,
    take_back_scripts.FLOW,
    which_list.FLOW,
    stage_history.FLOW,
    may_enter.FLOW,
    wrong_file.FLOW,
    my_tasks.FLOW,
    add_contact.FLOW,
    buying_role.FLOW,
    decision_chain.FLOW,
    name_decider.FLOW,
    shared_contact.FLOW,
    customer_info.FLOW,
    why_signal.FLOW,
    why_again.FLOW,
    grade_customer.FLOW,
    query_overdue.FLOW,
    *reports.FLOWS,
    set_reminder.FLOW,
    plan_step.FLOW,
    answer_step.FLOW,
    my_reminders.FLOW,
    cancel_reminder.FLOW,
    change_reminder.FLOW,
    days_off_too.FLOW,
    drop_reminders.FLOW,
    snooze.FLOW,
    need_support.FLOW,
    one_by_one.FLOW,
    hold_deal.FLOW,
    acknowledge.FLOW,
    assign.FLOW,
    share_leads.FLOW,
    ask_leads.FLOW,
    decide_claim.FLOW,
    reassign.FLOW,
    decide_handover.FLOW,
    give_up.FLOW,
    who_follows.FLOW,
    instruct.FLOW,
    answer_instruction.FLOW,
    answer_support.FLOW,
    my_orders.FLOW,
    raise_ticket.FLOW,
    answer_ticket.FLOW,
    pass_ticket.FLOW,
    ask_back.FLOW,
    reply_ticket.FLOW,
    answer_times.FLOW,
    ticket_limits.FLOW,
    close_ticket.FLOW,
    drop_ticket.FLOW,
    urge_ticket.FLOW,
    my_tickets.FLOW,
    change_limit.FLOW,
    query_team.FLOW,
    person_leaves.FLOW,
    membership.FLOW,
    place_member.FLOW,
    take_leave.FLOW,
    reason_told.FLOW,
    change_contact.FLOW,
    ask_along.FLOW,
    send_material.FLOW,
    undo.FLOW,
    restore.FLOW,
    show_recorded.FLOW,
    helping.FLOW,
    join.FLOW,
    received_media.FLOW,
    retry.FLOW,
    about_import.FLOW,
    import_customers.FLOW,
    undo_import.FLOW,
    nothing_open.FLOW,
    out_of_scope.FLOW,
)

NOT_YET: Mapping[str, str] = {
    "check_stock": "库存我还查不了,先问仓库的同事。",
    "check_payment": "回款和账期我还查不了,先问财务的同事。",
    "check_shipment": "发货和物流我还查不了,先问客服或仓库的同事。",
}


def jobs(
    policy: Policy,
    media: MediaStore,
    library: Library,
    read: Read,
    *,
    has_processes: bool,
    call_check: CallCheck | None = None,
) -> Mapping[str, Work]:
    """Slow work that nobody waits for in front of the screen; the large in processes of its own if there are any.
    Without a `call_check` recorded calls are kept until there is one; `read` understands what is said in them."""
    contents = ContentImports(policy, media, library, has_processes)
    heard = HeardCalls(call_check.transcribe if call_check is not None else None, read)
    small = (CallChecks(call_check), heard, DroppedFiles(media), Forecasting(policy))
    jobs = {**Imports(policy, media, has_processes).work(), **contents.work()}
    return jobs | {kind: work for job in small for kind, work in job.work().items()}


def steps(policy: Policy, library: Library, media: MediaStore) -> Mapping[str, Work]:
    """Steps of flows outside the transaction, for whose result a person waits (talk.call)."""
    bank()  # read before anybody is examined
    return {
        **LibrarySearch(library, policy).work(),
        **drilling.work(policy),
        **exam_marks.work(),
        **exporting.work(policy, media),
    }
