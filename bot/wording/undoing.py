"""How something that was recorded is named when it is taken back or may be. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.wording.limits import limit_name, say_limit_of
from bot.wording.stages import move_line
from bot.wording.values import say_money, say_time
from config.policy import Policy
from sales.deals import WON
from sales.followups import Saved
from sales.reminders import ReminderFact
from sales.stages import Moved
from sales.teamwork.limit_changes import LimitBack

QUOTED = 40
OF_A_MEMBER = frozenset({"person_leaves"})  # flows whose changes are of no one customer
ADDED = "add_to_record"  # the flow whose changes are words added to a follow-up
OTHERS = {
    "log_lead": "新线索",
    "snooze": "缓一缓",
    "need_support": "需要支持",
    "hold_deal": "多给的时间",
    "decide_claim": "撞单的处理",
    "loss_reason": "丢单原因",
    "close_deal": "丢单原因或金额",
    "drop_reminders": "撤掉的提醒",
    "correct_record": "刚才的更正",
    "change_reminder": "提醒的改动",
    "cancel_reminder": "取消提醒",
    "days_off_too": "休息日也提醒",
    "answer_instruction": "「办好了」",
    "change_amount": "金额改动",
    "add_contact": "新联系人",
    "buying_role": "决策链记录",
    "name_decider": "拍板人",
    "shared_contact": "共同联系人",
    "place_member": "换组、转正",
    "take_leave": "请假",
    "cover": "谁替谁盯",
    "end_cover": "谁替谁盯",
    "reassign": "转客户",
    "decide_handover": "转客户的决定",
    "instruct": "刚才交代的事",
    "person_leaves": "离职交接",
    "change_limit": "时限的改动",
    "raise_ticket": "工单",
    "answer_ticket": "工单答复",
    "pass_ticket": "转走的工单",
    "ask_back": "问回去的话",
    "reply_ticket": "给部门的回话",
    "close_ticket": "工单的结论",
    "drop_ticket": "撤掉的工单",
    "received_media": "刚存的文件",
    "advance_stage": "刚记的角色",
    "daily_action": "今日最有效客户动作",
    "contribute_script": "交上去的话术",
    "decide_contribution": "话术的审核",
    "rate_script": "「有用没用」",
    "redeem_points": "积分兑换",
    "decide_redemption": "兑换的审批",
    "review_script": "话术的核对或改动",
    "new_version": "旧版话术的下架",
    "require_script": "新人必学的改动",
    "order_path": "新人必学的改动",
    "assign_path": "布置的必学",
    "learning_path": "「学完了」",
    "want_script": "记到悬赏的问题",
}

INSTEAD = {  # what holds after something of a flow was taken back, for whoever had been told of it
    "answer_ticket": "这张工单还在他手上,有新的答复我告诉你。",
}


def thing_line(policy: Policy, flow: str, customer: str | None, fact: object, now: datetime) -> str:
    """联创的跟进「上午去了联创,孙总嫌贵」; 提醒「给孙总回电话」(明天上午十点); a move as it was made."""
    match fact:
        case Saved(followup=followup) if flow == ADDED:
            return f"补进{fact.customer}那条的「{quoted(followup.said)}」"
        case Saved(followup=followup):
            return f"{fact.customer}的跟进「{quoted(followup.said)}」"
        case Moved(deal=deal):
            amount = f",{say_money(deal.amount_fen)}" if deal.stage == WON and deal.amount_fen else ""
            return f"{move_line(policy, fact)}{amount}"
        case ReminderFact(named_at=named_at, text=text):
            return f"提醒「{text}」({say_time(named_at, now, policy.zone)})"
        case LimitBack(stage=stage):
            before, after = (
                say_limit_of(policy, stage, policy.file_hours(stage) if hours is None else hours)
                for hours in (fact.hours_from, fact.hours_to)
            )
            return f"{limit_name(policy, stage)}的时限 {before} → {after}"
    name = OTHERS.get(flow, "刚才的改动")
    return f"{customer}的{name}" if customer and flow not in OF_A_MEMBER else name


def thing_label(policy: Policy, flow: str, customer: str | None, fact: object, now: datetime) -> str:
    """The same, for a button."""
    match fact:
        case Saved(followup=followup) if flow == ADDED:
            return f"补充·{fact.customer}「{quoted(followup.said, 12)}」"
        case Saved(followup=followup):
            return f"跟进·{fact.customer}「{quoted(followup.said, 12)}」"
        case ReminderFact(text=text):
            return f"提醒·{quoted(text, 16)}"
    return thing_line(policy, flow, customer, fact, now)


def void(by: str, flow: str | None, words: str) -> str:
    """To whoever had been told `words`: it holds no longer; and what holds instead, where that is not plain."""
    return f"{by}撤回了这条,不算数了:「{words.partition(chr(10))[0]}」{INSTEAD.get(flow or '', '')}"


def quoted(words: str, most: int = QUOTED) -> str:
    """Words as they are repeated: on one line, their beginning where they are long."""
    line = words.replace("\n", ";")
    return line if len(line) <= most else f"{line[:most]}…"


def listed(lines: Sequence[str]) -> str:
    """Several things, a line each."""
    return lines[0] if len(lines) == 1 else "\n" + "\n".join(f"·{line}" for line in lines)
