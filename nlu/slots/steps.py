"""Which of a message's times is past and which is to come, and what is to happen then, in the speaker's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nlu.reading import Reading
from nlu.rules import rules
from nlu.time.times import TimeMention

Span = tuple[int, int]

_RULES = rules("steps")
_LOOK_BACK = 10  # code points
_BEGUN = timedelta(hours=2)


@dataclass(frozen=True)
class NextStep:
    """When (None if the words give no time) and what (None if they only give a time)."""

    time: TimeMention | None
    action: Span | None


def occurred(reading: Reading, part: Span) -> TimeMention | None:
    """The time that says on which day the reported contact was; a part of the day alone (上午) names no day."""
    past = [time for time in _within(reading, part) if time.occurred_on and is_past(reading, time)]
    past = [time for time in past if not _RULES["of_a_thing"].match(reading.text[time.end :])]
    past = [time for time in past if not _RULES["made_up_then"].match(reading.text[time.end :])] or past
    past = [time for time in past if not _RULES["given_up"].match(reading.text[time.end :])]
    past = [time for time in past if not _RULES["had_been_planned"].search(reading.text[: time.start])]
    return next((time for time in past if not _RULES["dayless"].match(reading.text[time.start : time.end])), None)


def next_step(reading: Reading, part: Span) -> NextStep | None:
    """What the record says is to happen next; None if it says nothing of it."""
    coming = [time for time in _within(reading, part) if time.next_time and not is_past(reading, time)]
    coming = [time for time in coming if not _RULES["of_something"].match(reading.text[time.end :])]
    coming = [time for time in coming if all(time.end != other.start for other in coming)]  # 过了元旦1月6号 is 1月6号
    year = _RULES["only_a_year"]
    coming = [time for time in coming if not (_is_only_asked(reading, time) or year.match(_words(reading, time)))]
    coming = [time for time in coming if not _RULES["given_up"].match(reading.text[time.end :])] or coming
    given_up = [time for time in coming if _happens_then(reading, time)]
    coming = [_in_the_week_of(reading, time, given_up) for time in coming if time not in given_up] or coming
    moved = max((time.start for time in coming if time.moved_to), default=0)
    coming = [time for time in coming if time.start >= moved]  # 周三不行,改到下周一: the time before is given up
    if coming:
        steps = [NextStep(time, _behind(reading, time, part)) for time in coming]
        steps.sort(key=lambda step: not _by_speaker(reading, step))
        steps += [NextStep(time, _around(reading, time, part)) for time in coming]
        return next((step for step in steps if step.action), steps[0])
    action = _without_time(reading, part)
    return NextStep(None, action) if action else None


def _words(reading: Reading, time: TimeMention) -> str:
    return reading.text[time.start : time.end]


def _in_the_week_of(reading: Reading, time: TimeMention, given_up: Sequence[TimeMention]) -> TimeMention:
    """A weekday that takes the place of one of next week is of that week: 下周三不在,改周四."""
    for other in given_up:
        gap = reading.text[other.end : time.start]
        if (
            other.end <= time.start
            and _RULES["of_next_week"].match(_words(reading, other))
            and _RULES["weekday"].match(_words(reading, time))
            and _RULES["changes"].search(gap)
            and (time.next_time or "") < (other.next_time or "")
        ):
            at = datetime.fromisoformat(time.next_time or "") + timedelta(weeks=1)
            return replace(time, next_time=at.isoformat()[: len(time.next_time or "")])
    return time


def _happens_then(reading: Reading, time: TimeMention) -> bool:
    """Whether something happens at that time that nobody does for the deal: 合同12月10号到期."""
    return _RULES["happens_then"].match(reading.text[time.end :]) is not None


def _is_only_asked(reading: Reading, time: TimeMention) -> bool:
    """Whether a question asks about that time, or nothing can be done then: 5号能不能装, 5号放假."""
    return _RULES["only_asked"].match(reading.text, time.end) is not None or _is_no_step(reading, time)


def _is_no_step(reading: Reading, time: TimeMention) -> bool:
    """Whether the time belongs to a thing, to money that comes by itself, or to what the customer wants delivered."""
    behind = reading.text[time.end : reading.clause_at(time.start)[1]]
    of_budget = any(one.value == "budget" and one.start < time.start < one.end for one in reading.said("objection"))
    of_thing = _RULES["part_only"].fullmatch(_words(reading, time)) and _RULES["of_its_thing"].match(behind)
    wanted = _RULES["demanded"].search(reading.text[: time.start]) and _RULES["delivered"].match(behind)
    in_use = _is_deadline(reading, time) and _RULES["in_use_by"].match(behind)
    theirs = any(_RULES[rule].match(behind) for rule in ("only_then", "nothing_then", "befalls"))
    terms = _RULES["month_alone"].match(_words(reading, time)) and _RULES["due_then"].match(behind)
    away = _RULES["away_until"].search(reading.text[: time.start])
    return bool(of_budget or of_thing or wanted or in_use or theirs or terms or away)


def _is_deadline(reading: Reading, time: TimeMention) -> bool:
    """Whether something is to be done by that time: 12月底前, 年前."""
    return _RULES["deadline"].search(_words(reading, time)) is not None


def _within(reading: Reading, part: Span) -> list[TimeMention]:
    """The times of the record, but for one that only tells how late it is: 月中都快过了."""
    within = [time for time in reading.times if part[0] <= time.start < part[1]]
    return [time for time in within if not _RULES["tells_how_late"].match(reading.text, time.end)]


def is_past(reading: Reading, time: TimeMention) -> bool:
    """Whether the words mean a time that was, where they may mean one that was or one that comes."""
    if time.next_time is None:
        return True
    words = reading.text[time.start : time.end]
    if time.occurred_on is None and _RULES["ahead"].match(words):
        return False
    if time.occurred_on is not None and _RULES["made_up_for"].search(reading.text):
        return True
    if (lately := time.was_lately(reading.now.date())) is not None:
        return lately
    if _RULES["awaited"].search(reading.text[max(0, time.start - _LOOK_BACK) : time.start]):
        return False
    if _RULES["deadline"].search(words) and not _RULES["before_holiday"].match(words):
        return False
    begin, end = reading.clause_at(time.start)
    following = reading.text[time.end : end]
    theirs = _RULES["befalls"].match(following)  # 月底就退了 is still to come
    if theirs and ("了" not in following or _RULES["about_to"].search(theirs.group())):
        return False
    if time.occurred_on is None and _RULES["appointed"].match(following):
        return False
    if not following.strip():
        begin, end = _next_clause(reading, end)
        following = reading.text[begin:end]
    happened, coming = _RULES["happened"].search(following), _RULES["coming"].search(following)
    if _RULES["today"].match(words):
        coming = _RULES["coming_today"].search(following)
        if coming and reading.said("method", time.end, time.end + coming.start()):
            return True
    if (coming is None or coming.group()[0] in "去来过") and _is_told_of_today(reading, time, end):
        return True
    if coming is None and _RULES["part_of_no_day"].match(words) and time.is_over(reading.now.date()):
        return True
    past_first = happened is not None and (coming is None or happened.start() < coming.start())
    if not _RULES["today"].match(words):
        return past_first
    hour_ahead = "T" in time.next_time and not _part_has_begun(words, time.next_time, reading.now)
    if coming is None:
        return past_first or not hour_ahead
    return past_first and not hour_ahead


def _is_told_of_today(reading: Reading, time: TimeMention, end: int) -> bool:
    """Whether a contact of an hour of today that is over is told, with what came of it: 上午拜访雪岭,霍总嫌贵."""
    words = reading.text[time.start : time.end]
    if time.occurred_on is None or time.next_time is None or not _RULES["part_alone"].search(words):
        return False
    hour_ahead = "T" in time.next_time and time.next_time[:10] == reading.now.date().isoformat()
    hour_ahead = hour_ahead and not _part_has_begun(words, time.next_time, reading.now)
    named = any(time.end <= name.start <= time.end + 1 for name in reading.names)
    if hour_ahead or not (named or reading.said("method", time.end, end)):
        return False
    last = next((other.start for other in reading.times if other.start > time.start), len(reading.text))
    return any(reading.said(slot, time.end, last) for slot in ("outcome", "objection"))


def _part_has_begun(words: str, at: str, now: datetime) -> bool:
    """Whether a part of the day has begun, though the hour that it stands for has not come: 上午 at half past nine."""
    return bool(_RULES["part_alone"].search(words)) and datetime.fromisoformat(at) - now <= _BEGUN


def _by_speaker(reading: Reading, step: NextStep) -> bool:
    """Whether the words before the action say that the speaker does it."""
    if step.time is None or step.action is None:
        return False
    return "我" in reading.text[max(0, step.time.start - 2) : step.action[0]]


def _behind(reading: Reading, time: TimeMention, part: Span) -> Span | None:
    """The words behind a coming time in its clause."""
    _, end = reading.clause_at(time.start)
    then = _next_clause(reading, end)
    done_then = _RULES["by_then"].match(reading.text[slice(*then)]) if then[1] <= part[1] else None
    if done_then and _happens_then(reading, time):  # 10号回来,到时候我再去
        return content(reading, then[0] + done_then.end(), then[1])
    if (thing := _thing_before(reading, time, part, end)) is not None:
        return thing
    told = reading.text[slice(*then)]
    goes_on = (then[0] == end and _RULES["goes_on"].match(told)) or _RULES["brings_along"].match(told)
    if goes_on and then[1] <= part[1]:
        end = then[1]
    asked = any(_RULES["asks_us"].search(reading.text[:place]) for place in (time.start, time.end + 2))
    return content(reading, time.end, min(end, part[1]), asked=asked)


def _thing_before(reading: Reading, time: TimeMention, part: Span, end: int) -> Span | None:
    """The thing with what is done then, where nothing else stands in the clause: 验收单下周三给."""
    begin = max(reading.clause_at(time.start)[0], part[0])
    begin = max([begin, *(one.end for one in reading.names if one.kind == "customer" and one.end <= time.start)])
    done = _RULES["with_a_thing"].match(reading.text[time.end : end].rstrip("吧啊呢了 "))
    found = _RULES["a_thing"].search(reading.text[begin : time.start]) if done else None
    if done is None or found is None:
        return None
    start = begin + found.start("thing")
    named = any(start < name.end and name.start < time.start and name.kind != "product" for name in reading.names)
    return None if named else (start, time.end + done.end())


def _around(reading: Reading, time: TimeMention, part: Span) -> Span | None:
    """The words that go with a coming time that ends its clause: before it, in the next clause, in the one before."""
    begin, end = max(reading.clause_at(time.start)[0], part[0]), min(reading.clause_at(time.start)[1], part[1])
    if _RULES["put_off"].match(reading.text, time.end, end):
        return None
    begin = max([begin, *(other.end for other in reading.times if other.end <= time.start)])
    before = reading.text[begin : time.start] if not _happens_then(reading, time) else ""
    arranged = _RULES["arranged"].search(before)
    if arranged and (found := content(reading, begin + arranged.start(1), time.start)) is not None:
        return found
    if moving := _RULES["moving"].search(before):
        thing = _RULES["a_thing"].search(before[: moving.start()])
        before = ""
        if thing and (found := content(reading, begin + thing.start("thing"), begin + thing.end("thing"))) is not None:
            return None if any(name.start < found[1] and found[0] < name.end for name in reading.names) else found
    following = _next_clause(reading, end)
    beside = (following,) if following[0] < following[1] <= part[1] and not _has_time(reading, following) else ()
    for clause in (*beside, (begin, begin + len(before))):
        if not _reports(reading, clause) and (found := content(reading, *clause)) is not None:
            return found
    earlier = _clause_before(reading, begin, part)
    if earlier and (arranged := _RULES["arranged"].search(reading.text[earlier[0] : earlier[1]])):
        return content(reading, earlier[0] + arranged.start(1), earlier[1])
    return None


def _without_time(reading: Reading, part: Span) -> Span | None:
    for begin, end in reading.clauses:
        if not part[0] <= begin < part[1]:
            continue
        clause = reading.text[begin:end]
        for rule in ("later", "again", "on_the_way", "noted", "they_want", "i_will"):
            found = _RULES[rule].search(clause) if not reading.said("outcome", begin, end) else None
            if found and (_RULES["befalls"].match(found["what"]) or _RULES["done_already"].match(reading.text, end)):
                continue
            if found and (span := content(reading, begin + found.start("what"), begin + found.end("what"))):
                return span
    for begin, end in reading.clauses:
        if part[0] <= begin < part[1]:
            arranged = _RULES["agreed_on"].search(reading.text[begin:end])
            if arranged and not reading.said("outcome", begin, end):
                return content(reading, begin + arranged.start(1), end)
    return None


def _reports(reading: Reading, clause: Span) -> bool:
    """Whether the clause reports what was, or tells of them, rather than what is to be done."""
    words = reading.text[clause[0] : clause[1]]
    return bool(reading.said("outcome", *clause) or reading.said("objection", *clause)) or bool(
        _RULES["happened"].search(words) or _RULES["of_them"].match(words)
    )


def _has_time(reading: Reading, clause: Span) -> bool:
    return any(clause[0] <= time.start < clause[1] for time in reading.times)


def _next_clause(reading: Reading, place: int) -> Span:
    return next((clause for clause in reading.clauses if clause[0] >= place), (place, place))


def _clause_before(reading: Reading, place: int, part: Span) -> Span | None:
    return next((clause for clause in reversed(reading.clauses) if part[0] <= clause[0] and clause[1] <= place), None)


def content(reading: Reading, start: int, end: int, asked: bool = False) -> Span | None:
    """The words between without lead-in and trailing particles; None if nothing is left that could be done. An
    objection is no step, unless it is what we deliver or are `asked` to meet: 让我周一给个折扣方案."""
    words = reading.text[start:end]
    if not asked and reading.said("objection", start, end) and not _RULES["delivers"].match(words):
        return None
    if lead := _RULES["lead_in"].match(words):
        start, words = start + lead.end(), words[lead.end() :]
    if trail := _RULES["trail"].search(words):
        words = words[: trail.start()]
    if (
        _RULES["empty"].match(words)
        or _RULES["only_speaks"].search(words)
        or _is_only_named(reading, start, start + len(words))
    ):
        return None
    return start, start + len(words)


def _is_only_named(reading: Reading, start: int, end: int) -> bool:
    """Whether the words are names and nothing else (鹿鸣毕总)."""
    named = {at for name in reading.names for at in range(name.start, name.end)}
    return end > start and all(at in named for at in range(start, end))
