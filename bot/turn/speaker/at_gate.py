"""Words about what a stage needs: a file that is wanted, the way that a deal came, a leader who lets one in, and a
paper that was signed, which is no deal won."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.turn.references.belonging import CLEAR, REPORT
from bot.turn.speaker.hearing import SURE, Hearing
from config.policy import Policy
from nlu import leaders, questions
from nlu.statements.buying_roles import DECIDES
from nlu.understanding import Understanding
from sales.gates import requests

NAMED_AS = "customer_info"  # the intent as which words are read for the customers in them
MAY_ASK = frozenset({"customer_info", "out_of_scope"})  # what the wish for a file may be taken for
FILE = re.compile(r"文件|资料|附件|扫描件")
TEMPLATE = re.compile(r"模板|范本|样本|话术|案例|怎么写|格式")
WHO_DECIDES = re.compile(r"^(?!.*(?:[?？吗]|谁|不|没)).*(?:拍板|做主|说了?算|拿主意)")
LONGEST_NAMING = 24  # characters of words that name who decides and no more
WON_BY = re.compile(r"合同|成交|签单|签约|定金|首付|中标|拿下|下单|赢")


def about_gate(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as what they say of a gate; None where they say nothing of one."""
    if not may_be_at_gate(heard):
        return None
    if heard.intent == "close_deal":
        return _only_a_paper(heard, hearing)
    intent = _intent(heard.text, hearing)
    if intent is None:
        return None
    named = hearing.read(heard.text, NAMED_AS)
    if intent == "show_files" and not _asks_for_file(heard, named, hearing.policy):
        return None
    if intent == "name_holder" and not _waits_for_it(named, hearing):
        return None
    return replace(named, intent=intent, confidence=SURE, more=())


def may_be_at_gate(heard: Understanding) -> bool:
    """Whether the words might say something of a gate, whoever says them."""
    text = heard.text
    if heard.intent == "close_deal":
        return heard.slots.get("stage") == "won" and WON_BY.search(text) is None
    return names_who_decides(text) or "放行" in text or questions.asks_history(text) or questions.wants_file(text)


def names_who_decides(text: str) -> bool:
    """Whether the words say who decides at a customer and hardly more."""
    return len(text) <= LONGEST_NAMING and WHO_DECIDES.search(text) is not None


def _intent(text: str, hearing: Hearing) -> str | None:
    if questions.asks_history(text):
        return "stage_history"
    if hearing.leads and (leaders.remarks("lets_in", text) or leaders.remarks("keeps_out", text)):
        return "decide_override"
    if leaders.remarks("asks_let_in", text):
        return "answer_gate"
    if names_who_decides(text):
        return "name_holder"
    wants = questions.wants_file(text) and TEMPLATE.search(text) is None
    names_file = FILE.search(text) is not None or hearing.policy.evidence_named(text) is not None
    return "show_files" if wants and names_file else None


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


def _only_a_paper(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """签了技术协议 reports a contact: the paper is one that a stage on the way needs."""
    if hearing.policy.evidence_named(heard.text) not in _papers_on_the_way(hearing.policy):
        return None
    report = hearing.read(heard.text, REPORT)
    return replace(report, confidence=SURE, slots={"outcome": "agreed", **report.slots}, more=heard.more)


def _papers_on_the_way(policy: Policy) -> set[str]:
    return {kind for stage in policy.stages for kind in policy.gate(stage.key).evidence}
