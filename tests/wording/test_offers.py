"""What a button is stored as: companies' databases hold such rows, so this never changes. And what may be read back."""

from __future__ import annotations

from typing import Any

import pytest

from bot import handlers
from bot.conversation.messages import Offer, OfferMismatch, SaidWords
from bot.turn.router import FlowTable
from bot.wording.offers import (
    OFFERS,
    Acknowledge,
    AnswerGate,
    AnswerInstruction,
    AnswerStep,
    AnswerSupport,
    AnswerTicket,
    AppealCall,
    AskAlong,
    AskBack,
    AskUnlock,
    Assign,
    CancelReminder,
    ChangeAmount,
    ChangeContact,
    CloseTicket,
    Contribute,
    DaysOffToo,
    DecideClaim,
    DecideContribution,
    DecideHandover,
    DecideOverride,
    DecideRecording,
    DecideRedemption,
    DropReminders,
    DropTicket,
    ExamProgress,
    ExplainLoss,
    FillLibrary,
    FindScripts,
    HandInCall,
    Help,
    HoldDeal,
    LearnScript,
    LogFollowup,
    MyTasks,
    NameDecider,
    NeedSupport,
    OneByOne,
    PassTicket,
    PlanStep,
    PlayItem,
    Practise,
    PrepareVisit,
    RateScript,
    Redeem,
    ReopenDeal,
    ReplyTicket,
    ReportAction,
    RequireScript,
    Retry,
    ReviewScript,
    SendMaterial,
    SetReminder,
    SettleCall,
    SettleUnlock,
    ShowCall,
    ShowChain,
    ShowCustomer,
    ShowExam,
    ShowFile,
    ShowPoints,
    ShowScript,
    ShowTickets,
    ShowWanted,
    Snooze,
    TakeBackScripts,
    TakeExam,
    Undo,
    UndoImport,
    UrgeReports,
    UrgeTicket,
    WantScript,
    WhySignal,
)
from nlu.schema import schema

STORED: list[tuple[Offer | SaidWords, str, dict[str, Any]]] = [
    (LogFollowup(), "log_followup", {}),
    (LogFollowup(deal=7), "log_followup", {"deal": 7}),
    (LogFollowup(customer=3), "log_followup", {"customer": 3}),
    (LogFollowup(again=5), "log_followup", {"again": 5}),
    (ExplainLoss(7, "price"), "loss_reason", {"deal": 7, "reason": "price"}),
    (ReopenDeal(7), "reopen_deal", {"deal": 7}),
    (ReopenDeal(7, "quote"), "reopen_deal", {"deal": 7, "stage": "quote"}),
    (ChangeAmount(7, 3_800_000), "change_amount", {"deal": 7, "amount_fen": 3_800_000}),
    (AnswerGate(4, override=True), "answer_gate", {"request": 4, "override": True}),
    (DecideOverride(4, granted=False), "decide_override", {"request": 4, "granted": False}),
    (ShowFile(file=2), "show_files", {"file": 2}),
    (ShowFile(customer=3), "show_files", {"customer": 3}),
    (DropReminders(3), "drop_reminders", {"customer": 3}),
    (MyTasks(), "my_tasks", {}),
    (ShowCustomer(3), "customer_info", {"customer": 3}),
    (ShowChain(3), "decision_chain", {"customer": 3}),
    (NameDecider(3), "name_decider", {"customer": 3}),
    (SetReminder(), "set_reminder", {}),
    (CancelReminder(), "cancel_reminder", {}),
    (CancelReminder(2), "cancel_reminder", {"reminder": 2}),
    (CancelReminder(2, once=True), "cancel_reminder", {"reminder": 2, "once": True}),
    (DaysOffToo(2), "days_off_too", {"reminder": 2}),
    (
        PlanStep(at="2026-11-24T15:00:00+08:00", what="给李总打电话", customer=3),
        "plan_step",
        {"at": "2026-11-24T15:00:00+08:00", "what": "给李总打电话", "customer": 3},
    ),
    (Snooze(deal=7), "snooze", {"deal": 7}),
    (Snooze(reminder=2), "snooze", {"reminder": 2}),
    (NeedSupport(7), "need_support", {"deal": 7}),
    (OneByOne(), "one_by_one", {}),
    (HoldDeal(7), "hold_deal", {"deal": 7}),
    (Acknowledge(), "acknowledge", {}),
    (Acknowledge(7), "acknowledge", {"deal": 7}),
    (Assign(7), "assign", {"deal": 7}),
    (Assign(7, to=2), "assign", {"deal": 7, "to": 2}),
    (AnswerStep(5, missed=True), "answer_step", {"followup": 5, "missed": True}),
    (AnswerTicket(6), "answer_ticket", {"step": 6, "final": False}),
    (AnswerTicket(6, words="可以做"), "answer_ticket", {"step": 6, "words": "可以做", "final": False}),
    (PassTicket(6), "pass_ticket", {"step": 6}),
    (
        PassTicket(6, department="finance", words="可以"),
        "pass_ticket",
        {"step": 6, "department": "finance", "words": "可以"},
    ),
    (AskBack(6, words="哪一条?"), "ask_back", {"step": 6, "words": "哪一条?"}),
    (ReplyTicket(6, words="第七条"), "reply_ticket", {"step": 6, "words": "第七条"}),
    (CloseTicket(1, solved=True), "close_ticket", {"ticket": 1, "solved": True}),
    (CloseTicket(1, solved=False, words="还差"), "close_ticket", {"ticket": 1, "solved": False, "words": "还差"}),
    (DropTicket(1), "drop_ticket", {"ticket": 1}),
    (UrgeTicket(1), "urge_ticket", {"ticket": 1}),
    (ShowTickets(), "my_tickets", {}),
    (ShowTickets(1), "my_tickets", {"ticket": 1}),
    (PlayItem("rec-1"), "play_item", {"code": "rec-1"}),
    (FillLibrary(7, "recording"), "fill_library", {"inbox": 7, "meant": "recording"}),
    (FillLibrary(), "fill_library", {"meant": ""}),
    (DecideRecording(4, granted=True), "decide_recording", {"recording": 4, "granted": True}),
    (TakeBackScripts(3), "take_back_scripts", {"batch": 3}),
    (UndoImport(), "undo_import", {}),
    (UndoImport(3), "undo_import", {"batch": 3}),
    (DecideClaim(4, granted=True), "decide_claim", {"claim": 4, "granted": True}),
    (DecideClaim(4, granted=False), "decide_claim", {"claim": 4, "granted": False}),
    (DecideHandover(5, granted=True), "decide_handover", {"request": 5, "granted": True}),
    (AnswerInstruction(6, done=False), "answer_instruction", {"instruction": 6, "done": False}),
    (AnswerSupport(7), "answer_support", {"deal": 7}),
    (ReportAction(), "daily_action", {}),
    (
        ReportAction("2026-11-23", "约到孙总", 3),
        "daily_action",
        {"day": "2026-11-23", "text": "约到孙总", "customer": 3},
    ),
    (ReportAction("2026-11-23", none=True), "daily_action", {"day": "2026-11-23", "none": True}),
    (UrgeReports("2026-11-23"), "urge_reports", {"day": "2026-11-23"}),
    (ChangeContact(7), "change_contact", {"deal": 7}),
    (AskAlong(7), "ask_along", {"deal": 7}),
    (AskAlong(7, signal=2), "ask_along", {"deal": 7, "signal": 2}),
    (SendMaterial("竞品对比表", 7), "send_material", {"material": "竞品对比表", "deal": 7}),
    (WhySignal(2), "why_signal", {"signal": 2}),
    (
        FindScripts("嫌贵", industry="医院", budget_to=300, skip=1, count=2),
        "find_script",
        {"query": "嫌贵", "industry": "医院", "buyer_role": "", "budget_to": 300, "skip": 1, "count": 2},
    ),
    (
        FindScripts("嫌贵", customer=3, deal=7),
        "find_script",
        {"query": "嫌贵", "industry": "", "buyer_role": "", "skip": 0, "count": 1, "customer": 3, "deal": 7},
    ),
    (RateScript("s1", useful=True), "rate_script", {"code": "s1", "useful": True}),
    (
        RateScript("s1", useful=False, customer=3, deal=7),
        "rate_script",
        {"code": "s1", "useful": False, "customer": 3, "deal": 7},
    ),
    (Contribute(), "contribute_script", {}),
    (Contribute(4), "contribute_script", {"again": 4}),
    (DecideContribution(4, granted=True), "decide_contribution", {"contribution": 4, "granted": True}),
    (ShowPoints(), "my_progress", {}),
    (Redeem(), "redeem_points", {}),
    (Redeem("training"), "redeem_points", {"reward": "training"}),
    (DecideRedemption(4, granted=False), "decide_redemption", {"redemption": 4, "granted": False}),
    (
        PrepareVisit("见院长", buyer_role="院长"),
        "visit_kit",
        {"query": "见院长", "industry": "", "buyer_role": "院长"},
    ),
    (Practise(), "practise", {}),
    (TakeExam(), "take_exam", {}),
    (ShowExam(), "show_exam", {"skip": 0}),
    (ShowExam(3, skip=4), "show_exam", {"exam": 3, "skip": 4}),
    (ExamProgress(), "exam_progress", {}),
    (ExamProgress(2), "exam_progress", {"member": 2}),
    (HandInCall(), "hand_in_call", {}),
    (HandInCall(7), "hand_in_call", {"inbox": 7}),
    (ShowCall(5), "show_call", {"call": 5}),
    (AppealCall(), "appeal_call", {}),
    (AppealCall(5), "appeal_call", {"call": 5}),
    (SettleCall(4, granted=True), "settle_call", {"appeal": 4, "granted": True}),
    (AskUnlock(), "ask_unlock", {}),
    (SettleUnlock(4, granted=False), "settle_unlock", {"unlock": 4, "granted": False}),
    (ShowScript("s1"), "show_script", {"code": "s1"}),
    (ReviewScript(), "review_script", {}),
    (ReviewScript("s1", "holds"), "review_script", {"code": "s1", "verdict": "holds"}),
    (RequireScript("s1", wanted=True), "require_script", {"code": "s1", "wanted": True}),
    (LearnScript(), "learning_path", {"done": False, "everything": False}),
    (LearnScript("s1", done=True), "learning_path", {"code": "s1", "done": True, "everything": False}),
    (
        WantScript("防爆怎么说", industry="医院", budget_to=300),
        "want_script",
        {"query": "防爆怎么说", "industry": "医院", "buyer_role": "", "budget_to": 300},
    ),
    (ShowWanted(), "wanted_scripts", {}),
    (Undo(9), "undo", {"run": 9}),
    (Retry(11), "retry", {"inbox": 11}),
    (Help(), "help", {}),
    (SaidWords("log_lead", "恒泰,王经理"), "log_lead", {"said": "恒泰,王经理"}),
    (SaidWords("log_followup", "恒泰嫌贵", 7), "log_followup", {"said": "恒泰嫌贵", "run": 7}),
]
TABLE = FlowTable(handlers.FLOWS, handlers.NOT_YET, tuple(schema().intents), OFFERS)


@pytest.mark.parametrize(("offer", "flow", "params"), STORED)
def test_a_button_is_stored_and_read_back(offer: Offer | SaidWords, flow: str, params: dict[str, Any]) -> None:
    assert (offer.flow, offer.params, list(offer.params)) == (flow, params, list(params))
    assert TABLE.offered(flow, params) == offer


def test_every_offer_is_in_the_table_above() -> None:
    assert {type(offer) for offer, _, _ in STORED} == {*OFFERS, SaidWords}


@pytest.mark.parametrize(
    ("flow", "params"),
    [
        ("hold_deal", {}),
        ("hold_deal", {"deal": "7"}),
        ("hold_deal", {"deal": True}),
        ("hold_deal", {"deal": None}),
        ("hold_deal", {"deal": 7, "days": 2}),
        ("decide_claim", {"claim": 4, "granted": 1}),
        ("close_deal", {"deal": 7}),
        ("gone_since", {"deal": 7}),
        ("", {}),
    ],
)
def test_a_button_that_no_longer_fits_opens_nothing(flow: str, params: dict[str, Any]) -> None:
    assert TABLE.offered(flow, params) is None


@pytest.mark.parametrize(
    ("params", "named"),
    [({"deal": "7"}, "deal='7'"), ({"day": 1}, "day=1"), ({}, "deal")],
)
def test_what_does_not_fit_is_named(params: dict[str, Any], named: str) -> None:
    with pytest.raises(OfferMismatch, match=f"HoldDeal.*{named}"):
        HoldDeal.of(params)


def test_parameters_of_words_are_not_the_offers() -> None:
    assert LogFollowup.of({"said": "刚跟李总通完电话"}) == LogFollowup()
    assert LogFollowup.of({"rest": "刚跟李总通完电话"}) == LogFollowup()
