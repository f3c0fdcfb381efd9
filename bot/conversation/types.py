"""Stable names of what journals hold: moving a class or a module must not break a stored conversation.

`STORED` says where the class of each name is today; whoever moves a class changes its line. A name is given once and
never again to another class. `FORMERLY` and `FORMER_FIELDS` say what earlier releases wrote instead; entries are added
there and never removed, because databases hold them. Recorded journals of every release (tests/journals) hold it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

STORED: Mapping[str, str] = {
    "absence": "sales.teamwork.absences:AbsenceFact",
    "address": "bot.admin.invitations:Address",
    "cover": "sales.teamwork.covers:CoverFact",
    "activity_acts": "sales.teamwork.activity:Acts",
    "funnel_open_part": "analytics.funnel.open_parts:OpenPart",
    "overview_teams": "bot.handlers.overviews.compare_teams:Compared",
    "support_asked": "bot.turn.questions.supports:Support",
    "refusal": "sales.teamwork.refusals:Refusal",
    "quiet_deal": "sales.teamwork.activity:Quiet",
    "activity_did": "sales.teamwork.activity:Did",
    "activity": "sales.teamwork.activity:Activity",
    "activity_done": "sales.teamwork.activity:Done",
    "asked_beyond": "bot.handlers.shared.asking.meant:Beyond",
    "asked_view": "bot.turn.asking.view:View",
    "call_recording": "sales.call_recordings:CallFact",
    "call_passage": "sales.call_recordings:Passage",
    "chain": "sales.decision_chain.facts:Chain",
    "chain_claim": "sales.decision_chain.facts:ClaimFact",
    "chain_dispute": "sales.decision_chain.facts:Dispute",
    "chain_heard": "sales.decision_chain.claims:Heard",
    "chain_person": "sales.decision_chain.facts:PersonFact",
    "choice_of_target": "bot.handlers.reminders.snooze:Target",
    "claim": "sales.leads.claims:ClaimFact",
    "claim_decided": "sales.leads.claims:Decided",
    "clock_started": "sales.cadence.clock_story:Started",
    "clock_story": "sales.cadence.clock_story:ClockStory",
    "clock_uncounted": "sales.cadence.clock_story:Uncounted",
    "contact_added": "bot.handlers.customers.add_contact:Added",
    "closed_deal": "sales.stages:Closed",
    "contact": "sales.customers:ContactFact",
    "contribution": "knowledge.points.contributions:ContributionFact",
    "customer": "sales.customers:CustomerFact",
    "customer_info": "sales.customers:CustomerInfo",
    "daily_action": "sales.daily_actions.actions:DailyActionFact",
    "daily_action_kept": "sales.daily_actions.actions:Kept",
    "daily_action_suggestion": "sales.daily_actions.suggestions:Suggestion",
    "doubtful_sum": "bot.handlers.shared.reporting.heard_sum:DoubtfulSum",
    "drill": "coaching.drills:DrillFact",
    "drill_appeal": "coaching.drills:AppealFact",
    "drill_detail": "coaching.drills:DrillDetail",
    "drill_finding": "coaching.practice.findings:Finding",
    "drill_practice": "coaching.practice.counted:Practice",
    "drill_practice_of_team": "coaching.practice.counted:TeamPractice",
    "drill_wanted": "bot.handlers.shared.coaching.whom:Wanted",
    "drill_weights": "coaching.outcomes.weights:WeightsFact",
    "drill_wish": "coaching.casting:Wish",
    "exam": "coaching.exam.attempts:ExamFact",
    "exam_appeal": "coaching.exam.calls:CallAppeal",
    "exam_call": "coaching.exam.calls:CallFact",
    "exam_call_segment": "coaching.exam.call_check:Segment",
    "exam_call_speech": "coaching.exam.call_check:Speech",
    "exam_call_violation": "coaching.exam.call_check:CallViolation",
    "exam_detail": "coaching.exam.attempts:ExamDetail",
    "exam_mark": "coaching.exam.marking:Mark",
    "exam_move": "nlu.drills.exam:Move",
    "exam_paper": "coaching.exam.paper:Paper",
    "exam_progress": "bot.handlers.shared.coaching.progress:Progress",
    "exam_question": "coaching.exam.questions:Question",
    "exam_standing": "coaching.exam.unlocking:Standing",
    "exam_unlock": "coaching.exam.unlocking:UnlockFact",
    "deal": "sales.deals:DealFact",
    "deal_state": "sales.customers:DealState",
    "deal_file": "sales.gates.files:FileFact",
    "departed": "bot.handlers.shared.leading.departure:Departed",
    "departed_share": "bot.handlers.shared.leading.departure:Share",
    "departed_tickets": "sales.teamwork.leaving:TicketsLeft",
    "shared_out": "nlu.leading.sharing:Shared",
    "failed": "bot.conversation.operations:Failed",
    "follow_up": "sales.followup_history:FollowUpFact",
    "follow_up_draft": "sales.followup_draft:FollowUpDraft",
    "follow_up_saved": "sales.followups:Saved",
    "given_away": "sales.teamwork.handover:GivenAway",
    "funnel": "analytics.funnel.figures:Funnel",
    "funnel_found": "analytics.funnel.deals:Found",
    "funnel_in_stage": "analytics.funnel.deals:InStage",
    "funnel_part": "analytics.funnel.figures:Part",
    "funnel_report": "analytics.funnel.report:Report",
    "funnel_step": "analytics.funnel.figures:Step",
    "gap": "sales.followup_draft:Gap",
    "carried_out": "bot.handlers.shared.gates.going_on:CarriedOut",
    "gate_given": "bot.handlers.shared.gates.going_on:Given",
    "gate_let_in": "sales.gates.history:LetIn",
    "gate_missing": "sales.gates.needs:Missing",
    "gate_file_out": "bot.handlers.evidence.wrong_file:TakenOut",
    "handed_over": "sales.teamwork.handover:HandedOver",
    "handover_done": "bot.handlers.shared.leading.passing_on:Passed",
    "handover_request": "sales.teamwork.handover:RequestFact",
    "health": "analytics.health.scores:Health",
    "health_part": "analytics.health.scores:Part",
    "held": "sales.stages:Held",
    "holding": "sales.teamwork.activity:Holding",
    "import_amendments": "sales.importing.amendments:Amendments",
    "import_counts": "sales.importing.preview:Counts",
    "import_done": "sales.importing.withdrawal:Imported",
    "import_example": "sales.importing.preview:Example",
    "import_found": "sales.importing.preview:Found",
    "import_may_same": "sales.importing.preview:MaySame",
    "import_meant": "nlu.lists.reading:Meant",
    "import_outcome": "sales.importing.outcome:Outcome",
    "import_preview": "sales.importing.preview:Preview",
    "in_hand": "sales.teamwork.activity:InHand",
    "instruction": "sales.teamwork.instructions:InstructionFact",
    "invited": "bot.admin.invitations:Welcome",
    "import_share": "sales.importing.outcome:Share",
    "lead_draft": "sales.leads.draft:LeadDraft",
    "lead_mine": "sales.leads.registration:AlreadyMine",
    "lead_registered": "sales.leads.registration:Registered",
    "lead_similar": "sales.leads.registration:Similar",
    "lead_times": "sales.leads.assignment:LeadTimes",
    "lead_taker": "sales.leads.assignment:Taker",
    "lead_taken": "sales.leads.claims:Taken",
    "limit_due": "sales.limits:LimitDue",
    "leaver_belongings": "sales.teamwork.leaving:Belongings",
    "leaver_held": "sales.teamwork.leaving:Held",
    "load": "sales.teamwork.activity:Load",
    "media": "bot.messaging.inbound:Media",
    "limit_changed": "sales.teamwork.limit_changes:LimitBack",
    "limit_change": "sales.teamwork.limit_changes:NewLimit",
    "member": "sales.teamwork.people:MemberFact",
    "moved": "sales.stages:Moved",
    "move_request": "sales.gates.requests:RequestFact",
    "gate_refusal": "sales.gates.requests:KeptOut",
    "opening": "bot.turn.opening:Opening",
    "overdue": "sales.limits:Overdue",
    "overdue_longest": "sales.limits:Longest",
    "plan_customer": "bot.handlers.reminders.plan_step:Whose",
    "answer_times": "analytics.answer_times:AnswerTimes",
    "answer_times_longest": "analytics.answer_times:Longest",
    "points_earned": "knowledge.points.earning:Earned",
    "points_entry": "knowledge.points.ledger:Entry",
    "points_place": "knowledge.points.ledger:Place",
    "forecast": "analytics.forecast.company.report:Report",
    "forecast_deal": "analytics.forecast.company.report:DealChance",
    "forecast_earlier": "analytics.forecast.company.report:Earlier",
    "forecast_move": "analytics.forecast.company.frozen:Move",
    "process_brief": "analytics.weekly_brief:Brief",
    "process_figures": "analytics.process_figures:Figures",
    "process_leads": "analytics.process_figures:LeadDay",
    "process_part": "analytics.weekly_brief:Part",
    "recent": "bot.turn.references.topic:Recent",
    "recurrence": "nlu.time.recurrence:Recurrence",
    "reminder": "sales.reminders:ReminderFact",
    "reminder_repeats": "sales.reminders:Repeats",
    "reminder_step": "bot.handlers.shared.reminding.spoken_step:Step",
    "reminders_meant": "bot.handlers.shared.reminding.reminders_meant:Meant",
    "sample_customer": "sales.customers:Sample",
    "recorded": "bot.turn.undo.recorded:Recorded",
    "redemption": "knowledge.points.rewards:RedemptionFact",
    "recording_decided": "knowledge.recordings.waiting:Decided",
    "report_schedule": "analytics.schedules:ScheduleFact",
    "script_item": "knowledge.items:Item",
    "scripts_brought": "knowledge.withdrawing:Brought",
    "reporter": "sales.daily_actions.actions:Reporter",
    "repeated": "sales.followups:Repeated",
    "role_claim": "nlu.statements.buying_roles:RoleClaim",
    "script_draft": "knowledge.points.contributions:ScriptDraft",
    "script_use": "knowledge.points.uses:UseFact",
    "script_fault": "knowledge.points.uses:Fault",
    "script": "knowledge.trust.care:ScriptFact",
    "script_noted": "knowledge.trust.wanted:Noted",
    "script_deadline": "knowledge.trust.learning:Deadline",
    "script_progress": "knowledge.trust.learning:Progress",
    "script_question": "knowledge.trust.wanted:Question",
    "script_wanted": "knowledge.trust.wanted:Wanted",
    "signal": "sales.signals.occurrences:Occurrence",
    "signal_evidence": "sales.signals.occurrences:Evidence",
    "sales_aim": "sales.teamwork.targets:Aim",
    "sales_target": "sales.teamwork.targets:TargetSet",
    "sales_target_met": "sales.teamwork.targets:Standing",
    "sales_targets_met": "sales.teamwork.targets:Standings",
    "sales_targets_said": "bot.handlers.shared.asking.targets:Meant",
    "speaker": "bot.access:Speaker",
    "stage_step": "sales.gates.history:StageStep",
    "stale": "bot.turn.effects:Stale",
    "step": "sales.tasks:Step",
    "subject": "bot.handlers.shared.followup_record:Subject",
    "tasks": "sales.tasks:Tasks",
    "ticket": "sales.tickets.facts:TicketFact",
    "ticket_file": "sales.tickets.facts:NoteFile",
    "ticket_note": "sales.tickets.facts:Note",
    "ticket_request": "sales.tickets.raising:Request",
    "ticket_served": "sales.tickets.serving:Served",
    "ticket_step": "sales.tickets.facts:StepFact",
    "ticket_told": "scheduler.ticket_clock:Told",
    "topic": "bot.turn.references.topic:CurrentTopic",
    "understanding": "nlu.understanding:Understanding",
    "undo_already": "bot.turn.undo.reversing:Already",
    "undo_nothing": "bot.turn.undo.finding:Nothing",
    "undo_open_form": "bot.turn.undo.finding:OpenForm",
    "undo_possible": "bot.turn.undo.reversing:Undoable",
    "undo_too_late": "bot.turn.undo.finding:TooLate",
    "undo_which": "bot.turn.undo.finding:Which",
    "undone": "bot.turn.undo.reversing:Undone",
}
FORMERLY: Mapping[str, str] = {  # release 0.1 wrote module and class
    "bot.access:Speaker": "speaker",
    "bot.dialogue.messages:Media": "media",
    "bot.dialogue.talk:Opening": "opening",
    "bot.handlers.attempts:Stale": "stale",
    "bot.handlers.log_followup:Subject": "subject",
    "bot.handlers.snooze:Target": "choice_of_target",
    "bot.joining:Welcome": "invited",
    "bot.spoken_of:SpokenOf": "topic",
    "bot.takeback:Already": "undo_already",
    "bot.takeback:Nothing": "undo_nothing",
    "bot.takeback:OpenForm": "undo_open_form",
    "bot.takeback:TakenBack": "undone",
    "bot.takeback:TooLate": "undo_too_late",
    "bot.takeback:Undoable": "undo_possible",
    "nlu.understanding:Understanding": "understanding",
    "sales.customers:ContactFact": "contact",
    "sales.customers:CustomerFact": "customer",
    "sales.customers:CustomerInfo": "customer_info",
    "sales.customers:DealState": "deal_state",
    "sales.deals:DealFact": "deal",
    "sales.draft:FollowUpDraft": "follow_up_draft",
    "sales.draft:Gap": "gap",
    "sales.followups:Saved": "follow_up_saved",
    "sales.history:FollowUpFact": "follow_up",
    "sales.lead_draft:LeadDraft": "lead_draft",
    "sales.leads:AlreadyMine": "lead_mine",
    "sales.leads:ClaimFact": "claim",
    "sales.leads:Decided": "claim_decided",
    "sales.leads:Registered": "lead_registered",
    "sales.leads:Taken": "lead_taken",
    "sales.limits:LimitDue": "limit_due",
    "sales.limits:Longest": "overdue_longest",
    "sales.limits:Overdue": "overdue",
    "sales.reminders:ReminderFact": "reminder",
    "sales.stages:Held": "held",
    "sales.stages:Moved": "moved",
    "sales.tasks:Step": "step",
    "sales.tasks:Tasks": "tasks",
}
FORMER_FIELDS: Mapping[str, Mapping[str, str]] = {  # of a stored name: what a field was called → what it is called
    "overdue": {"pass_id": "breach_id"},
    "undo_possible": {"deed_id": "change_set_id"},
    "undone": {"told": "informed"},
}


class NotRecordable(TypeError):
    """A flow was handed something that cannot be kept in a journal (a row, a function, a class without a name)."""


class UnknownType(LookupError):
    """A journal names a type that the code no longer has."""


@lru_cache
def name_of(kind: Any) -> tuple[str, tuple[str, ...]]:
    """The stored name of a frozen dataclass, and its fields. Raises NotRecordable for any other type."""
    parameters = getattr(kind, "__dataclass_params__", None)
    if parameters is None or not parameters.frozen:
        raise NotRecordable(f"{kind.__name__} cannot be kept in a journal; use ids and frozen dataclasses")
    place = f"{kind.__module__}:{kind.__qualname__}"
    name = next((name for name, known in STORED.items() if known == place), None)
    if name is None:
        raise NotRecordable(f"{place} has no stored name; give it one in bot/conversation/types.py")
    return name, tuple(field.name for field in fields(kind) if field.init)


@lru_cache
def type_of(name: str) -> tuple[Any, Mapping[str, str]]:
    """The class of a stored name, today's or a former one, and its former fields. Raises UnknownType."""
    today = FORMERLY.get(name, name)
    module, _, qualname = STORED.get(today, "").partition(":")
    kind = getattr(import_module(module), qualname, None) if module else None
    if not (isinstance(kind, type) and is_dataclass(kind)):
        raise UnknownType(name)
    return kind, FORMER_FIELDS.get(today, {})


def former_names_of(name: str) -> frozenset[str]:
    """Everything that a stored type has been called in journals, today's name among them."""
    return frozenset({name, *(former for former, today in FORMERLY.items() if today == name)})
