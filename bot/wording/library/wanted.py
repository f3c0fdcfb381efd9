"""What is said of questions that the library does not answer yet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.messages import Choice
from bot.wording.offers import Contribute, ShowScript, ShowWanted
from bot.wording.undoing import quoted
from knowledge.trust.wanted import Noted, Wanted

NOTE = "记到悬赏"
SHOW = Choice("看悬赏清单", opens=ShowWanted())
EMPTY = "悬赏清单是空的,大家问的都有话术。问话术没找到时,点「记到悬赏」就会出现在这里。"
LISTED = 8
ON_BUTTONS = 3


def noted(words: str, result: Noted) -> str:
    """A question is wanted from now on."""
    if result.again:
        return f"这条你记过了,一共 {result.people} 人在等。"
    others = f",加上你有 {result.people} 人想要" if result.people > 1 else ""
    return f"记到悬赏了:「{quoted(words)}」{others}。有人写了我告诉你。"


def most_wanted(wanted: Sequence[Wanted]) -> str:
    """The questions that most people want answered."""
    lines = [_line(number, one) for number, one in enumerate(wanted, 1)]
    return "\n".join(["大家最想要的话术:", *lines])


def write_buttons(wanted: Sequence[Wanted]) -> list[Choice]:
    """Each of the most wanted questions may be answered by a tap."""
    return [
        Choice(f"我来写·{number}", opens=Contribute(wanted=one.id)) for number, one in enumerate(wanted[:ON_BUTTONS], 1)
    ]


def answered(title: str, code: str) -> tuple[str, list[Choice]]:
    """Tells whoever wanted a question answered that it is."""
    return f"你要的话术有人写了:「{title}」。", [Choice("看看", opens=ShowScript(code))]


def _line(number: int, one: Wanted) -> str:
    whom = f"({'、'.join(one.whom)})" if one.whom else ""
    return f"{number}. 「{quoted(one.words)}」{whom}{one.people} 人想要"
