"""Parsing answers to the question which customer is meant: a name, or a report that says more than the name.

Only what can be a name is taken for one: a whole sentence (理事会下周四开) adds to the record that waits, or is
served as what it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.conversation import Asked, NotAnAnswer, Parse
from bot.turn.references.belonging import ASKS, VERY_CLEAR, adds_words, tells_another_contact
from nlu.context import said_choice
from nlu.entities.money import find_sums
from nlu.schema import schema
from nlu.time.times import find_times
from nlu.understanding import Understanding
from sales.followups import FollowUpDraft

LONGEST_NAME = 40
NAMING = frozenset(intent.name for intent in schema().intents.values() if intent.names_customer)
PUNCTUATION = " \n\t。,.,!！"
UNKNOWN = re.compile(r"(?:不知道|不清楚|不晓得|还没问|没问到|忘了)[了呢啊呀吧]*[。.!！]*$")
QUESTION = "(?P<whether>.)不(?P=whether)|有没有|能否|怎么|什么|多少"
ASKED = re.compile(rf"(?:吗|么|没|没有)[?？。!！]*$|{QUESTION}")  # 小吴跟鼎新了吗 asks, and names nobody
LONGEST_DOUBT = 3  # characters beside a name that is given with a doubt (是鼎新吗)
LONGEST_PHRASE = 12  # characters of a name that does not end as companies are called
COMPANY = re.compile(r"(?:公司|集团|厂|店|院|校|馆|所|社|场|行|部|局|中心|基地|协会|酒店|超市|银行|学校|大学|医院)$")
SENTENCE = re.compile(
    r"[了吧吗呢啊呀嘛](?:[\s,,。]|$)|[我你他她咱谁啥?？]|[这那]个|[这那]单|还是|但是|就是|可以|谢谢|一下"
    rf"|{QUESTION}|得[很不好多厉凶紧挺太快慢]|不错|有点|挺[^宝]|太[^平湖原阳和]"
    r"|[\s,,。;;](?!(?:有限|股份|集团|分公司))|^[不没记改推退转放说聊打发去来要想先再还就都算等把让帮](?!锈|锋|生|家|兴)"
)


def read_customer(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """A customer's name: the one understood, else the words as typed. A message with a clear other intent (康桥签了)
    is not an answer although it names a customer; nor is a report that names none."""
    if understanding.intent not in NAMING and asks_more(understanding):
        return NotAnAnswer()
    if UNKNOWN.search(text):
        return NotAnAnswer("名字问到了再发我,先不记就说「取消」。")
    named = understanding.slots.get("customer")
    if isinstance(named, str):
        beside = len(text) - sum(end - start for start, end in understanding.spans_of("customer"))
        return NotAnAnswer() if ASKED.search(text) and beside > LONGEST_DOUBT else named
    if understanding.intent == "log_followup" and asks_more(understanding):
        return NotAnAnswer()
    plain = text.strip(PUNCTUATION)
    return plain if may_be_name(plain, asked) else NotAnAnswer("发客户名字就行,几个字就够。")


def may_be_name(plain: str, asked: Asked) -> bool:
    """Whether words can be a customer's name, and not a sentence, a time or a sum."""
    longest = LONGEST_NAME if COMPANY.search(plain) else LONGEST_PHRASE
    if not 1 < len(plain) <= longest or SENTENCE.search(plain):
        return False
    return not (find_times(plain, asked.now) or find_sums(plain))


def read_whom(draft: FollowUpDraft | None) -> Parse:
    """A parser of answers to the question which customer: a report, if the words say more than a name (宏远李总,他挺
    感兴趣; 下周二再聊), else a customer's name. `draft` is the record that it is for: a report about a named customer
    that says anew what is known already (or names another contact) is a record of its own, and no answer."""

    def parse(text: str, understanding: Understanding, asked: Asked) -> Any:
        if understanding.intent not in NAMING - {"log_lead"} | {"deny"} and asks_more(understanding):
            return NotAnAnswer()
        if understanding.intent == "confirm" and len(asked.choices) == 1 and not understanding.slots:
            return asked.choices[0].answer
        if draft is not None and not understanding.slots and (kind := said_choice(text, "objection")) is not None:
            understanding = replace(understanding, intent="log_followup", slots={"objection": kind})
        report = FollowUpDraft.of(understanding)
        reported = report.filled().keys() - {"customer"}
        if draft is None:
            names_somebody = not understanding.slots.keys().isdisjoint({"customer", "contact"})
            return understanding if reported and names_somebody else read_customer(text, understanding, asked)
        if not _fits(draft, report) or tells_another_contact(understanding, draft, asked.now.date()):
            return NotAnAnswer()
        if reported <= {"product"} and ASKS.search(text):  # 帮我查查恒温机组多少钱
            return NotAnAnswer()
        if reported:
            return understanding
        name = read_customer(text, understanding, asked)
        return understanding if isinstance(name, NotAnAnswer) and adds_words(text, understanding) else name

    return parse


def _fits(draft: FollowUpDraft, report: FollowUpDraft) -> bool:
    """Whether `report`, which may name the customer, can be about what `draft` is about."""
    if report.customer is None:
        return True
    again = report.filled().keys() & draft.filled().keys() - {"customer", "product", "contacts"}
    others = draft.contacts and report.contacts and not set(draft.contacts) & set(report.contacts)
    told = report.filled().keys() - {"customer", "product", "contacts"}
    return not again and not (others and told)


def asks_more(understanding: Understanding) -> bool:
    """Whether the understanding is certain and has slots besides customer, contact and product."""
    more = understanding.slots.keys() - {"customer", "contact", "product"}
    return understanding.confidence >= VERY_CLEAR and bool(more)
