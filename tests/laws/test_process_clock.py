"""Random months of random companies: who hears of which deal, when and how often, is as the plain reference says."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml
from laws.clock_reference import LIMITS, Deal, Ranks, Reference, Unlike
from testing import Company, found

from config import policy as policies
from config.world import read_world
from storage.engine import open_database

POLICY = policies.load()
ZONE = POLICY.zone
STAGES = list(LIMITS)
BEGIN = datetime(2026, 9, 14, 10, 7, tzinfo=ZONE)  # three weeks later: 中秋, 国庆 and a Saturday that is worked
DAYS, ACTS, DEALS = 24, 45, 7
FULL_HOURS = 0.3  # of the acts are at a full or half hour
SYLLABLES = "晨曦瑞丰博远凯盛锐嘉弘泰澜"
COMPANIES = {
    "whole": {"supervisors": 2, "manager": True, "admin": True},
    "without a supervisor": {"supervisors": 0, "manager": True, "admin": True},
    "without a manager": {"supervisors": 2, "manager": False, "admin": True},
    "an administrator alone": {"supervisors": 0, "manager": False, "admin": True},
}


class Month:
    """A random company and what happens in it; `play` compares every message with the reference."""

    def __init__(self, seed: int, staff: dict[str, object], folder: Path) -> None:
        self.random = random.Random(seed)
        world, self.ranks, self.teams = self._world(staff)
        path = folder / "world.yaml"
        path.write_text(yaml.safe_dump(world, allow_unicode=True), "utf-8")
        template = folder / "template.db"
        db = open_database(f"sqlite:///{template}")
        found(db, path, POLICY)
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        self.company = Company(folder, template, POLICY, restarts=False, world=path)
        deals = [
            Deal(entry["customer"], entry["owner"], entry["stage"], datetime.fromisoformat(entry["stage_entered_at"]))
            for entry in world["opportunities"]
        ]
        self.reference = Reference(self.ranks, deals, read_world(path).now)
        self.read = 0
        self.answers: set[int] = set()  # which messages answer what was just said

    def play(self) -> None:
        acts: list[Callable[[Deal], None]] = [self.follow_up, self.follow_up, self.attempt, self.move, self.snooze]
        acts += [self.snooze, self.support, self.hold, self.hand_over]
        moments = sorted(self.random.uniform(0, DAYS * 24 * 60) for _ in range(ACTS))
        for minutes in moments:
            at = BEGIN + timedelta(minutes=int(minutes), seconds=self.random.choice((0, 17)))
            if self.random.random() < FULL_HOURS:
                at = at.replace(minute=self.random.choice((0, 30)))
            if at <= self.company.clock.now():
                continue
            self.company.simulation.advance(at)
            self.listen()
            if self.random.random() < 0.2:
                self.company.restart()
            act = self.random.choice(acts)
            act(self.random.choice(list(self.reference.deals.values())))
        self.company.simulation.advance(BEGIN + timedelta(days=DAYS))
        self.listen()
        self.reference.overlooked(self.company.clock.now())

    def listen(self) -> None:
        """Tell the reference what went out since the last time."""
        shown = self.company.simulation.screens.shown
        for number, message in enumerate(shown[self.read :], self.read):
            if number not in self.answers:
                self.reference.unsolicited(message.to, message.text, message.at.astimezone(ZONE))
            kind = "support" if "需要支持" in message.text and message.kind == "alert" else message.kind
            if kind in ("nudge", "alert", "support"):
                self.reference.heard(message.to, kind, self._named(message.text), message.at.astimezone(ZONE))
        self.read = len(shown)

    # ---- acts, said or tapped as people do

    def follow_up(self, deal: Deal) -> None:
        if deal.stage in LIMITS and self._says(deal.owner, f"刚跟{deal.name}通完电话,他嫌贵", "已记录"):
            self.reference.followed_up(deal.name, self.now())
        self.listen()

    def attempt(self, deal: Deal) -> None:
        if deal.stage in LIMITS:
            assert self._says(deal.owner, f"{deal.name}电话没打通", "不算一次跟进")
        self.listen()

    def move(self, deal: Deal) -> None:
        if deal.stage not in LIMITS:
            return
        stage = (STAGES[STAGES.index(deal.stage) + 1 :] or ["won"])[0]
        words = f"{deal.name}推进到{POLICY.stage_name(stage)}" if stage in LIMITS else f"{deal.name}签了,合同盖完章了"
        if self._says(deal.owner, words, "→"):
            self.reference.moved(deal.name, stage, self.now())
        self.listen()

    def snooze(self, deal: Deal) -> None:
        """缓一缓 under the newest nudge, if it is about this deal alone."""
        if not self._newest_names(deal.owner, "nudge", deal):
            return
        may, overdue = self.reference.may_snooze(deal.name), deal.limit_at() <= self.now()
        heard = self._taps(deal.owner, "缓一缓")
        if may and overdue and "缓到什么时候" in heard:
            assert "再提醒你" in self._taps(deal.owner, "2 小时后")
            self.reference.snoozed(deal.name, self.now() + timedelta(hours=2), self.now())
        elif overdue and deal.owner in heard:
            assert not may, heard
        self.listen()

    def support(self, deal: Deal) -> None:
        if not self._newest_names(deal.owner, "nudge", deal) or deal.limit_at() > self.now() or deal.supported:
            return
        if "需要什么支持" not in self._taps(deal.owner, "需要支持"):
            return self.listen()
        assert "主管" in self._taps(deal.owner, "报价或折扣")
        self.reference.support_asked(deal.name, self.now())
        self.listen()

    def hold(self, deal: Deal) -> None:
        boss = self.ranks[deal.owner].superior
        if boss is None or not self._newest_names(boss, "alert", deal) or deal.stage not in LIMITS:
            return
        if "先缓到" in self._taps(boss, "再给两天"):
            self.reference.held(deal.name, self.now() + timedelta(days=2), self.now())
        self.listen()

    def hand_over(self, deal: Deal) -> None:
        others = [name for name in self.ranks if name != deal.owner and self.teams[name] == self.teams[deal.owner]]
        boss = self.ranks[deal.owner].superior
        if boss is None or not others or deal.stage not in LIMITS:
            return
        to = self.random.choice(others)
        if self._says(boss, f"把{deal.name}转给{to}", f"转给{to}跟了"):
            self.reference.handed_over(deal.name, to, self.now())
        self.listen()

    def now(self) -> datetime:
        return self.company.clock.now().astimezone(ZONE)

    def _says(self, who: str, words: str, answer: str) -> bool:
        """Whether the answer to the words held this; messages to others are kept for `listen`."""
        return answer in self._act(who, {"text": words})

    def _taps(self, who: str, label: str) -> str:
        return self._act(who, {"tap": label})

    def _act(self, who: str, line: dict[str, str]) -> str:
        before = len(self.company.simulation.screens.shown)
        self.company.simulation.step({"as": who, **line})
        heard = self.company.simulation.screens.shown[before:]
        self.answers |= {before + number for number, message in enumerate(heard) if message.to == who}
        return "\n".join(message.text for message in heard if message.to == who)

    def _newest_names(self, who: str, kind: str, deal: Deal) -> bool:
        """Whether the last message with buttons that `who` got is of this kind and names this deal alone."""
        newest = [message for message in self.company.simulation.screens.shown if message.to == who and message.buttons]
        return bool(newest) and newest[-1].kind == kind and self._named(newest[-1].text) == [deal.name]

    def _named(self, text: str) -> list[str]:
        return re.findall("|".join(self.reference.deals), text)

    def _world(self, staff: dict[str, object]) -> tuple[dict, dict[str, Ranks], dict[str, str]]:
        """Members, customers with one deal each, and who is told of whose deals."""
        teams = ["甲区", "乙区"]
        members: list[dict[str, object]] = []
        bosses: dict[str, str] = {}
        for team, name in list(zip(teams, ("苏敏", "高远"), strict=True))[: int(str(staff["supervisors"]))]:
            members.append({"name": name, "role": "supervisor", "team": team})
            bosses[team] = name
        manager = "罗总监" if staff["manager"] else None
        if manager:
            members.append({"name": manager, "role": "manager"})
        if staff["admin"]:
            members.append({"name": "钱静", "role": "finance", "admin": True})
        head = manager or ("钱静" if staff["admin"] else None)
        of_team = {}
        for name, team in (("小江", "甲区"), ("小蒋", "甲区"), ("小冯", "乙区"), ("小郭", "乙区")):
            members.append({"name": name, "role": "rep", "team": team})
            of_team[name] = team
        ranks = {
            name: Ranks(bosses.get(team) or head, head if team in bosses else None) for name, team in of_team.items()
        }
        names = ["".join(pair) for pair in zip(self._shuffled(), self._shuffled(), strict=True)][:DEALS]
        names = list(dict.fromkeys(name for name in names if name[0] != name[1]))
        customers, deals = [], []
        for name in names:
            owner = self.random.choice(list(of_team))
            customers.append({"name": f"{name}", "aliases": [], "owner": owner, "contacts": []})
            entered = BEGIN - timedelta(minutes=self.random.randrange(60, 60 * 70))
            deals.append(
                {"customer": name, "owner": owner, "product_line": "检测仪", "amount": 200000}
                | {"stage": self.random.choice(STAGES), "stage_entered_at": entered.isoformat()}
            )
        world = {"now": BEGIN.isoformat(), "teams": [{"name": team, "region": "华东"} for team in teams]}
        return world | {"members": members, "customers": customers, "opportunities": deals}, ranks, of_team

    def _shuffled(self) -> list[str]:
        return self.random.sample(SYLLABLES, len(SYLLABLES))


@pytest.mark.parametrize("staff", COMPANIES.values(), ids=COMPANIES)
@pytest.mark.parametrize("seed", range(2))
def test_a_random_month_is_as_the_reference_says(seed: int, staff: dict[str, object], tmp_path: Path) -> None:
    month = Month(seed, staff, tmp_path)
    try:
        month.play()
    except Unlike as difference:
        pytest.fail(f"{difference}\n--- transcript\n{month.company.transcript()}")
    finally:
        month.company.close()
