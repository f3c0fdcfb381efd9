"""The simulated customer: laws that hold for every scenario, temper and seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

import pytest

from coaching.customer import MOST_TURNS, Line, lines
from coaching.reception import heard
from coaching.scenarios import Script, scripts

SEEDS = range(3)
TURNS = 10_000
EVASIVE = (
    "我们的东西就是好,一分钱一分货。",
    "这个价格真的已经很低了,领导批不下来。",
    "放心吧肯定没问题的,我们是大公司。",
    "您再考虑考虑呗。",
    "那行吧,您先忙。",
)
SELLS = re.compile(r"我们(?:公司|产品|厂|家的)|我(?:给|帮|陪)您|您放心|欢迎|优惠给|给您(?:报|发|演示|打折)|感谢您")
QUOTED = re.compile("「(.*?)」")
Reply = Callable[[Line], str]


def talk(script: Script, seed: int, reply: Reply) -> tuple[Sequence[Line], list[str]]:
    """A whole drill: what the customer says, and what was replied."""
    replies: list[str] = []
    said = lines(script, seed, replies)
    while said[-1].end is None:
        replies.append(reply(said[-1]))
        said = lines(script, seed, replies)
    return said, replies


def meets(line: Line) -> str:
    return f"我理解,换谁都要问一句。{'。'.join(line.needs)},您看周三上午我带过去,行吗?"


def evades(number: int) -> Reply:
    pool = Random(number)
    return lambda _line: pool.choice(EVASIVE)


EVERY = pytest.mark.parametrize("name", sorted(scripts()))


@EVERY
@pytest.mark.parametrize("seed", SEEDS)
def test_only_who_meets_the_concerns_is_given_a_next_step(name: str, seed: int) -> None:
    script = scripts()[name]
    good, _ = talk(script, seed, meets)
    bad, _ = talk(script, seed, evades(seed))
    assert (good[-1].end, bad[-1].end) == ("agreed", "declined")
    assert good[0].text == bad[0].text and good[1].text != bad[1].text
    assert good[-1].text.endswith(script.accepts) and bad[-1].text == script.declines


@EVERY
def test_each_concern_comes_for_certain(name: str) -> None:
    script = scripts()[name]
    for reply in (meets, evades(1)):
        said = "".join(line.text for line in talk(script, 1, reply)[0])
        assert all(concern.raises in said for concern in script.concerns)


@EVERY
def test_what_is_taken_up_was_said(name: str) -> None:
    taken = 0
    for seed in SEEDS:
        said, replies = talk(scripts()[name], seed, meets)
        for line, reply in zip(said[1:], replies, strict=True):
            for quoted in QUOTED.findall(line.text):
                taken += 1
                assert quoted in reply
    assert taken


def test_the_customer_never_falls_out_of_the_role() -> None:
    pool, turns = Random(20), 0
    replies = [*EVASIVE, *(script.reference for script in scripts().values())]
    replies += [need for script in scripts().values() for concern in script.concerns for need in concern.needs]
    replies += ["我们公司给您优惠", "您买不起就算了", "？", "嗯", "您现在担心什么呢", "周四我陪您去看看行吗"]
    while turns < TURNS:
        script = pool.choice(list(scripts().values()))
        said, answered = talk(script, turns, lambda _line: pool.choice(replies))
        assert len(answered) <= MOST_TURNS
        for line in said:
            assert not SELLS.search(QUOTED.sub("", line.text)), line.text
            assert "{" not in line.text and line.text
        turns += len(said)


def test_the_same_is_said_again_and_another_seed_says_it_otherwise() -> None:
    script = scripts()["k12-board-price"]
    replies = [EVASIVE[0], EVASIVE[1], EVASIVE[2]]
    assert lines(script, 1, replies) == lines(script, 1, replies)
    assert len({tuple(line.text for line in lines(script, seed, replies)) for seed in range(8)}) > 1


def test_insults_end_the_talk() -> None:
    script = scripts()["k12-board-price"]
    said = lines(script, 1, ["买不起就别买", "随便你"])
    assert [line.end for line in said] == [None, None, "declined"]


def test_who_asks_what_lies_behind_hears_it_once() -> None:
    script = scripts()["k12-board-price"]
    said = lines(script, 1, ["您真正担心的是什么?", "那您现在最担心什么呢?"])
    assert script.hidden_line in said[1].text and script.hidden_line not in said[2].text


def test_who_asks_for_the_hidden_matter_in_plain_words_hears_it() -> None:
    script = scripts()["k12-board-price"]
    said = lines(script, 1, ["前一批投影机坏了没人修,教代会上是不是有人提过?"])
    assert script.hidden_line in said[1].text


def test_there_are_enough_scenarios() -> None:
    found = scripts().values()
    assert len(found) >= 40 and len({script.industry for script in found}) >= 10
    for objection in ("price", "feature", "decision_chain", "budget", "competitor"):
        assert sum(script.objection == objection for script in found) >= 7
    assert len({script.title for script in found}) == len(found)


@pytest.mark.parametrize(
    ("reply", "taken_up"),
    [
        ("您烂过手的师傅先试两周,有不舒服马上停", "您烂过手的师傅先试两周"),
        ("说实话比他们贵八千,可是五年不换灯泡", "比他们贵八千"),
        ("贵是贵一点,但是我们有二十四小时值班的师傅", "我们有二十四小时值班的师傅"),
        ("这个价是含安装和三年保修的,城关小学那批不含", "这个价是含安装和三年保修的"),
        ("李主任那边我已经约了周三下午两点", "李主任那边我已经约了周三下午两点"),
        ("您现在用的是哪家?用了几年?", ""),
    ],
)
def test_a_whole_clause_is_taken_up_without_what_joins_it(reply: str, taken_up: str) -> None:
    assert heard(reply, ("问清楚现在用的情况",)).said == taken_up
