"""Words about what a stage needs: a file that is wanted, the way that a deal came, a leader who lets one in, and a
paper that was signed, which is no deal won."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import access
from bot.access import SALES
from bot.turn.references import just_done
from bot.turn.references.belonging import CLEAR, REPORT
from bot.turn.speaker.hearing import SURE, Hearing
from bot.turn.speaker.leading.more_time import asks_for_me
from config.policy import Policy
from nlu import gates, questions
from nlu.statements.buying_roles import DECIDES
from nlu.understanding import Understanding
from sales import customers, slot_values
from sales.gates import files, requests
from sales.gates.requests import KeptOut

NAMED_AS = "customer_info"  # the intent as which words are read for the customers in them
MAY_ASK = frozenset({"customer_info", "out_of_scope"})  # what the wish for a file may be taken for
FILE = re.compile(r"文件|资料|附件|扫描件|协议|合同|立项")
TEMPLATE = re.compile(r"模板|范本|样本|话术|案例|怎么写|格式")
WHO_DECIDES = re.compile(r"^(?!.*(?:[?？吗]|谁|不|没)).*(?:拍板|做主|说了?算|拿主意)")
OF_PAPERS = re.compile(r"立项|协议|批复|合同|文件|资料|盖章|签字")
NOT_TOLD = frozenset({"asks", "supposes", "wishes", "hearsay", "not_done", "refuses"})
LATELY = timedelta(hours=1)  # how long after a refusal a mere 为啥 asks about it
LONGEST_NAMING = 24  # characters of words that name who decides and no more
DECIDES_ON, MOVES, CLOSES = "decide_override", "advance_stage", "close_deal"
SAYS_SO = re.compile("放行|特批|破例|通融")  # of nothing else
OVERRIDES = re.compile(r"放过|特批|破例|通融|口子|绿灯|让[它他她]?过|先[过放进]|也.{0,3}[过放进]")
HISTORY, MAY_ENTER, KEEPS_FILE, FILES = "stage_history", "may_enter", "received_media", "show_files"  # flows
AT_GATE: tuple[gates.Remark, ...] = (
    "asks_superior",
    "asks_pass",
    "waits",
    "asks_may_enter",
    "asks_let_in",
    "asks_answer",
)
MAY_NAME_FILE = re.compile(r"[书单表件议告图证照]|立项|批复|合同")  # of words that name a kind of file, one is there
MAY_DENY_FILE = re.compile(r"不是|错|不算|作废")  # of words that may take a file back, one is there
POINTS = re.compile("^(?:[这那](?:个|单|家|边)?|它|他们|她们|我|我们)")  # at what was spoken of last
TOLD_OF = frozenset({"outcome", "objection", "method", "amount"})  # slots of words that report more than a paper
SIGNED = re.compile(r"(?<![没未有不])(?:签|盖)(?:了|好|完|回来|下来)")
WON_BY = re.compile(r"合同|成交|签单|签约|定金|首付|中标|拿下|下单|赢")


def about_gate(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as what they say of a gate; None where they say nothing of one."""
    if not may_be_at_gate(heard) or asks_for_me(heard, hearing):
        return None
    if _may_be_a_paper(heard) and (paper := _only_a_paper(heard, hearing)) is not None:
        return paper
    if (won := _signed_by_both(heard, hearing)) is not None:
        return won
    named = hearing.read(heard.text, NAMED_AS)
    intent = _intent(heard, named, hearing)
    if intent in (None, FILES) and (promised := _paper_to_come(heard, hearing)) is not None:
        return promised
    if intent is None:
        return None
    if intent == DECIDES_ON and not _names_a_customer(named, hearing):
        named = replace(named, slots={slot: value for slot, value in named.slots.items() if slot != "customer"})
    if intent in (MAY_ENTER, MOVES):
        named = hearing.read(heard.text, MOVES)
    return replace(named, intent=intent, confidence=SURE, more=())


def may_be_at_gate(heard: Understanding) -> bool:
    """Whether the words might say something of a gate, whoever says them."""
    text = heard.text
    if _may_be_a_paper(heard) or gates.remarks("signed_by_both", text):
        return True
    if names_who_decides(text) or "放行" in text or questions.asks_history(text) or questions.wants_file(text):
        return True
    return len(text) <= gates.LONGEST and (
        gates.decision(text, awaited=False) is not None
        or OVERRIDES.search(text) is not None
        or (OF_PAPERS.search(text) is not None and gates.decision(text, awaited=True) is not None)
        or gates.remarks("tells_reason", text)
        or any(gates.remarks(remark, text) for remark in AT_GATE)
        or (gates.remarks("comes_later", text) and MAY_NAME_FILE.search(text) is not None)
        or gates.wrong_file(text) is not None
        or MAY_DENY_FILE.search(text) is not None
    )


def names_who_decides(text: str) -> bool:
    """Whether the words say who decides at a customer and hardly more."""
    return len(text) <= LONGEST_NAMING and WHO_DECIDES.search(text) is not None


def _intent(heard: Understanding, named: Understanding, hearing: Hearing) -> str | None:
    """What the words say, if it is something of a gate."""
    text = heard.text
    if gates.remarks("asks_let_in", text):
        return HISTORY
    if questions.asks_history(text):
        return HISTORY
    if hearing.leads and _lets_in(text, named, hearing):
        stage = hearing.read(text, MOVES).slots.get("stage")
        waits = requests.to_decide(hearing.session, hearing.speaker.deals, slot_values.word(named.slots, "customer"))
        return MOVES if stage and not waits and "customer" in named.slots else DECIDES_ON
    if _wrong_file(text, hearing):
        return "wrong_file"
    if _of_waiting_move(heard, named, hearing):
        return "answer_gate"
    if _asks_may_enter(heard, hearing):
        return MAY_ENTER
    if names_who_decides(text):
        return "name_holder" if _waits_for_it(named, hearing) else None
    wants = questions.wants_file(text) and TEMPLATE.search(text) is None
    names_file = FILE.search(text) is not None or hearing.policy.evidence_named(text) is not None
    return FILES if wants and names_file and _asks_for_file(heard, named, hearing.policy) else None


def _names_a_customer(named: Understanding, hearing: Hearing) -> bool:
    """Whether what was read as a customer is one (客户急排产 names nobody)."""
    said = slot_values.word(named.slots, "customer")
    return said is None or bool(customers.find(hearing.session, access.customers(hearing.speaker), said))


def _lets_in(text: str, named: Understanding, hearing: Hearing) -> bool:
    """Whether a leader's words decide on a move: they say 放行, or one waits for the leader's decision; a mere reason
    is given for one that waits."""
    customer = slot_values.word(named.slots, "customer") if _names_a_customer(named, hearing) else None
    waits = bool(requests.to_decide(hearing.session, hearing.speaker.deals, customer))
    if gates.remarks("tells_reason", text):
        own = hearing.speaker.member_id if hearing.speaker.id is not None and customer is None else None
        return waits or (own is not None and bool(requests.of_member(hearing.session, hearing.speaker.deals, own)))
    places = named.spans_of("customer")
    if waits and OF_PAPERS.search(text) is not None:  # 不行 立项拿来再说, a while after it was asked
        clauses = gates.decision(text, awaited=True, named=places)
        return clauses is not None and clauses.granted is not None
    return gates.decision(text, awaited=False, named=places) is not None and (waits or SAYS_SO.search(text) is not None)


def _wrong_file(text: str, hearing: Hearing) -> bool:
    """Whether the words say that a file kept with a deal was the wrong one: one that they name, or the last thing done
    was keeping it."""
    speaker = hearing.speaker
    if speaker.id is None:
        return False
    policy = hearing.policy
    said = gates.wrong_file(policy.with_evidence_as(gates.FILE, text, policy.evidence_keys))
    if said == "named":
        return files.latest_by(hearing.session, speaker.deals, speaker.id) is not None
    return said == "unnamed" and just_done.last_flow(hearing.session, speaker.id) == KEEPS_FILE


def _of_waiting_move(heard: Understanding, named: Understanding, hearing: Hearing) -> bool:
    """Whether the words speak of a move of the speaker's (of the customer named) that waits: it is to be let in, is not
    wanted for now, or what it lacks comes later. 先不推了 is meant so even where none waits, as is 放行 asked of a
    leader."""
    text, speaker, policy = heard.text, hearing.speaker, hearing.policy
    if speaker.id is None or speaker.role not in SALES:
        return False
    whose = gates.stays_put(text)
    if whose is not None and (not whose or POINTS.search(whose) or "customer" in named.slots):
        return True
    may_come = gates.remarks("comes_later", policy.with_evidence_as(gates.FILE, text, policy.evidence_keys))
    wishes = any(gates.remarks(remark, text) for remark in ("asks_superior", "asks_pass", "waits"))
    if not (wishes or may_come or gates.remarks("asks_answer", text)):
        return False
    found = requests.with_missing(hearing.session, speaker.deals, policy, speaker.member_id)
    customer = slot_values.word(named.slots, "customer")
    lacking = [missing for request, missing in found if customer in (None, request.deal.customer)]
    if not lacking:
        return not _orders_move(text, hearing) and "放行" in text and gates.remarks("asks_superior", text)
    if gates.remarks("asks_answer", text):
        asked = [one for one, _ in found if customer in (None, one.deal.customer)]
        kept_out = [requests.refusal(hearing.session, one) for one in asked if one.asked_at is None]
        return any(one.asked_at is not None for one in asked) or _lately(kept_out, text, hearing)
    if wishes:
        return True
    kinds = tuple(kind for missing in lacking for kind in missing.evidence)
    words = policy.with_evidence_as(gates.FILE, text, kinds)
    tells = heard.intent == REPORT and heard.confidence >= CLEAR and not heard.slots.keys().isdisjoint(TOLD_OF)
    return bool(kinds) and gates.FILE in words and not tells and gates.remarks("comes_later", words)


def _orders_move(text: str, hearing: Hearing) -> bool:
    """Whether the words order a move to a stage that they name, and ask besides that it be let in."""
    moves = hearing.read(text, MOVES)
    named = sorted(moves.spans_of("stage"), reverse=True)
    for start, end in named:
        text = f"{text[:start]}S{text[end:]}"
    return bool(named) and gates.remarks("orders_move", text)


def _lately(refused: Sequence[KeptOut | None], text: str, hearing: Hearing) -> bool:
    """Whether a leader kept one out; lately, where the words name nothing (为啥)."""
    since = hearing.now - LATELY if gates.remarks("only_why", text) else None
    return any(one is not None and (since is None or one.at >= since) for one in refused)


def _asks_may_enter(heard: Understanding, hearing: Hearing) -> bool:
    """Whether it is asked if a deal may go to a stage, or what it lacks for that."""
    if hearing.speaker.role not in SALES or not gates.remarks("asks_may_enter", heard.text):
        return False
    plain = gates.remarks("lacks", heard.text) or gates.remarks("goes_on", heard.text)
    return plain or "推" in heard.text or "stage" in hearing.read(heard.text, "advance_stage").slots


def _asks_for_file(heard: Understanding, named: Understanding, policy: Policy) -> bool:
    """Whether a file is asked of the bot: nobody there (李总把技术协议发给我) and no colleague is to send it, and no
    script is looked for."""
    if not named.slots.keys().isdisjoint({"contact", "person"}):
        return False
    if heard.intent == "find_script" and heard.confidence >= CLEAR:
        return "customer" in named.slots and policy.evidence_named(heard.text) is not None
    return heard.intent in MAY_ASK or heard.confidence < CLEAR


def _waits_for_it(named: Understanding, hearing: Hearing) -> bool:
    """Whether a move (of the customer named) waits for who decides."""
    speaker, customer = hearing.speaker, named.slots.get("customer")
    found = requests.with_missing(hearing.session, speaker.deals, hearing.policy, speaker.member_id)
    lacking = [request.deal.customer for request, missing in found if DECIDES in missing.roles]
    return bool(lacking) and customer in (None, *lacking)


def _may_be_a_paper(heard: Understanding) -> bool:
    if heard.intent == REPORT and heard.slots.keys().isdisjoint(TOLD_OF):
        return SIGNED.search(heard.text) is not None
    return heard.intent == CLOSES and heard.slots.get("stage") == "won" and WON_BY.search(heard.text) is None


def _paper_to_come(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """优牙那边立项文件下周二给我 reports what the customer promised: no file is wanted of the bot now."""
    kind = hearing.policy.evidence_named(heard.text)
    if kind is None or heard.confidence >= CLEAR or not NOT_TOLD.isdisjoint(heard.factuality):
        return None
    report = hearing.read(heard.text, REPORT)
    if not {"customer", "next_time"} <= report.slots.keys() or not gates.remarks("comes_later", heard.text):
        return None
    return replace(report, confidence=SURE, more=())


def _signed_by_both(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """合同双方都签了 盖好章了 reports that the deal is won, unless it is asked, supposed or hoped for."""
    if not gates.remarks("signed_by_both", heard.text) or not NOT_TOLD.isdisjoint(heard.factuality):
        return None
    read = hearing.read(heard.text, CLOSES)
    slots = {key: value for key, value in read.slots.items() if key in ("customer", "product", "amount")}
    return replace(read, intent=CLOSES, confidence=SURE, slots={**slots, "stage": "won"}, more=())


def _only_a_paper(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """签了技术协议 reports a contact: the paper is one that a stage on the way needs."""
    if hearing.policy.evidence_named(heard.text) not in _papers_on_the_way(hearing.policy):
        return None
    report = hearing.read(heard.text, REPORT)
    return replace(report, confidence=SURE, slots={"outcome": "agreed", **report.slots}, more=heard.more)


def _papers_on_the_way(policy: Policy) -> set[str]:
    return {kind for stage in policy.stages for kind in policy.gate(stage.key).evidence}
