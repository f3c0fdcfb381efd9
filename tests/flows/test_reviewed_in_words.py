"""A script that waits is decided on in words, comes back and is given again, better, in words."""

from __future__ import annotations

import pytest
from testing import Company, Person

SCRIPT = "先别跟他比价,跟他比停机一小时赔多少钱"


def put(company: Company) -> tuple[Person, Person]:
    """The author of a script that was just put to its reviewer, and that reviewer."""
    author, reviewer = company.member("小周"), company.member("赵琳")
    author.says(f"入库:{SCRIPT}").hears(SCRIPT)
    author.taps("交上去").hears("交给.*审了")
    reviewer.hears("小周交了话术", choices=["通过", "退回"])
    return author, reviewer


@pytest.mark.parametrize("words", ["没啥问题,放进去吧", "这个可以用", "嗯,没毛病,用吧"])
def test_it_is_let_in_in_other_words(company: Company, words: str) -> None:
    author, reviewer = put(company)
    reviewer.says(words).hears("进库了")
    author.hears("通过了你的")


@pytest.mark.parametrize(
    "words",
    [
        '可以,但把"赔多少钱"去掉',
        "不行,价格那句删了再来",
        "内容还行,就是太短了,加一句怎么算的再交",
        "停机两个字不能用",
        "通过,不过第一句换个说法",
    ],
)
def test_what_is_to_be_put_otherwise_first_goes_back_with_the_words(company: Company, words: str) -> None:
    author, reviewer = put(company)
    reviewer.says(words).hears("退回小周了", kind="receipt")
    author.hears("退回了你的", words.removeprefix("通过,"), choices=["改好再交"])


def test_words_that_change_something_else_return_nothing(company: Company) -> None:
    _, reviewer = put(company)
    reviewer.says("今天组里谁跟进最多").hears(".")
    reviewer.says("不行,合同里付款那句删了再来").hears(".", never=["退回小周了"])


@pytest.mark.parametrize("words", ["先放着", "晚点我再看", "不急,明天再审"])
def test_it_may_be_left_for_now(company: Company, words: str) -> None:
    author, reviewer = put(company)
    reviewer.says(words).hears("先放着", "有几条要审", choices=["通过", "退回"])
    reviewer.says("通过").hears("进库了")
    author.hears("通过了你的")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("改好了:先拿他上次停机的工时单算,一小时四千", "先拿他上次停机的工时单算,一小时四千"),
        ("按你说的改了,现在是:先算一小时停机四千块", "先算一小时停机四千块"),
        ("重新交一版:先问他上次停了几个小时", "先问他上次停了几个小时"),
    ],
)
def test_what_came_back_comes_better_in_words(company: Company, words: str, shown: str) -> None:
    author, reviewer = put(company)
    reviewer.says("退回,加上怎么算").hears("退回小周了")
    author.hears("加上怎么算", choices=["改好再交"])
    author.says(words).hears("交给赵琳审,行吗", f"】\n{shown}\n")
    author.says("可以").hears("交给赵琳审了")
    reviewer.hears(shown, choices=["通过", "退回"])


def test_better_words_that_are_only_announced_are_asked_for(company: Company) -> None:
    author, reviewer = put(company)
    reviewer.says("退回,加上怎么算").hears("退回小周了")
    author.hears("加上怎么算")
    author.says("改好了").hears("上回是这么写的", SCRIPT)
    author.says("先拿他上次停机的工时单算,一小时四千").hears("交给赵琳审,行吗", "工时单")


def test_what_is_better_is_no_script_where_none_came_back(company: Company) -> None:
    author, _ = put(company)
    author.says("改好了:先拿他上次停机的工时单算").hears(".", never=["上回是这么写的", "交给赵琳审,行吗"])
