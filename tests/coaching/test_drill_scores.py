"""The score card of a drill: its order, its evidence, its limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.drill_types import Drill, Scenario, Scorecard, Speech, Turn
from coaching.replies import LONGEST
from coaching.rubric import load
from coaching.scoring import MOST_TURNS, score
from config.yaml_lines import ConfigError
from knowledge.embedding.word_vectors import WordVectors

SCENARIO = Scenario(
    "t1",
    "price",
    key_points=("先问一天打包多少箱", "胶带用量省三成", "先放一台试一周", "约周五来车间看"),
    forbidden=("保证永不停机", "给主管返现"),
    reference="您比价应该的。请问一天打包多少箱？胶带能省三成，先放一台试一周，周五来车间看。",
)
CUSTOMERS = ("你们这台封箱机比隔壁贵了四千，凭什么？", "我那几个老师傅用不惯新机器。")
EXCELLENT = (
    "差四千，换我也得问个明白。您这儿一天要封多少箱？最慢卡在哪一步？",
    "老师傅手熟，用不惯很正常。先搁一台在他边上，用一周，胶带费了几卷您自己数。周五下午我过来，跟您一块儿看，行吗？",
)
GOOD = (
    "您比价是应该的，确实差了一些。请问现在一天大概打包多少箱呢？",
    "师傅们习惯了我理解，可以先放一台试试，省多少胶带看得见，您觉得呢？",
)
WEAK = (
    "我们是行业领先品牌，德国进口电机，获过专利，功能很全。",
    "习惯了就好，您放心，没问题的。您再考虑考虑，有需要随时联系我。",
)
BAD = (
    "嫌贵您就别买呗，四千都拿不出来还开什么厂。",
    "老师傅懂什么，用我的机器永远不停机。您签了我私下给您个人返两千。",
)
STUFFED = (
    "要点：一天打包多少箱，胶带用量省三成，先放一台试一周，约周五来车间看。",
    "打包，多少箱，胶带，用量，三成，一台，一周，周五，车间。",
)
LIKENESS = WordVectors().queries
WORDS = st.text(
    st.sampled_from("您我们价格贵不会保证返现金先试一台周五来看吗,。!？?呗\n\x00\u200b 🙂ABİﬀ１"), max_size=120
)


def drill(*reps: str, scenario: Scenario = SCENARIO) -> Drill:
    return Drill(scenario, tuple(Turn(CUSTOMERS[at % 2], rep) for at, rep in enumerate(reps)))


def card(*reps: str) -> Scorecard:
    return score(drill(*reps), likeness=LIKENESS)


def test_better_answers_score_higher() -> None:
    totals = [card(*reps).total for reps in (EXCELLENT, GOOD, WEAK, BAD)]
    assert totals == sorted(totals, reverse=True) and len(set(totals)) == 4
    assert totals[0] > 75 and totals[2] < 40 and totals[3] < 20


@pytest.mark.parametrize("likeness", [LIKENESS, None])
def test_recited_key_words_are_no_answer(likeness: object) -> None:
    stuffed, good = (score(drill(*reps), likeness=likeness) for reps in (STUFFED, GOOD))  # type: ignore[arg-type]
    assert stuffed.total < 30 < good.total
    assert stuffed.dimensions["要点覆盖"].score < good.dimensions["要点覆盖"].score


def test_the_model_answer_said_again_and_again_is_no_answer() -> None:
    assert card(SCENARIO.reference, SCENARIO.reference).total < card(*GOOD).total


def test_the_total_follows_from_the_dimensions() -> None:
    for reps in (EXCELLENT, GOOD, WEAK):
        found = card(*reps)
        assert abs(sum(one.weight for one in found.dimensions.values()) - 1) < 1e-9
        mean = sum(one.score * one.weight for one in found.dimensions.values())
        assert found.total == round(mean, 1) and not found.violations


def test_a_violation_caps_the_total() -> None:
    spoilt = (EXCELLENT[0], EXCELLENT[1] + "签了我私下给您个人返两千。")
    found = card(*spoilt)
    assert found.total == 40.0 and found.violations[0].rule == "给主管返现"
    assert score(drill(*spoilt), likeness=LIKENESS, cap=10).total == 10
    assert found.dimensions["合规"].score < 25


def test_insults_cost_the_courtesy() -> None:
    assert card(*BAD).dimensions["同理与礼貌"].score < 13 < card(*GOOD).dimensions["同理与礼貌"].score


def test_the_order_of_turns_counts_where_they_answer_another_question() -> None:
    straight, crossed = card(*EXCELLENT), card(*reversed(EXCELLENT))
    assert straight.total != crossed.total


def test_nothing_said_is_nothing_scored() -> None:
    for reps in ((), ("",), ("。。。", "\x00")):
        found = card(*reps)
        assert found.total == 0 and set(found.dimensions) == set(load().dimensions)


def test_what_was_not_heard_is_not_scored_and_named() -> None:
    unheard = Turn(CUSTOMERS[1], "", unheard="没听清")
    heard = Drill(SCENARIO, (Turn(CUSTOMERS[0], GOOD[0]), unheard))
    found = score(heard, likeness=LIKENESS)
    assert found.not_scored == ("第2轮:没听清",)
    assert found.dimensions == score(Drill(SCENARIO, heard.turns[:1]), likeness=LIKENESS).dimensions


def test_long_answers_and_drills_are_read_in_part_and_said_so() -> None:
    found = card("好" * (LONGEST + 1))
    assert str(LONGEST) in found.not_scored[0]
    assert score(drill(*["您好"] * (MOST_TURNS + 1))).not_scored


def test_without_key_points_they_are_no_dimension() -> None:
    found = score(drill(*GOOD, scenario=replace(SCENARIO, key_points=())))
    assert "要点覆盖" not in found.dimensions


def test_the_voice_is_judged_only_where_there_is_one() -> None:
    spoken = Drill(SCENARIO, (Turn(CUSTOMERS[0], GOOD[0] * 4, Speech(8.0, (1.2, 0.3, 2.0))),))
    found = score(spoken, likeness=LIKENESS)
    assert set(found.dimensions) - set(load().dimensions) == {"语速", "停顿", "口头禅"}
    assert found.dimensions["语速"].score == 0 and found.dimensions["口头禅"].score == 100
    slow = score(Drill(SCENARIO, (Turn(CUSTOMERS[0], GOOD[0], Speech(7.0)),)), likeness=LIKENESS)
    assert slow.dimensions["语速"].score == 100


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=4))
def test_evidence_is_quoted_and_the_same_answer_scores_the_same(reps: list[str]) -> None:
    first = score(drill(*reps), likeness=LIKENESS)
    assert first == score(drill(*reps), likeness=LIKENESS)
    quotes = [quote for one in first.dimensions.values() for quote in one.evidence]
    assert all(any(quote in rep for rep in reps) for quote in quotes)
    assert all(one.words in reps[one.turn - 1] for one in first.violations)
    assert all(0 <= one.score <= 100 and one.advice for one in first.dimensions.values())
    assert 0 <= first.total <= (40 if first.violations else 100)


def test_a_mistake_in_the_rubric_is_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from coaching.rubric import SHIPPED

    file = tmp_path / "rubric.yml"
    file.write_text(SHIPPED.read_text("utf-8").replace("{asks: ", "{aks: ", 1), "utf-8")
    with pytest.raises(ConfigError, match="aks"):
        load(file)
