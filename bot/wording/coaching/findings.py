"""What was said that may not be, as people read it. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.wording.values import say_time
from coaching.practice.findings import CALL, Finding

LATELY = "近 30 天"
MOST_PEOPLE, MOST_WORDS, LONGEST = 6, 3, 40  # people shown, findings of each, characters of one's words


def findings(
    found: Sequence[Finding], span: str, name: str, now: datetime, zone: ZoneInfo, *, is_own: bool = False
) -> str:
    """Who said what that may not be, those who did most often first; of one person by `name`, or one's own."""
    whom = "你" if is_own else name or "你带的人"
    if not found:
        return f"{span},{whom}的陪练和考核录音里没有踩线的话。"
    people: dict[str, list[Finding]] = {}
    for finding in found:
        people.setdefault(finding.member, []).append(finding)
    ranked = sorted(people.items(), key=lambda one: -len(one[1]))
    counted = "" if is_own or name else f" {len(ranked)} 人"
    lines = [f"{span},{whom}{counted}踩线 {len(found)} 句(陪练和考核录音):"]
    for member, said in ranked[:MOST_PEOPLE]:
        lines += [] if is_own or name else [f"{member} {len(said)} 句"]
        lines += [_line(finding, now, zone) for finding in said[:MOST_WORDS]]
        lines += [f"  还有 {len(said) - MOST_WORDS} 句"] if len(said) > MOST_WORDS else []
    if len(ranked) > MOST_PEOPLE:
        lines.append(f"还有 {len(ranked) - MOST_PEOPLE} 人。说名字单看,比如「{ranked[MOST_PEOPLE][0]}违规了几次」。")
    return "\n".join(lines)


def _line(finding: Finding, now: datetime, zone: ZoneInfo) -> str:
    words = finding.words if len(finding.words) <= LONGEST else finding.words[: LONGEST - 1] + "…"
    where = "录音" if finding.where == CALL else "陪练"
    return f"·{say_time(finding.at, now, zone)} {where}:「{words}」——{finding.rule}"
