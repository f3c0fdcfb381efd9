"""A conversation restarted before every turn is as one kept alive, whatever changes between the turns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from testing import Company

from bot.channels.simulated import Shown
from config.policy import Policy
from sales.names import names_changed
from storage.deals import CustomerAlias, FollowUp
from storage.people import Member

REP, BOSS = "小周", "赵琳"
OPENINGS = [
    "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟",
    "刚跟联创孙总通完电话,周三下午再去",
    "刚拜访了安宁温主任,挺感兴趣的",
    "上午去了鼎新见薛总,他挺感兴趣,下周一发方案;联创孙总还在考虑",
    "刚跟佳佳超市聊了,挺感兴趣",
    "跟进",
]
ANSWERS = ["第一个", "第二个", "最后一个", "联创", "不是孙总,是钟经理", "嫌贵", "鼎新现在什么情况", "跳过", "返回"]
few = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Change:
    """What changes in the company between two turns."""

    what: str

    def happen(self, company: Company) -> None:
        match self.what:
            case "deal moved":
                company.say(BOSS, {"text": "联创那单推进到方案确认"})
            case "deal lost":
                company.say(BOSS, {"text": "鼎新丢单了,选了竞品"})
            case "policy":
                company.policy = changed(company.policy)
                company.restart()
            case "lexicon":
                with company.db.write() as session:
                    if not session.exec(select(CustomerAlias).where(CustomerAlias.alias == "佳佳超市")).first():
                        session.add(CustomerAlias(customer_id=2, alias="佳佳超市"))
                        session.add(CustomerAlias(customer_id=4, alias="联创"))
                    names_changed(session, (2, 4))
            case "rights":
                with company.db.write() as session:
                    rep = session.exec(select(Member).where(Member.name == REP)).one()
                    rep.role = {"rep": "supervisor", "supervisor": "new_hire"}.get(rep.role, "rep")
                    session.add(rep)
            case "time":
                company.advance("7m")


def changed(policy: Policy) -> Policy:
    """Another list of objections, forced where it was not, other limits."""
    stages = tuple(
        stage.model_copy(
            update={"limit_hours": stage.limit_hours + 5, "forced": () if stage.forced else ("objection",)}
        )
        for stage in policy.stages
    )
    return policy.model_copy(update={"stages": stages, "objections": policy.objections[::-1]})


@contextmanager
def company_from(template: Path, *, restarts: bool) -> Iterator[Company]:
    with TemporaryDirectory() as folder:
        company = Company(Path(folder), template, restarts=restarts)
        try:
            yield company
        finally:
            company.close()


def answer(company: Company, words: str) -> None:
    """Say the words, or tap a choice of the newest question."""
    newest = [message for message in shown(company) if message.to == REP][-1]
    labels = [label for label, _ in newest.buttons if label != "撤回"]
    place = {"第一个": 0, "第二个": 1, "最后一个": -1}.get(words)
    if place is not None and labels:
        company.say(REP, {"tap": labels[min(place, len(labels) - 1)]})
    else:
        company.say(REP, {"text": words})


def shown(company: Company) -> list[Shown]:
    return company.simulation.screens.shown


def recorded(company: Company) -> list[tuple[int, str]]:
    """Whose follow-ups were saved, with the words they were told in."""
    with company.db.read() as session:
        return [(row.customer_id, row.said) for row in session.exec(select(FollowUp).order_by(col(FollowUp.id)))]


def seen(company: Company) -> list[tuple[str, str, str, str]]:
    return [(message.to, message.kind, message.text, str(message.buttons)) for message in shown(company)]


changes = st.sampled_from(
    [Change(what) for what in ("nothing", "deal moved", "deal lost", "policy", "lexicon", "rights", "time")]
)


@few
@given(
    opening=st.sampled_from(OPENINGS),
    turns=st.lists(
        st.tuples(changes, st.sampled_from(ANSWERS)), min_size=1, max_size=5, unique_by=lambda turn: turn[1]
    ),
)
def test_restarted_before_every_turn_it_is_as_if_kept_alive(
    opening: str, turns: list[tuple[Change, str]], template: Path
) -> None:
    with company_from(template, restarts=False) as alive, company_from(template, restarts=True) as restarted:
        for company in (alive, restarted):
            company.say(REP, {"text": opening})
            for change, words in turns:
                change.happen(company)
                answer(company, words)
        assert seen(restarted) == seen(alive)
        assert recorded(restarted) == recorded(alive)
        assert len(set(recorded(alive))) == len(recorded(alive)), alive.transcript()
        assert "没处理成" not in alive.transcript() and "升级" not in alive.transcript(), alive.transcript()
