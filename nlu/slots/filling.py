"""Which slots a message fills, given its intent: the table of close cases of the NLU contract."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nlu.reading import Reading
from nlu.slots import steps, verbatim
from nlu.slots.lead_names import new_customer
from nlu.statements.corrections import taken_back
from nlu.statements.records import Record, records
from nlu.text.concepts import Concept
from nlu.time.times import TimeMention, find_times

Span = tuple[int, int]

NAMELESS = frozenset({"out_of_scope", "help", "greet", "confirm"})
REPORTS = frozenset({"log_followup", "log_lead", "close_deal", "advance_stage"})
PERIODS = frozenset(
    {"query_overdue", "query_funnel", "query_forecast", "query_team", "query_health"}
    | {"check_payment", "my_progress", "my_tasks"}
)
TOPICS = frozenset({"find_script", "contribute_script", "start_drill"})
MONEY = frozenset({"log_followup", "log_lead", "close_deal", "advance_stage", "raise_ticket", "deny"}) | TOPICS
STAGED_QUERIES = frozenset({"query_overdue", "query_funnel", "query_forecast", "query_team"})
OPEN_STAGES = frozenset({"lead", "needs", "quote", "solution", "contract"})

_BUDGET = re.compile(r"预算|budget|经费|拨款")
_BUDGET_BEHIND = re.compile(r"^(?:左右|上下|以内|以上|往上|往下|封顶)?(?:的|是)?(?:他们?的?|年度)?(?:预算|budget)")
_STOP = re.compile(r"[，,。；;！!？?\n]")
_DIFFERENCE = re.compile(r"(?:贵了?|差了?|便宜了?|[再多少低高]|降了?|让了?|优惠|返|亏|省)$")
_COUNTER_OFFER = re.compile(r"(?:还到|砍到|压到|杀到|降到|谈到)$")
_FROM = re.compile(r"(?:从|由|停在|还在|还停在|不是|卡在|放在?|待在|一直在|原来是|本来是)$")
_NOT_THERE = re.compile(
    r"^(?:里|阶段|那栏|那儿|那里)?(?:放着)?(?:不对|不合适|太久|错了|做完|聊清楚|都?确认完|过了|走完)"
)
_NEXT_IS = re.compile(r"下一?步(?:[^，,]*[，,])?(?:应该|应当|改成|改为)?是?(?P<what>[^，,。是]+)$")
_DAYLESS = re.compile(r"^(?:凌晨|清晨|一?早上?|早晨|上午|中午|下午|午后|傍晚|晚上|夜里|[上下]班前)")
_BY_THEN = re.compile(r"^到?(?:年底|月底|季末|季度末|年终)")
_DAILY_AT = re.compile(r"每[天日](?=[\d一二两三四五六七八九十]+[点:：])")
_LEAVES = re.compile(r"^(?:阶段|环节|那[步栏]|里|这[步栏]|超|卡|停|堆|压|没动|(?:转|到|→|->|-)(?:需求|方案|报价|合同))")
_STAGE_HEAD = re.compile(r"(?:[到成为进入推至走转算该是回]|阶段[：:]?|→|->|[：:])$")
_WANT_DEPARTMENT = re.compile(
    r"(?:[请让找问给跟催叫和与]|麻烦|劳烦|烦请|需要|联系|转给?|提给|交给|通知|协调|工单给?|我们|咱们?的?)$"
)
_DEPARTMENT_ACTS = re.compile(
    r"^(?:部|那边|这边|同事|同学|的?人|老师|组|团队)?"
    r"(?:[，,、 ]|[能可帮都看评过审给跟来去出回派协支配处做安联赶今明后周下查批开排挪核答和]|上门"
    r"|什么时候|尽快|确认|法务|财务|产品|技术|生产|工厂|售后|客服|研发|$)"
)
_NOT_DEPARTMENT = re.compile(
    r"^(?:协议|参数|员|总监|副总|方案|资料|支持费|经理说|要求|规格|质量|线|型号|介绍|手册|标准|交流|问题|能力|上(?!门)|力|商|号|升级|改造|期|环境)"
)


@dataclass
class Filled:
    """Values and places of one record, in the order found."""

    found: dict[str, list[tuple[Any, Span]]] = field(default_factory=dict)

    def add(self, slot: str, value: Any, start: int, end: int) -> None:
        """One more value of the slot; one that is there already counts once."""
        values = self.found.setdefault(slot, [])
        if all(value != other for other, _ in values):
            values.append((value, (start, end)))

    def slots(self) -> dict[str, Any]:
        return {slot: _one_or_list([value for value, _ in values]) for slot, values in self.found.items()}

    def spans(self) -> dict[str, Any]:
        return {slot: _one_or_list([list(span) for _, span in values]) for slot, values in self.found.items()}


def _one_or_list(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def fill(intent: str, reading: Reading) -> list[Filled]:
    """One Filled a record, at least one, in the order told."""
    if intent in NAMELESS:
        return [Filled()]
    if intent in REPORTS:
        return [_filled(intent, reading, record) for record in records(reading)]
    return [_filled(intent, reading, Record(None, (0, len(reading.text)), (0, 0)))]


def _filled(intent: str, reading: Reading, record: Record) -> Filled:
    filled = Filled()
    if record.customer is not None:
        filled.add("customer", record.customer.value, record.customer.start, record.customer.end)
    if intent == "daily_action":
        _daily_action(reading, record, filled)
        return filled
    zones = taken_back(reading) if intent == "deny" else []
    _names(reading, record, filled, zones)
    for fills in FILLERS.get(intent, ()):
        fills(reading, record, filled)
    if intent in MONEY:
        _money(intent, reading, record, filled, zones)
    if intent in PERIODS:
        _period(reading, record, filled)
    return filled


def _names(reading: Reading, record: Record, filled: Filled, zones: Iterable[Span] = ()) -> None:
    begin, end = record.stretch
    for one in reading.names:
        if not begin <= one.start < end or _in_any(one.start, zones):
            continue
        if one.kind == "contact" and _same_person(one.value, filled.found.get("contact", ())):
            continue
        if one.kind != "customer" or record.customer is None:
            filled.add(one.kind, one.value, one.start, one.end)


def _same_person(name: str, known: Iterable[tuple[Any, Span]]) -> bool:
    """Whether 老尤 is the 尤矿长 named before."""
    return name[:1] in "老小" and len(name) == 2 and any(str(other).startswith(name[1]) for other, _ in known)


def _daily_action(reading: Reading, record: Record, filled: Filled) -> None:
    for one in reading.names:
        if one.kind in ("customer", "contact"):
            filled.add(one.kind, one.value, one.start, one.end)
    _keep(reading, "text", verbatim.action_of_the_day(reading), filled)


def _offered(reading: Reading, record: Record, filled: Filled) -> None:
    """What is said about the script names its topic; what is said in it does not."""
    span = verbatim.script(reading)
    about = reading.text if span is None else reading.text[: span[0]]
    _topic(reading, Record(None, (0, len(about)), (0, 0)), filled)
    _keep(reading, "text", span, filled)


def _keep(reading: Reading, slot: str, span: Span | None, filled: Filled) -> None:
    if span is not None:
        filled.add(slot, reading.text[span[0] : span[1]], *span)


# -- reported contacts ------------------------------------------------------------------------------------------------


def _followup(reading: Reading, record: Record, filled: Filled) -> None:
    step = steps.next_step(reading, record.stretch)
    _contact(reading, record, filled, step)
    _outcome(reading, record, filled, step)
    _objections(reading, record, filled)
    _step(reading, filled, step)


def _lead(reading: Reading, record: Record, filled: Filled) -> None:
    if "customer" not in filled.found and (span := new_customer(reading)) is not None:
        _keep(reading, "customer", span, filled)
    step = steps.next_step(reading, record.stretch)
    _contact(reading, record, filled, step)
    _objections(reading, record, filled)
    _step(reading, filled, step)
    for one in reading.said("stage", *record.stretch):
        named = one.end - one.start >= 4 or _STAGE_HEAD.search(reading.words[: one.start])
        if named and one.value in OPEN_STAGES - {"lead"}:
            filled.add("stage", one.value, one.start, one.end)


def _contact(reading: Reading, record: Record, filled: Filled, step: steps.NextStep | None) -> None:
    """How and when the reported contact was."""
    told = [one for one in reading.said("method", *record.stretch) if not _ahead(reading, one, step)]
    told += reading.said("method", *record.shared)
    if told:
        filled.add("method", told[0].value, told[0].start, told[0].end)
    day = steps.occurred(reading, record.stretch) or steps.occurred(reading, record.shared)
    if day is not None:
        filled.add("occurred_on", day.occurred_on, day.start, day.end)


_PLANNED = re.compile(
    r"(?:再|要(?!不)|约|准备|打算|让我|叫我|请我|催我|等|争取|想|改天|下次|回头|通知|提醒)[^，,。；;\s]{0,6}$"
)


def _ahead(reading: Reading, one: Concept, step: steps.NextStep | None) -> bool:
    """Whether a method belongs to the step that is still to come."""
    if step is not None and step.action and step.action[0] <= one.start < step.action[1]:
        return True
    begin, end = reading.clause_at(one.start)
    if step is not None and step.time is not None and begin <= step.time.start < one.start:
        return True
    return _PLANNED.search(reading.words[begin : one.start]) is not None and not re.search(
        "了|过|[里上]$|完", reading.words[one.start : min(end, one.end + 2)]
    )


def _outcome(reading: Reading, record: Record, filled: Filled, step: steps.NextStep | None) -> None:
    """What came of the contact: the last that was said of it."""
    objections = reading.said("objection", *record.stretch)
    action = step.action if step is not None and step.action else (0, 0)
    told = [
        one
        for one in reading.said("outcome", *record.stretch)
        if not action[0] <= one.start < action[1]
        and not any(other.start < one.end and one.start < other.end for other in objections)
    ]
    if told:
        last = next((one for one in told if one.value == "refused_meeting"), told[-1])
        filled.add("outcome", last.value, last.start, last.end)


def _objections(reading: Reading, record: Record, filled: Filled) -> None:
    for one in reading.said("objection", *record.stretch):
        filled.add("objection", one.value, one.start, one.end)


def _step(reading: Reading, filled: Filled, step: steps.NextStep | None) -> None:
    if step is None:
        return
    if step.time is not None and step.time.next_time is not None:
        filled.add("next_time", step.time.next_time, step.time.start, step.time.end)
    _keep(reading, "next_action", step.action, filled)


# -- stages and closing -----------------------------------------------------------------------------------------------


def _stage_moved_to(reading: Reading, record: Record, filled: Filled) -> None:
    """从A到B is B; a stage the deal is said to stand in wrongly is none."""
    words = reading.words
    named = [
        one
        for one in reading.said("stage", *record.stretch)
        if one.value in OPEN_STAGES
        and not _FROM.search(words[: one.start])
        and not _NOT_THERE.match(words[one.end : one.end + 8])
    ]
    headed = [one for one in named if _STAGE_HEAD.search(words[: one.start])]
    for one in (headed or named)[-1:]:
        filled.add("stage", one.value, one.start, one.end)


def _closing(reading: Reading, record: Record, filled: Filled) -> None:
    told = [
        one for one in reading.concepts if one.slot == "closing" and record.stretch[0] <= one.start < record.stretch[1]
    ]
    if not told:
        told = [one for one in reading.concepts if one.slot == "closing"]
    lost = [one for one in told if (one.value == "lost") == one.said]
    won = [one for one in told if one not in lost]
    for value, ones in (("lost", lost), ("won", won)):
        if ones:
            filled.add("stage", value, ones[0].start, ones[0].end)
            break
    if lost:
        _objections(reading, record, filled)
        if "objection" not in filled.found:
            _bare_topic(reading, record, filled)


def _queried_stages(reading: Reading, record: Record, filled: Filled) -> None:
    """线索 is mostly just what is counted; it is a stage where deals stay in it or leave it."""
    for one in reading.said("stage"):
        stays = one.value != "lead" or _LEAVES.match(reading.words[one.end :])
        if one.value in OPEN_STAGES and stays:
            filled.add("stage", one.value, one.start, one.end)


# -- everything else --------------------------------------------------------------------------------------------------


def _topic(reading: Reading, record: Record, filled: Filled) -> None:
    """The objection to answer or practise; a bare noun (价格异议, 竞品) names one too."""
    _objections(reading, record, filled)
    if "objection" not in filled.found and not reading.sums:
        _bare_topic(reading, record, filled)


def _bare_topic(reading: Reading, record: Record, filled: Filled) -> None:
    for one in reading.said("topic", *record.stretch)[:1]:
        filled.add("objection", one.value, one.start, one.end)


def _reminder(reading: Reading, record: Record, filled: Filled) -> None:
    """What comes again and again (每周一) is told by its next time."""
    if not any(one.next_time for one in reading.times):
        once = _DAILY_AT.sub("明天", reading.text).replace("每", " ")
        reading = replace(reading, times=tuple(find_times(once, reading.now)))
    _next_time(filled, [one for one in reading.times if one.next_time])
    _keep(reading, "next_action", verbatim.reminder(reading), filled)


def _postponed(reading: Reading, record: Record, filled: Filled) -> None:
    """A length (缓两小时, 两小时后) is a duration, else it is the time it comes again: that of 推到…, or the last."""
    for one in reading.times:
        bare = re.sub(r"(?:之后|以后|过后|后)$", "", reading.text[one.start : one.end])
        lengths = [length for length in find_times(bare, reading.now) if length.duration]
        if lengths:
            filled.add("duration", lengths[0].duration, one.start, one.end)
            return
    _next_time(filled, [one for one in reading.times if one.next_time][::-1])


def _ticket(reading: Reading, record: Record, filled: Filled) -> None:
    words = reading.words
    named = [one for one in reading.said("department") if not _NOT_DEPARTMENT.match(words[one.end : one.end + 4])]
    asked = [one for one in named if _is_asked(words, one) or _DEPARTMENT_ACTS.match(words[one.end : one.end + 12])]
    for one in asked or named[:1]:
        filled.add("department", one.value, one.start, one.end)
    _next_time(filled, [one for one in reading.times if one.next_time and one.is_point])


def _next_time(filled: Filled, coming: Sequence[TimeMention]) -> None:
    """The new time where an old one is said too, else the first of `coming`."""
    for one in sorted(coming, key=lambda time: not time.moved_to)[:1]:
        filled.add("next_time", one.next_time, one.start, one.end)


def _is_asked(words: str, department: Concept) -> bool:
    return _WANT_DEPARTMENT.search(words[: department.start]) is not None


def _length(reading: Reading, record: Record, filled: Filled) -> None:
    if (time := next((one for one in reading.times if one.duration), None)) is not None:
        filled.add("duration", time.duration, time.start, time.end)


def _period(reading: Reading, record: Record, filled: Filled) -> None:
    for one in reading.times:
        words = reading.text[one.start : one.end]
        if one.period and not one.duration and not _DAYLESS.match(words) and not _BY_THEN.match(words):
            filled.add("period", one.period, one.start, one.end)
            return


def _corrected(reading: Reading, record: Record, filled: Filled) -> None:
    """What the speaker says instead of what the bot understood. Where a time is moved, nothing else is corrected."""
    zones = taken_back(reading)
    moved = [one for one in reading.times if one.moved_to and one.next_time]
    if moved:
        _next_time(filled, moved)
        return
    for slot in ("method", "outcome", "objection", "stage", "department"):
        for one in reading.said(slot):
            if not _in_any(one.start, zones) and (slot != "department" or _is_asked(reading.words, one)):
                filled.add(slot, one.value, one.start, one.end)
    if step := _NEXT_IS.search(reading.text):
        filled.add("next_action", step["what"], *step.span("what"))
    for time in reading.times:
        if not _in_any(time.start, zones):
            past = steps.occurred(reading, (time.start, time.end))
            if past is not None:
                filled.add("occurred_on", past.occurred_on, time.start, time.end)
            elif time.next_time:
                filled.add("next_time", time.next_time, time.start, time.end)


def _money(intent: str, reading: Reading, record: Record, filled: Filled, zones: Iterable[Span]) -> None:
    """A sum called 预算, and any a script or a drill is asked for, is a budget; others are the deal's amount."""
    for one in reading.sums:
        if not record.stretch[0] <= one.start < record.stretch[1] or _in_any(one.start, zones):
            continue
        if intent == "contribute_script" and "text" in filled.found:
            continue
        *clause_before, before = _STOP.split(reading.words[max(0, one.start - 12) : one.start])
        if not before.strip() and clause_before:  # 预算定了，八十万封顶
            before = clause_before[-1]
        if intent == "deny":
            before = reading.words
        if intent in TOPICS or _BUDGET.search(before) or _BUDGET_BEHIND.match(reading.words[one.end :]):
            filled.add("budget", one.budget(), one.start, one.end)
        elif not _DIFFERENCE.search(reading.words[: one.start]) and not (
            "amount" in filled.found and _COUNTER_OFFER.search(reading.words[: one.start])
        ):
            filled.add("amount", one.amount, one.start, one.end)


def _in_any(place: int, zones: Iterable[Span]) -> bool:
    return any(start <= place < end for start, end in zones)


FILLERS: dict[str, tuple[Callable[[Reading, Record, Filled], None], ...]] = {
    "log_followup": (_followup,),
    "log_lead": (_lead,),
    "advance_stage": (_stage_moved_to,),
    "close_deal": (_closing,),
    "set_reminder": (_reminder,),
    "snooze": (_postponed,),
    "raise_ticket": (_ticket,),
    "find_script": (_topic,),
    "contribute_script": (_offered,),
    "start_drill": (_topic,),
    "query_overdue": (_length, _queried_stages),
    "query_funnel": (_queried_stages,),
    "query_forecast": (_queried_stages,),
    "query_team": (_queried_stages,),
    "query_health": (),
    "deny": (_corrected,),
}
