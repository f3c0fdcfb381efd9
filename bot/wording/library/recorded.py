"""What is said of recordings: what they are good for, too long ones, those that wait, what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.items import Item
from knowledge.recordings import MOST_SECONDS

SAVE = "存进话术库"
NOT_HEARD = "录音录像收到。我现在还听不了里面说的;是给大家学的好话术,就存进话术库,别人就能找出来放。"
NOT_PLAYABLE = "这段放不出来,可能传坏了,或者不是录音录像。重新录一段或者再发一次。"
NOT_SALES = "话术库里的录音由销售的同事和主管来存,这段我没有存。"
NO_SUPERIOR = "公司里还没有能审的主管或经理,这段先没存。找管理员把主管加上,再发给我。"
AS_RECORDING = "好,存进话术库。"
NO_FILE = "没找到你说的那段,再发一次给我,带一句「存进话术库」。"
WHICH_TITLE = "这段答的是什么?点一个,或者打一句标题,例:刘洋答价格质疑。"
BRIEF = "这段叫什么标题?"
GRANTED, RETURNED = "通过", "退回"
KIND = {"audio": "录音", "video": "视频"}


def too_long(seconds: int) -> str:
    """It lasts longer than the library takes."""
    return (
        f"这段有 {length(seconds)},太长了,没有存:话术库里的录音录像最多 {length(MOST_SECONDS)}。剪出最精彩的一段再发。"
    )


def length(seconds: int) -> str:
    """4 分 12 秒"""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{hours} 小时" if hours else "", f"{minutes} 分" if minutes else "", f"{left} 秒" if left else ""]
    found = " ".join(part for part in parts if part)
    return f"{found}钟" if found.endswith("分") else found


def answers(objection: str) -> str:
    """A title for the answer to an objection."""
    return f"答{objection}"


def saved(item: Item) -> str:
    """It is in the library."""
    return f"存进话术库了:{described(item)}。大家问到就找得到,也能直接放。"


def waits(item: Item, superior: str) -> str:
    """It waits for the supervisor."""
    return f"收到:{described(item)}。已经交给{superior}看,通过了大家就能找到。"


def asked(name: str, item: Item) -> str:
    """The supervisor is asked."""
    said = f"\n{name}说:{item.body[:100]}" if item.body != item.title else ""
    return f"{name}想把一段{KIND[item.kind]}存进话术库:{described(item)}。{said}\n听一下,通过就给大家用。"


def decided(title: str, by: str, *, granted: bool) -> str:
    """Whoever sent it hears what became of it."""
    if granted:
        return f"「{title}」{by}通过了,已经在话术库里,大家都能找到。"
    return f"「{title}」{by}先退回来了,可以问问哪里再改改,重录一段发我。"


def told(name: str, title: str, *, granted: bool) -> str:
    """Whoever decided hears that it is done."""
    return f"好,「{title}」已经进话术库,也告诉{name}了。" if granted else f"好,「{title}」退回给{name}了。"


def described(item: Item) -> str:
    """「刘洋答价格质疑」(录音·K12学校·校长,新人必学)"""
    words: Sequence[str] = (KIND[item.kind], *item.industry, *item.buyer_role)
    tags = f",{'、'.join(item.tags)}" if item.tags else ""
    return f"「{item.title}」({'·'.join(words)}{tags})"
