"""The exam without a chat: the bank, papers, marks, and what is found in a recorded call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from coaching.exam import call_check, marking, paper
from coaching.exam.call_check import CallViolation, Segment
from coaching.exam.library_questions import TOPIC, LibraryEntry, of_library
from coaching.exam.marking import Mark
from coaching.exam.questions import KINDS, LETTERS, Source, bank, facts, true_by
from config import policy as policies

POLICY = policies.load()
KNOWN = {source.written.id: source for source in bank()}
RIGHT_IS_LONGEST = 0.6  # of the single questions at most: who takes the longest option must fail


def test_the_bank_is_large_and_every_question_is_explained() -> None:
    assert len(KNOWN) >= 80
    assert {source.written.kind for source in bank()} == set(KINDS)
    assert all(len(source.written.why) >= 10 for source in bank())


def test_the_bank_says_what_the_shipped_policy_says() -> None:
    assert len(true_by(POLICY, bank())) == len(bank())
    known = facts(POLICY)
    assert all(name in known for source in bank() for name in source.written.when)


def test_a_company_with_other_limits_is_not_asked_for_the_shipped_ones() -> None:
    left = true_by(POLICY.with_limits({"quote": 48}), bank())
    assert {source.written.id for source in bank()} - {source.written.id for source in left} == {"proc-limit-quote"}


def test_the_longest_option_is_not_the_right_one_too_often() -> None:
    single = [source.written for source in bank() if source.written.kind == "single"]
    longest = sum(max((*each.right, *each.wrong), key=len) in each.right for each in single)
    assert longest / len(single) <= RIGHT_IS_LONGEST


def entries(count: int) -> list[LibraryEntry]:
    return [LibraryEntry(f"s{n}", f"客户问第{n}件事怎么回", f"第{n}件事请这样回答他") for n in range(count)]


def test_the_same_seed_gives_the_same_paper_and_another_exam_asks_others() -> None:
    sources = (*bank(), *of_library(entries(20)))
    first, again = (paper.draw(sources, POLICY.exam, 7, ()) for _ in range(2))
    assert first == again
    assert [first.count(kind) for kind in KINDS] == [12, 5, 3]
    ids = [question.id for question in first.questions]
    second = paper.draw(sources, POLICY.exam, 8, ids)
    assert not {question.id for question in second.questions} & set(ids)
    topics = Counter(question.topic for question in first.questions if question.kind == "single")
    assert topics[TOPIC] <= POLICY.exam.from_library and len(topics) == 5


def test_a_question_of_the_library_sets_its_answer_against_others() -> None:
    made = of_library([*entries(4), LibraryEntry("like", "另一件", "跟第0件事一样的回答", frozenset({"价"}))])
    assert all(source.topic == TOPIC and len(source.written.wrong) == 3 for source in made)
    priced = [LibraryEntry(f"p{n}", f"嫌贵{n}", f"嫌贵的第{n}种回答方法", frozenset({"价"})) for n in range(4)]
    assert of_library(priced) == ()
    assert of_library(entries(3)) == ()


def marks(sheet: paper.Paper, given: Sequence[str]) -> tuple[Mark, ...]:
    """As an exam marks them."""
    pairs = zip(sheet.questions, given, strict=False)
    missed = {each.id: marking.missed_points(words, each.points, each.heard) for each, words in pairs}
    return marking.marked(sheet, given, missed)


def asked(key: str) -> paper.Paper:
    return paper.draw([Source(KNOWN[key].topic, KNOWN[key].written)], POLICY.exam, 1, ())


@pytest.mark.parametrize("key", [key for key, source in KNOWN.items() if source.written.kind != "short"])
def test_choices_are_marked_exactly(key: str) -> None:
    sheet = asked(key)
    (question,) = sheet.questions
    options = {question.options[LETTERS.index(letter)] for letter in question.right}
    assert options == set(KNOWN[key].written.right)
    (right,) = marks(sheet, [question.right])
    (nothing,) = marks(sheet, [])
    assert right.is_right and right.earned == 10 * sheet.points(question)
    assert nothing.earned == 0
    for letter in LETTERS[: len(question.options)]:
        other = "".join(sorted({*question.right} ^ {letter}))
        assert marks(sheet, [other])[0].earned == 0


@pytest.mark.parametrize("key", [key for key, source in KNOWN.items() if source.written.kind == "short"])
def test_a_short_answer_that_says_each_point_has_all_and_small_talk_nothing(key: str) -> None:
    sheet = asked(key)
    (question,) = sheet.questions
    assert marks(sheet, ["。".join(question.points)])[0].is_right
    nothing = marks(sheet, ["今天天气不错大家辛苦了"])[0]
    assert nothing.earned == 0 and nothing.missed == question.points


@pytest.mark.parametrize(
    ("key", "answer", "missed"),
    [
        ("obj-short-price", "我理解您,您是跟哪家比的?三年的电费维修算下来我们更省,周三我带测算表过来", 0),
        ("obj-short-price", "那我再给您便宜一点,降到跟他们一样", 4),
        ("comp-short-bribe", "这个真不能给,优惠我写进合同给咱们单位,回去我会跟主管说一声", 0),
        ("comp-short-bribe", "行,回头单独给您安排", 3),
        ("proc-short-handover", "把谁拍板、报价报到哪一步、答应过周五送样这些都写清楚", 0),
        ("sell-short-recap", "谢谢您今天抽空,周四之前我把案例发给您,由我负责", 0),
        ("obj-short-feature", "安排培训,我跟班三天带着用", 2),
    ],
)
def test_short_answers_are_marked_by_what_they_say(key: str, answer: str, missed: int) -> None:
    assert len(marks(asked(key), [answer])[0].missed) == missed


def test_the_total_is_of_a_hundred() -> None:
    sheet = paper.draw(bank(), POLICY.exam, 3, ())
    given = [question.right or "。".join(question.points) for question in sheet.questions]
    assert marking.total(marks(sheet, given)) == 1000
    assert marking.total(marks(sheet, given[:12])) == 480
    assert marking.total(()) == 0


@dataclass(frozen=True)
class Found:
    words: str
    rule: str = "承诺终身免费维保"


def finds(words: str) -> list[Found]:
    """As rules would: a promise, unless it is refused."""
    return [Found("终身免费维保")] if "终身免费维保" in words and "不能承诺" not in words else []


PERMITTED = "终身免费维保这个我不能承诺您,合同写的是两年。"
CALL = [
    Segment("A", 0.0, "您好,我们公司这边想跟您约个时间。"),
    Segment("B", 6.0, "你们能给终身免费维保吗?"),
    Segment("A", 95.0, PERMITTED),
    Segment("B", 200.0, "那算了。"),
    Segment("A", 312.4, "您别急,签了的话我给您终身免"),
    Segment("A", 318.0, "费维保,您放心。"),
]


def test_a_violation_is_quoted_with_its_time_and_a_permitted_mention_is_not() -> None:
    assert call_check.check(CALL, finds) == (CallViolation("终身免费维保", "承诺终身免费维保", 312),)


def test_what_the_customer_asks_is_nobodys_violation() -> None:
    assert call_check.seller_of(CALL) == "A"
    assert call_check.check(CALL[:2], finds) == ()


def test_where_it_does_not_show_who_sells_everybody_is_read() -> None:
    alike = [Segment("A", 0.0, "喂。"), Segment("B", 3.0, "给你终身免费维保。")]
    assert call_check.seller_of(alike) is None
    assert [found.at for found in call_check.check(alike, finds)] == [3]
    assert call_check.check([Segment("A", 9.9, "给你终身免费维保。")], finds)[0].at == 9


def test_a_quote_that_was_not_said_is_not_shown() -> None:
    assert call_check.check(CALL, lambda _words: [Found("保证中标")]) == ()
    assert call_check.check([], finds) == ()


def test_the_same_words_said_twice_have_their_own_times() -> None:
    twice = [Segment("A", 1.0, "终身免费维保,"), Segment("A", 8.0, "真的终身免费维保。")]
    both = call_check.check(twice, lambda _words: [Found("终身免费维保"), Found("终身免费维保")])
    assert [found.at for found in both] == [1, 8]
