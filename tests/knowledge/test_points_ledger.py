"""The ledger of points: nothing is given twice, and nobody has less than nothing, whatever happens in which order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from databases import BOTH, Postgres
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, select

from config.library.points import PointsPolicy, Reward
from knowledge.points import contributions, earning, ledger, likeness, rewards, uses
from knowledge.points.contributions import ScriptDraft
from storage.engine import Database, open_database
from storage.library import PointEntry
from storage.migrate import migrate
from storage.people import Member

NOW, DAY = datetime(2026, 11, 23, 2, 3, tzinfo=UTC), date(2026, 11, 23)
REWARD = Reward(key="training", name="培训名额", points=60)
POLICY = PointsPolicy(others_a_day=25, rewards=(REWARD,))
PEOPLE = 3
LIKE = "一年省下的电费,三年就把设备钱省回来了"


@pytest.fixture(params=BOTH)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    server: Postgres | None = request.getfixturevalue("postgres") if request.param == "postgres" else None
    opened = open_database(server.new() if server is not None else f"sqlite:///{tmp_path}/points.db")
    migrate(opened)
    with opened.write() as session:
        for number in range(PEOPLE):
            session.add(Member(name=f"成员{number}", role="rep"))
    yield opened
    opened.close()


def members(session: Session) -> list[int]:
    return [key for key in session.exec(select(Member.id).order_by(Member.id)) if key is not None]  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(10))
def test_no_key_counts_twice_and_no_balance_is_below_nothing(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    db = open_database(f"sqlite:///{tmp_path}/points.db")
    migrate(db)
    with db.write() as session:
        for number in range(PEOPLE):
            session.add(Member(name=f"成员{number}", role="rep"))
        session.flush()
        people = members(session)
        codes: list[str] = []
        waiting: list[int] = []
        for step in range(150):
            someone, day = random.choice(people), DAY + timedelta(days=step // 40)
            match random.randrange(6):
                case 0:
                    letters = "".join(chr(random.randrange(0x4E00, 0x9FA0)) for _ in range(20))
                    given = contributions.add(session, someone, ScriptDraft("题", letters), None, people[0], NOW)
                    for _ in range(2):  # a second decision is none
                        done = contributions.decide(session, people[0], given.id, True, None, (), NOW)
                        if done is not None:
                            earning.approved(session, POLICY, done, day, NOW)
                            earning.approved(session, POLICY, done, day, NOW)
                            codes.append(done.code or "")
                case 1 if codes:
                    code, useful = random.choice(codes), random.random() < 0.7
                    use = uses.rate(session, someone, code, (None, None), useful, day, NOW)
                    for _ in range(2):
                        earning.reused(session, POLICY, use, someone, day, NOW)
                case 2 if codes:
                    earning.won(session, POLICY, random.randrange(5), day, NOW)
                case 3 | 4:
                    asked = rewards.redeem(session, someone, REWARD, people[0], day, NOW)
                    waiting += [asked.id] if isinstance(asked, rewards.RedemptionFact) else []
                case 5 if waiting:
                    for _ in range(2):
                        rewards.decide(session, people[0], random.choice(waiting), random.random() < 0.5, day, NOW)
            entries = session.exec(select(PointEntry)).all()
            assert len({entry.key for entry in entries}) == len(entries)
            for member in people:
                theirs = [entry for entry in entries if entry.member_id == member]
                assert ledger.balance(session, member) == sum(entry.points for entry in theirs) >= 0
                for on in {entry.day for entry in theirs}:
                    by_others = [e.points for e in theirs if e.day == on and e.kind in ledger.BY_OTHERS]
                    assert sum(by_others) <= POLICY.others_a_day
    db.close()


def test_what_was_given_is_not_given_again(db: Database) -> None:
    with db.write() as session:
        member = members(session)[0]
        given = [ledger.give(session, ledger.APPROVED, "1", member, 50, "话术", DAY, NOW) for _ in range(3)]
        assert given == [True, False, False] and ledger.balance(session, member) == 50


def test_two_at_once_do_not_spend_the_same_points(db: Database) -> None:
    with db.write() as session:
        member = members(session)[0]
        ledger.give(session, ledger.APPROVED, "1", member, 50, "话术", DAY, NOW)
    taken: list[bool] = []

    def take(key: str) -> None:
        for _ in range(5):
            try:
                with db.write() as session:
                    done = ledger.take(session, ledger.REDEEMED, key, member, 40, "培训", DAY, NOW)
                return taken.append(done)
            except (OperationalError, IntegrityError):  # the other one was sooner
                continue

    threads = [Thread(target=take, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]
    with db.read() as session:
        assert ledger.balance(session, member) == 10


def test_a_refused_reward_comes_back_once(db: Database) -> None:
    with db.write() as session:
        member, boss, _ = members(session)
        ledger.give(session, ledger.APPROVED, "1", member, 70, "话术", DAY, NOW)
        asked = rewards.redeem(session, member, REWARD, boss, DAY, NOW)
        assert isinstance(asked, rewards.RedemptionFact) and ledger.balance(session, member) == 10
        assert rewards.redeem(session, member, REWARD, boss, DAY, NOW) == "waits"
        assert rewards.decide(session, boss, asked.id, False, DAY, NOW) is not None
        assert rewards.decide(session, boss, asked.id, False, DAY, NOW) is None
        assert ledger.balance(session, member) == 70
        assert rewards.redeem(session, boss, REWARD, member, DAY, NOW) == "too_few"


def test_the_ranking_gives_those_with_as_many_one_place(db: Database) -> None:
    with db.write() as session:
        for member, points in zip(members(session), (30, 50, 50), strict=True):
            ledger.give(session, ledger.APPROVED, f"{member}", member, points, "话术", DAY, NOW)
        assert [(place.place, place.points) for place in ledger.ranking(session)] == [(1, 50), (1, 50), (3, 30)]


@pytest.mark.parametrize(
    ("text", "other", "alike"),
    [
        (LIKE, LIKE, True),
        (LIKE, "一年省下的电费，三年就把设备钱省回来了！", True),
        (LIKE, f"您看,{LIKE},您算算", True),
        (LIKE, "三年的设备钱,一年电费就省回来", False),
        (LIKE, "您担心对不上账,我们先供货后结账", False),
        ("好", "好", True),
        ("", LIKE, False),
    ],
)
def test_what_says_the_same_word_for_word(text: str, other: str, alike: bool) -> None:
    assert (likeness.most_alike(text, [("it", other)]) is not None) == alike
    assert likeness.overlap(text, other) == likeness.overlap(other, text)


def test_the_most_alike_is_found() -> None:
    others = [("part", f"{LIKE[:14]},别的我们再谈"), ("whole", LIKE), ("none", "先供货后结账")]
    assert likeness.most_alike(LIKE, others) == "whole"
