"""Scripts as they are shown: words to say aloud, and why they fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ASK_FOR_IT = "想要哪种话术?说说客户是谁、怎么说的,例:「K12校长说预算冻结了怎么回」。"
FAILED = "话术库这会儿没翻开,过一会儿再试。"
AGAIN = "再找一次"
ANOTHER = "换一条"
TWO_MORE = "再看两条"
PLAYS = {"audio": "放给我听", "video": "放给我看"}
SEND_IT = "发给我"
WITHOUT_FILTERS = "不限行业和角色"
KINDS = {
    "case": "案例",
    "faq": "问答",
    "material": "资料",
    "contract_template": "合同模板",
    "video": "视频",
    "audio": "录音",
}


def hits(found: Sequence[Mapping[str, Any]], used: Sequence[str]) -> str:
    """The found items, and what they were chosen for."""
    blocks = [_block(hit) for hit in found]
    return "\n\n".join([*blocks, *([f"(按 {'、'.join(used)} 挑的)"] if used else [])])


def play(kind: str, title: str = "") -> str:
    """The button that plays or sends what belongs to an item; with its title where there are several."""
    label = PLAYS.get(kind, SEND_IT)
    return f"{label}·{title[:12]}" if title else label


def nothing(skipped: int, used: Sequence[str]) -> str:
    """No item, or none any more."""
    if skipped:
        return "合适的就这些了。"
    return f"没有合适话术({'、'.join(used)})。" if used else "没有合适话术。换个说法再问问,比如客户的原话。"


def _block(hit: Mapping[str, Any]) -> str:
    kind = KINDS.get(hit["kind"])
    return f"【{f'{kind}·' if kind else ''}{hit['title']}】\n{hit['body']}\n——{hit['why']}"
