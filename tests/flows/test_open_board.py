"""看板: who gets a link to the board, and what is said where there is no page that could be opened."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from testing import Company

from bot.admin.board_links import BoardLinks, Link

HOME = "https://chat.example.com"
SECRET = "a long secret for the tests"


@pytest.fixture
def reachable(company: Company) -> Company:
    company.board = BoardLinks(SECRET, HOME)
    return company


def link_in(text: str) -> Link:
    found = re.search(rf"{HOME}/board\?key=(\S+)", text)
    assert found is not None, text
    link = BoardLinks(SECRET, HOME).read(found[1])
    assert link is not None
    return link


@pytest.mark.parametrize("words", ["看板", "打开看板", "大屏", "看板链接发我", "怎么打开看板"])
def test_a_link_is_for_who_asks_and_lives_minutes(reachable: Company, words: str) -> None:
    shown = reachable.member("赵琳").says(words).hears("东区的看板", "10 分钟", "12 小时", choices=["再要一个链接"])
    link = link_in(shown.text)
    assert (link.channel, link.address) == ("simulated", "赵琳")
    assert timedelta(minutes=9) < link.expires_at - datetime(2026, 11, 23, 2, 3, tzinfo=UTC) < timedelta(minutes=11)


@pytest.mark.parametrize(
    ("who", "whose"), [("小周", "你自己的"), ("阿新", "你自己的"), ("顾强", "南区的"), ("老板", "全公司的")]
)
def test_everybody_in_sales_has_a_board(reachable: Company, who: str, whose: str) -> None:
    reachable.member(who).says("看板").hears(f"{whose}看板", HOME)


def test_each_link_is_another_one(reachable: Company) -> None:
    leader = reachable.member("赵琳").says("看板")
    first = link_in(leader.hears(HOME).text)
    second = link_in(leader.taps("再要一个链接").hears(HOME).text)
    assert first.id != second.id and first.member_id == second.member_id


@pytest.mark.parametrize("who", ["法务小何", "路人"])
def test_nobody_else_gets_a_link(reachable: Company, who: str) -> None:
    reachable.member(who).says("看板").hears(never=["http"])


def test_without_a_page_the_administrator_is_told_what_to_set(company: Company) -> None:
    company.member("小周").says("看板").hears("管理员", "XIAOBAN_SECRET", "XIAOBAN_WEB_URL", never=["http"])


def test_a_page_that_only_the_server_can_open_is_none(company: Company) -> None:
    company.board = BoardLinks(SECRET, "http://127.0.0.1:8765")
    company.member("小周").says("看板").hears("只有这台服务器", "XIAOBAN_WEB_URL", never=["http"])


@pytest.mark.parametrize("words", ["大屏报价多少", "客户要一块大屏,嫌贵"])
def test_what_only_speaks_of_a_screen_opens_nothing(reachable: Company, words: str) -> None:
    rep = reachable.member("小周").says(words)
    shown = reachable.take(rep.name)
    assert shown is not None and HOME not in shown.text
    reachable.ignore()
