"""Which of a message's times is past and which is to come, and what is to happen then, in the speaker's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.reading import Reading
from nlu.time.times import TimeMention

Span = tuple[int, int]

_TODAY = re.compile(r"^(?:今天|今日|今儿|今早|今晨|今午|今晚|当天)")
_DAYLESS = re.compile(
    r"^(?:凌晨|清晨|早上|早晨|上午|中午|下午|午后|傍晚|晚上|夜里|[\d一二三四五六七八九十两]+(?:点|[:：]\d))"
)
_OF_SOMETHING = re.compile(r"^的(?:会(?!议室)|会议|约|拜访|见面|演示|展会|班|票|事$)")
_AHEAD = re.compile(r"^(?:过|再过|等)?(?:明|后天|大后|下(?!午|班)|今晚)")
_DEADLINE = re.compile(r"(?:前|之前|以前|以内|之内|内|后|之后|以后)$")
_HAPPENED = re.compile(
    r"了(?!解|却)|过(?!去|来|会|两|几|年|一|完年|目|节|户|审|渡)|完(?!成|善|全)|刚|的事|忘记|忘了"
    r"|[去来做见打聊谈开签发说碰到](?:的|上的)|认识|碰[到上见]|遇[到上见]|见到|[收加拿](?:的|到)|搭上|没(?!问题|空)|(?:刚|才|从).*回来|当时"
)
_COMING = re.compile(
    r"再(?!三|说吧|说$)|(?<![不想需只])要(?!求|么|是|不是)|准备|打算|(?<!预)约[在好定]|得(?=给|去|把|跟)|[会将](?=给|来|去|把)"
    r"|继续|接着|争取|给[他她]|(?:[去来]|过去|过来)(?=[^了过的]*$)|把"
)
_MADE_UP_FOR = re.compile(r"补[录记登写]|补一?[条下个]|补上|忘[记了]?(?:录|记)了?")
_FEAST = re.compile(r"^[节年]前")
_COMING_TODAY = re.compile(
    r"再(?!三|说吧|说$)|(?<![想不只])要(?!求|么|是|不是|资料|样)|准备|打算|约[在好]|继续|接着|争取|给[他她]|把|得(?=给|去|把)|前"
)
_LEAD_IN = re.compile(
    r"^(?:[\s，,、:：的]|之前|以前|前|我们|咱们|俺们|我|咱|俺|自己|那天|左右|准备|打算|计划|一定|必须|务必|需要|还得|还要|得|要(?!求)|会(?!议|面)|就|想|先|该|应该|"
    r"争取|抽空|到时候|让我们?|叫我们?|要我们?|请我们?|催我们?|约我们?|约好|约了|约在|约定|说好|定了|定在|记得|负责|必)+"
)
_TRAIL = re.compile(
    r"(?:[\s，,、。.!！?？~～]|吧|啊|呀|哈|哦|噢|呢|嘛|啦|了(?=$)|即可|就行|就好|这事儿?|这件事儿?|的时候)+$"
)
_EMPTY = re.compile(
    r"^(?:见|见面|前|后|的|吧|了|行|可以|左右|再说|以后|之后|一下|\s|[的吧啊]|大概|给|说|也行|那会儿|改天|回头|下次)*$"
)
_ARRANGED = re.compile(
    r"(?:约好|约了|约定|约上|说好|定好|约在|商定|答应|约|让我|叫我|要我|请我|通知我|安排我|我(?=去|来|把|给|带))(?:了|要|在|去(?=$))?(.+)$"
)
_LATER = re.compile(
    r"(?:改天|回头|下次|下一步|下步|接下来|下回|过两天|过几天|过段时间|过一阵|随后|回去|隔天|改日|等会儿?|待会儿?"
    r"|晚点|有空|抽空|后面|后续|年后|节后|忙完|之后|回公司)[：:，, ]?"
    r"(?:我们?|咱们?)?(?:就|会|要|得|准备|打算|是|先|好好)*(?P<what>[^，,。；;！!？?\s]{2,})"
)
_AGAIN = re.compile(
    r"^(?:[^，,。；;\s]{0,8}?(?:我们?|咱们?))?(?:准备|打算|要|得|会|还得|还要|需要|必须|计划|想|争取|答应|得赶紧|尽快|这就|马上|先)*"
    r"(?P<what>(?:再|接着|继续|重新)(?!说|看看|考虑|想|三|看$|也|不|没|议|多|便宜|降|让|少|优惠|打折|给点)[^，,。；;！!？?\s]{1,})$"
)
_I_WILL = re.compile(
    r"(?:^|[，,。；;\s])(?:我们?|咱们?|俺)(?:这边|回去|明后天|尽快|赶紧|马上|这就|先|也|还)*"
    r"(?:准备|打算|要(?!求)|得|会|去|来|回头|负责|答应|需要|必须|争取)(?!了|过|的|录|登记|新?建|添加)(?P<what>(?:(?!了|过)[^，,。；;！!？?\s]){2,})$"
)


@dataclass(frozen=True)
class NextStep:
    """When (None where the words give no time) and what (None where they only give a time)."""

    time: TimeMention | None
    action: Span | None


def occurred(reading: Reading, stretch: Span) -> TimeMention | None:
    """The time that says on which day the reported contact was; a part of the day alone (上午) names no day."""
    past = (one for one in _within(reading, stretch) if one.occurred_on and _is_past(reading, one))
    return next((one for one in past if not _DAYLESS.match(reading.text[one.start : one.end])), None)


def next_step(reading: Reading, stretch: Span) -> NextStep | None:
    """What the record says is to happen next; None where it says nothing of it."""
    coming = [one for one in _within(reading, stretch) if one.next_time and not _is_past(reading, one)]
    coming = [one for one in coming if not _OF_SOMETHING.match(reading.text[one.end :])]
    coming = [one for one in coming if all(one.end != other.start for other in coming)]  # 过了元旦1月6号 is 1月6号
    coming.sort(key=lambda one: not one.moved_to)
    if coming:
        steps = [NextStep(one, _behind(reading, one, stretch)) for one in coming]
        steps.sort(key=lambda step: not _by_speaker(reading, step))
        steps += [NextStep(one, _around(reading, one, stretch)) for one in coming]
        return next((step for step in steps if step.action), steps[0])
    action = _without_time(reading, stretch)
    return NextStep(None, action) if action else None


def _within(reading: Reading, stretch: Span) -> list[TimeMention]:
    return [one for one in reading.times if stretch[0] <= one.start < stretch[1]]


def _is_past(reading: Reading, time: TimeMention) -> bool:
    """Whether the words mean a time that was, where they may mean one that was or one that comes."""
    if time.next_time is None:
        return True
    words = reading.text[time.start : time.end]
    if time.occurred_on is None and _AHEAD.match(words):
        return False
    if time.occurred_on is not None and _MADE_UP_FOR.search(reading.text):
        return True
    if _DEADLINE.search(words) and not _FEAST.match(words):
        return False
    begin, end = reading.clause_at(time.start)
    following = reading.text[time.end : end]
    if not following.strip():
        begin, end = _next_clause(reading, end)
        following = reading.text[begin:end]
    happened, coming = _HAPPENED.search(following), _COMING.search(following)
    if _TODAY.match(words):
        coming = _COMING_TODAY.search(following)
        if coming and reading.said("method", time.end, time.end + coming.start()):
            return True
    told_first = happened is not None and (coming is None or happened.start() < coming.start())
    if not _TODAY.match(words):
        return told_first
    hour_ahead = "T" in time.next_time
    if coming is None:
        return told_first or not hour_ahead
    return told_first and not hour_ahead


def _by_speaker(reading: Reading, step: NextStep) -> bool:
    """Whether the words before the action say that the speaker does it."""
    if step.time is None or step.action is None:
        return False
    return "我" in reading.text[max(0, step.time.start - 2) : step.action[0]]


def _behind(reading: Reading, time: TimeMention, stretch: Span) -> Span | None:
    """The words behind a coming time in its clause."""
    _, end = reading.clause_at(time.start)
    return _content(reading, time.end, min(end, stretch[1]))


def _around(reading: Reading, time: TimeMention, stretch: Span) -> Span | None:
    """The words that go with a coming time that ends its clause: before it, in the next clause, in the one before."""
    begin, end = reading.clause_at(time.start)
    begin, end = max(begin, stretch[0]), min(end, stretch[1])
    before = reading.text[begin : time.start]
    arranged = _ARRANGED.search(before)
    if arranged and (found := _content(reading, begin + arranged.start(1), time.start)) is not None:
        return found
    following = _next_clause(reading, end)
    beside = (following,) if following[0] < following[1] <= stretch[1] and not _has_time(reading, following) else ()
    for clause in (*beside, (begin, time.start)):
        if not _tells(reading, clause) and (found := _content(reading, *clause)) is not None:
            return found
    earlier = _clause_before(reading, begin, stretch)
    if earlier and (arranged := _ARRANGED.search(reading.text[earlier[0] : earlier[1]])):
        return _content(reading, earlier[0] + arranged.start(1), earlier[1])
    return None


def _without_time(reading: Reading, stretch: Span) -> Span | None:
    for begin, end in reading.clauses:
        if not stretch[0] <= begin < stretch[1]:
            continue
        clause = reading.text[begin:end]
        for form in (_LATER, _AGAIN, _I_WILL):
            found = form.search(clause) if not reading.said("outcome", begin, end) else None
            if found and (span := _content(reading, begin + found.start("what"), begin + found.end("what"))):
                return span
    for begin, end in reading.clauses:
        if stretch[0] <= begin < stretch[1]:
            arranged = re.search(r"(?:约好|约了|约定|说好|约上)了?(?!个|下|时间)(.{2,})$", reading.text[begin:end])
            if arranged and not reading.said("outcome", begin, end):
                return _content(reading, begin + arranged.start(1), end)
    return None


def _tells(reading: Reading, clause: Span) -> bool:
    """Whether the clause reports what was, or names somebody, rather than what is to be done."""
    return bool(reading.said("outcome", *clause) or reading.said("objection", *clause)) or bool(
        _HAPPENED.search(reading.text[clause[0] : clause[1]])
    )


def _has_time(reading: Reading, clause: Span) -> bool:
    return any(clause[0] <= one.start < clause[1] for one in reading.times)


def _next_clause(reading: Reading, place: int) -> Span:
    return next((one for one in reading.clauses if one[0] >= place), (place, place))


def _clause_before(reading: Reading, place: int, stretch: Span) -> Span | None:
    return next((one for one in reversed(reading.clauses) if stretch[0] <= one[0] and one[1] <= place), None)


def _content(reading: Reading, start: int, end: int) -> Span | None:
    """The stretch without lead-in and trailing particles; None where nothing is left that could be done."""
    if reading.said("objection", start, end):
        return None
    words = reading.text[start:end]
    if lead := _LEAD_IN.match(words):
        start, words = start + lead.end(), words[lead.end() :]
    if trail := _TRAIL.search(words):
        words = words[: trail.start()]
    if _EMPTY.match(words):
        return None
    return start, start + len(words)
