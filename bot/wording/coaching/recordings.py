"""Whether recorded answers of drills are kept, and playing them. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.attachments import Audio
from bot.conversation.messages import Choice
from bot.wording.coaching.drills import points
from bot.wording.offers import KeepRecordings, PlayDrill
from coaching.drills import DrillDetail, DrillFact

BUTTONS = (
    Choice("同意保留录音", opens=KeepRecordings(keep=True)),
    Choice("只留文字", opens=KeepRecordings(keep=False)),
)
NONE = "这次陪练没有留录音。"
NO_FILES = "录音已经不在了,文字都在。"


def ask(days: int) -> str:
    """Whether recordings may be kept: who hears them, for how long, how to be rid of them."""
    return (
        f"你的录音要不要留着?留了只有你和带你的主管能听,{days} 天后自动删,"
        "随时说「删掉陪练录音」就没了。不点就只留文字。"
    )


def decided(days: int, *, keep: bool) -> str:
    """The receipt of the decision."""
    if keep:
        return f"好,从现在起陪练的录音留 {days} 天,只有你和带你的主管能听。不想留了说「只留文字」。"
    return "好,以后陪练只留文字,语音听完就删。之前留的不动,要删说「删掉陪练录音」。"


def play_button(fact: DrillFact) -> Choice:
    """Plays the recorded answers of a drill."""
    return Choice("听录音", opens=PlayDrill(fact.id))


def played(detail: DrillDetail, files: Mapping[int, str]) -> str:
    """The answers that are played, as they were understood."""
    head = f"{detail.fact.member}「{detail.fact.title}」{points(detail.fact.total)} 分,录音 {len(files)} 段:"
    lines = [
        f"{place}. 客户:{turn['customer']}\n   {detail.fact.member}:{turn['rep']}"
        for place, turn in enumerate(detail.turns, 1)
        if place in files
    ]
    return "\n".join([head, *lines])


def sounds(files: Mapping[int, str]) -> tuple[Audio, ...]:
    """The recordings, in order."""
    return tuple(Audio(key, f"第 {turn} 句") for turn, key in files.items())
