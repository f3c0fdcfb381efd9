"""A decision chain in words and as a picture: who decides, with the date and the source of every claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from analytics import charts
from analytics.charts import Attitude, Lane, Node
from bot.conversation.attachments import Chart
from config.policy import Policy
from nlu.statements.buying_roles import AGAINST, ATTITUDES, DECIDES, FOR, NEUTRAL, ROLES, RoleClaim
from sales.decision_chain import Chain, ClaimFact, Dispute, Heard, PersonFact, disputes

QUOTED = 30
NOBODY = "还没人说过谁拍板"
ASK = f"{NOBODY},知道就点一下。"
NO_ROLE = "还没分角色"
SIGNS: dict[str, Attitude] = {FOR: "for", NEUTRAL: "neutral", AGAINST: "against"}
NO_NAME = "说个称呼就行,比如「陈院长」;还不清楚是谁,就先放着。"
UNSURE = "拿不准先不记,问到了说一句就行。"


def heard_lines(policy: Policy, heard: Heard | None) -> list[str]:
    """What was written down of the people at a customer, and what to know about it; nothing if nothing was."""
    if heard is None:
        return []
    lines = [f"决策链:{claims_in_words(heard.claims)}"] if heard.claims else []
    lines += [f"注意:{dispute_line(policy, dispute)}" for dispute in heard.disputes]
    return [*lines, *([ASK] if heard.nobody_decides else [])]


def claims_in_words(claims: Sequence[RoleClaim]) -> str:
    """陈院长是拍板人,影响力 9;王工不是拍板人."""
    people = dict.fromkeys(claim.person for claim in claims)
    return ";".join(name + ",".join(_what(claim) for claim in claims if claim.person == name) for name in people)


def dispute_line(policy: Policy, dispute: Dispute) -> str:
    """What does not go together, and what counts meanwhile."""
    if dispute.other is None or dispute.claim is None:
        return f"{'、'.join(dispute.people)}都有人说是拍板人,都先留着,问清楚了说一句「某某说了不算」就行。"
    return f"{_source(policy, dispute.other)}说的不一样:{dispute.people[0]}{_what(dispute.other)},先按最新的算。"


def chain_text(policy: Policy, chain: Chain) -> str:
    """The chain, a role after the other, each claim with its date and source."""
    lines = [f"{chain.customer}的决策链"]
    for role in ROLES:
        for person in chain.people:
            if person.role == role:
                lines += [f"{role}:{_person(person)}", *_sources(policy, person)]
    others = [person for person in chain.people if person.role is None]
    for person in others:
        if person.is_told_of:
            lines += [f"{NO_ROLE}:{_person(person)}", *_sources(policy, person)]
    if silent := [person.name for person in others if not person.is_told_of]:
        lines.append(f"{NO_ROLE}:{'、'.join(silent)}")
    lines += [f"注意:{dispute_line(policy, dispute)}" for dispute in disputes(chain)]
    return "\n".join([*lines, *([ASK] if not chain.deciders else [])])


def chain_picture(policy: Policy, chain: Chain, now: datetime) -> Chart:
    """The chain as a picture. Its text says everything, so nothing is said in its place."""
    disputed = {name for dispute in disputes(chain) for name in dispute.people}

    def lane(role: str | None, label: str, empty: str = "") -> Lane:
        nodes = (_node(policy, person, person.name in disputed) for person in chain.people if person.role == role)
        return Lane(label, tuple(nodes), empty, leads_up=role is not None)

    lanes = [lane(DECIDES, DECIDES, NOBODY), *(lane(role, role) for role in ROLES[1:]), lane(None, "未分角色")]
    local = now.astimezone(policy.zone)
    picture = charts.DecisionChain(
        title=f"{chain.customer} 决策链",
        subtitle=f"截至 {local.month}月{local.day}日 · 圆越大影响力越大{' · 虚线:说法不一' if disputed else ''}",
        lanes=tuple(known for known in lanes if known.nodes or known.empty),
        legend=(*ATTITUDES, "还不知道"),
    )
    return Chart.of(charts.as_json(picture), "")


def _node(policy: Policy, person: PersonFact, disputed: bool) -> Node:
    known = next((claim for claim in person.latest if claim.aspect == "role"), next(iter(person.latest), None))
    note = _source(policy, known) if known is not None else ""
    return Node(person.name, person.title or "", person.influence, SIGNS.get(person.attitude or ""), disputed, note)


def _person(person: PersonFact) -> str:
    """陈院长(影响力 9,支持;也是宏远的联系人)."""
    known = [f"影响力 {person.influence}"] if person.influence is not None else []
    known += [person.attitude] if person.attitude else []
    also = [f"也是{'、'.join(person.also_at)}的联系人"] if person.also_at else []
    inside = ";".join([*([",".join(known)] if known else []), *also])
    return f"{person.name}({inside})" if inside else person.name


def _sources(policy: Policy, person: PersonFact) -> Iterator[str]:
    """A line for each message that says what holds, and for each that says something else, the newest first."""
    latest = person.latest
    told = dict[tuple[datetime, str | None, str], list[ClaimFact]]()
    for claim in person.claims:
        told.setdefault((claim.at, claim.by, claim.said), []).append(claim)
    for claims in told.values():
        holds = [claim for claim in claims if claim in latest]
        other = [claim for claim in claims if claim not in latest and _differs(claim, latest)]
        if holds or other:
            words = f"「{_short(claims[0].said)}」" if claims[0].said else ""
            what = ",".join(dict.fromkeys(_what(claim) for claim in reversed(holds or other)))
            yield f"·{'' if holds else '之前:'}{_source(policy, claims[0])}:{what}{words}"


def _differs(claim: ClaimFact, latest: Sequence[ClaimFact]) -> bool:
    return any(
        known.aspect == claim.aspect and (known.value, known.holds) != (claim.value, claim.holds) for known in latest
    )


def _what(claim: RoleClaim | ClaimFact) -> str:
    if claim.aspect == "influence":
        return f"影响力 {claim.value}"
    if claim.aspect == "attitude":
        return f"态度{claim.value}"
    return f"{'是' if claim.holds else '不是'}{claim.value}"


def _source(policy: Policy, claim: ClaimFact) -> str:
    on = claim.at.astimezone(policy.zone)
    return f"{on.month}月{on.day}日{claim.by or '导入'}"


def _short(said: str) -> str:
    words = said.replace("\n", ";")
    return words if len(words) <= QUOTED else f"{words[:QUOTED]}…"
