"""Whether words stand for themselves, answer the question that waits, or belong to what was just recorded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.conversation import Ask, Flow
from bot.turn.references.labels import tidy
from bot.turn.references.reference import Candidate
from nlu import gates
from nlu.context import contact_again, is_nod, met_again, others_tell, said_choice
from nlu.entities.money import find_sums
from nlu.following import denies_closing
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import slot_values
from sales.followups import FollowUpDraft

CLEAR = 0.6
VERY_CLEAR = 0.85
NOT_OPENING = frozenset({"confirm", "deny", "cancel", "out_of_scope", "greet"})  # while a question waits
REPORTING = frozenset({"reports", "outlook", "not_done"})  # what statements of a report do
BESIDE = frozenset({"aside", "personal"})  # what words beside a report are taken for
LONGEST_CLASS = 6  # characters of words that only name a kind of objection
SHORTEST_FRAGMENT = 3  # characters of words that may belong to a record
REPORT = "log_followup"
PLAN = "plan_step"
ACTION = "daily_action"
MOVE, CLOSE, TICKET = "advance_stage", "close_deal", "raise_ticket"
KNOWS_NOT = re.compile(r"(?:我|这个|还|也|真)*(?:不知道|不清楚|不晓得|说不好|没问|没问到|忘了问)(?:啊|呀|呢|了)?")
TICKET_ASKED = re.compile(
    r"请|让|找|叫|帮|麻烦|转给|交给|工单|提[个一张]*单|问一?下"
)  # beside a move, 法务要改条款 is why
FOR_OTHERS = frozenset({"reassign", "instruct", "close_deal", "reopen_deal", "give_up"})
ASKS = re.compile(
    r"[?？吗呢]\s*$|什么|怎么|怎样|如何|多少|啥|咋|哪|几[个号点单天]|谁|(.)不\1|不\s*$|你(?:说|看|觉得)|^希望|帮我|来着"
)
ACKNOWLEDGES = re.compile(
    r"(?:(?:好+|嗯+|哦+|ok|行)?[,，、。的吧啊呀嘞]*)"
    r"(?:(?:收到|知道|明白|了解|清楚|好的|好嘞|好|谢+|多谢|感谢|辛苦)[了啦你您,，、。!！的哈啊呀]*)+"
    r"(?:老大|领导|老板|哥|姐|[\u4e00-\u9fff]{1,2}[总姐哥]|大家|各位)?[了啦哈啊呀!！。~]*"
)
THANKS = re.compile(r"谢|辛苦|thank|thx", re.IGNORECASE)
PUTS_RIGHT = re.compile("不对|不是|是|应该|错了|改")  # begins what puts right
ANOTHER_INSTEAD = re.compile("不是.+是|而是")  # puts one in another's place
CHANGES_SUM = re.compile(r"(?:金额|总价|合同额)(?:改|调整?|降|变更?|更新)(?:成|到|为|一下)?\s*\d")
WHO = frozenset({"customer", "contact"})
MET = frozenset({"method", "occurred_on"})  # slots of a contact with a customer
TOLD = MET | {"outcome", "objection", "next_action", "amount", "budget"}  # slots that say how it went


@dataclass(frozen=True)
class Waiting:
    """The question of a run of `flow`. `is_stale` once it is too old to take any words but its labels; `candidates`
    are what its choices stand for, in their order. `is_latest`: nothing else was served since it was put. `is_old`: it
    was put so long ago that a report is of another contact."""

    ask: Ask
    flow: str
    is_stale: bool = False
    candidates: Sequence[Candidate[int]] = ()
    is_latest: bool = True
    is_old: bool = False

    @property
    def acts_for_others(self) -> bool:
        """Whether the answer changes what others have or see: no question is one (小吴跟鼎新了吗)."""
        return self.flow in FOR_OTHERS


def is_own_act(understanding: Understanding, flow: Flow, waiting: Waiting, whose: Sequence[str]) -> bool:
    """Whether words that open `flow` do so while another question waits, instead of being read as its answer."""
    slots, sure = understanding.slots.keys(), understanding.confidence >= VERY_CLEAR
    if understanding.intent in NOT_OPENING:
        return False
    if names_another(understanding, waiting.ask.about, whose):
        tells = bool(slots & (TOLD | {"next_time"}))
        return understanding.intent != "deny" and (tells or sure or understanding.intent != REPORT)
    if flow.only_answers:
        return sure
    if understanding.intent == flow.name == waiting.flow == REPORT and waiting.is_old:
        return bool(slots & {"customer", "contact"}) and bool(slots & (MET | {"outcome"}))
    if flow.name == waiting.flow or understanding.intent == "deny":
        return False
    if waiting.flow == ACTION and understanding.intent == REPORT:
        return False
    asks_department = understanding.intent == TICKET and (sure or "department" in slots)
    if asks_department and TICKET_ASKED.search(understanding.text):
        return True
    if waiting.flow == REPORT and flow.name != REPORT and tells_of_others(understanding.text, understanding):
        return False
    if understanding.intent == REPORT:
        told = MET if waiting.ask.about else TOLD
        return bool(slots & {"customer", "contact"}) and bool(slots & told)
    return sure


def said_to_question(understanding: Understanding, waiting: Waiting) -> bool:
    """Whether words are said to the question that waits, whatever else they might be: that somebody does not know; of a
    move, why it is made (法务要改条款 orders nothing), or that the deal is not won or lost yet."""
    if KNOWS_NOT.fullmatch(tidy(understanding.text)):
        return True
    if waiting.flow == MOVE and gates.remarks("goes_on", understanding.text):
        return True
    if waiting.flow == MOVE:
        return understanding.intent == TICKET and not TICKET_ASKED.search(understanding.text)
    return waiting.flow == CLOSE and "customer" not in understanding.slots and denies_closing(understanding.text)


def withdraws_move(text: str, waiting: Waiting) -> bool:
    """Whether the words say that a deal is not to be moved after all, where it is asked which stage it goes to."""
    at_gate = any(gates.stays_put(choice.label) is not None for choice in waiting.ask.choices)
    return waiting.flow == MOVE and not at_gate and gates.stays_put(text) is not None


def is_bare(text: str, understanding: Understanding) -> bool:
    """Whether the words are names, times or other values and nothing else (周三, 鼎新): an answer, not a request, nor
    what somebody did or thinks (薛总不接电话, 薛总嫌贵)."""
    slots = understanding.slots.keys()
    if slots & WHO and slots & {"method", "outcome", "objection"}:
        return False
    named: set[int] = set()  # places in the text
    for slot in understanding.spans.keys() - {"next_action"}:
        for start, end in understanding.spans_of(slot):
            named.update(range(start, end))
    return bool(named) and all(place in named for place, char in enumerate(text) if char.isalnum())


def names_only(text: str, understanding: Understanding, waiting: Waiting) -> bool:
    """Whether the words are a customer's name and nothing else, which a record still waits for (春晖)."""
    named = understanding.slots.keys() == {"customer"} and is_bare(text, understanding)
    return named and waiting.flow == REPORT and not waiting.ask.about


def is_fragment(text: str, understanding: Understanding, whose: Sequence[str], recorded: Sequence[str]) -> bool:
    """Whether words belong to what was just recorded about the customers `recorded`: they name no customer and nobody
    of another one, report, and are neither a new contact nor clearly anything else."""
    slots = understanding.slots
    elsewhere = "customer" in slots or (whose and not {*whose} & {*recorded}) or understanding.more
    if not recorded or elsewhere or is_nod(text) or not {*understanding.factuality} <= REPORTING:
        return False
    if understanding.intent in (REPORT, PLAN):
        return not ("method" in slots and ("contact" in slots or met_again(text)))
    unclear = understanding.confidence < CLEAR and len(tidy(text)) >= SHORTEST_FRAGMENT
    return unclear or tells_of_others(text, understanding)


def adds_words(text: str, understanding: Understanding) -> bool:
    """Whether words that are not clearly anything else tell more of what is being recorded (地址发我了 在二期那边)."""
    unclear = understanding.confidence < CLEAR or understanding.intent in (REPORT, *NOT_OPENING)
    tells = {*understanding.factuality} <= REPORTING and not ASKS.search(text)
    return unclear and tells and not is_nod(text) and len(tidy(text)) >= SHORTEST_FRAGMENT


def tells_of_others(text: str, understanding: Understanding) -> bool:
    """Whether the words tell what somebody on the customer's side says, thinks or does, whatever else they were taken
    for: nothing in them asks."""
    told = {*understanding.factuality}
    tells = "reports" in told and told <= REPORTING | BESIDE and not ASKS.search(text)
    return tells and others_tell(text) and "customer" not in understanding.slots


def class_named(text: str, understanding: Understanding) -> str | None:
    """The kind of objection that the words name and nothing else (功能, 预算没定, 暂无异议)."""
    tells_more = understanding.more or not understanding.slots.keys().isdisjoint({"customer", "amount"})
    tells_more = tells_more or orders_else(understanding)
    if len(tidy(text)) > LONGEST_CLASS or tells_more or find_sums(text) or ASKS.search(text):
        return None
    return said_choice(text, "objection")


def orders_else(understanding: Understanding) -> bool:
    """Whether the words plainly order what is done to a deal, and tell nothing of a contact: a move to a stage that is
    named (推合同审批), another sum (金额改成22万)."""
    moves = understanding.intent == MOVE and "stage" in understanding.slots
    return (moves and understanding.confidence >= VERY_CLEAR) or CHANGES_SUM.search(understanding.text) is not None


def tells_another_contact(meant: Understanding, told: FollowUpDraft, day: date) -> bool:
    """Whether words tell of a contact besides the one that `told` is being recorded of and took place on `day`: of
    another day, by other means, or once more."""
    method, slots = slot_values.word(meant.slots, "method"), meant.slots
    if meant.intent != REPORT or not {*meant.factuality} <= REPORTING or PUTS_RIGHT.match(meant.text.strip()):
        return False
    on = slot_values.day(slots, "occurred_on")
    if on is not None and on != (told.occurred_on or day) and slots.keys() & {"method", "outcome"}:
        return True
    if method is None:
        return False
    other_means = told.method is not None and method != told.method
    anew = bool(slots.keys() & {"customer", "contact", "occurred_on"})
    return (other_means and anew) or contact_again(meant.text)


def acknowledges(text: str) -> bool:
    """Whether the words only thank or say that something was heard (谢谢老大, 收到, 好的知道了)."""
    return ACKNOWLEDGES.fullmatch(tidy(text)) is not None


def thanks(text: str) -> bool:
    """Whether the words thank."""
    return THANKS.search(text) is not None


def may_explain(text: str, understanding: Understanding) -> bool:
    """Whether words that mean nothing by themselves may say why a deal was lost, which they were just asked."""
    tells = {*understanding.factuality} <= REPORTING and len(tidy(text)) >= SHORTEST_FRAGMENT
    unclear = understanding.intent == CLOSE and understanding.confidence < CLEAR
    refused = (understanding.intent == REFUSAL or unclear) and tells and "customer" not in understanding.slots
    return refused or tells_of_others(text, understanding)


def may_be_report(understanding: Understanding) -> bool:
    """Whether words that are not clear may report: nothing in them says otherwise."""
    likely = (understanding.intent, *(name for name, _ in understanding.alternatives))
    return REPORT in likely and {*understanding.factuality} <= REPORTING


def names_another(understanding: Understanding, about: Sequence[str], whose: Sequence[str]) -> bool:
    """Whether the words are of somebody else than those whom a question is `about`: another customer, or a contact
    whom only other customers (`whose`) have. Nobody is another where the question is about nobody."""
    if not about:
        return False
    named = slot_values.words(understanding.slots, "customer")
    if named:
        return not any(_same(name, known) for name in named for known in about)
    people = slot_values.words(understanding.slots, "contact")
    return bool(whose) and not {*whose, *people} & {*about}


def concerns(understanding: Understanding, about: Sequence[str], whose: Sequence[str]) -> bool:
    """Whether the words name somebody whom a question is `about`."""
    named = slot_values.words(understanding.slots, "customer")
    return any(_same(name, known) for name in (*named, *whose) for known in about)


def _same(name: str, known: str) -> bool:
    return name in known or known in name
