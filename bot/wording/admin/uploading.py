"""Files too large for a chat: the link by which they come, and why one is not taken. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from config.policy import Policy

FAILED = "上传的链接没做成,过一会儿说「传大文件」再试。"
TOO_LARGE = "聊天里传不了太大的文件。"
LACKING = {
    "page": ("我这边的网页没开", "XIAOBAN_SECRET(签名密钥)和 XIAOBAN_WEB_URL(大家打开网页用的网址)"),
    "address": ("我的网页只有服务器自己能打开", "XIAOBAN_WEB_URL(大家打开网页用的网址)"),
}
ANOTHER = "回到聊天里说「传大文件」,再要一个。"
EXPIRED = f"这个链接过期了。{ANOTHER}"
USED = f"这个链接已经用过了,一个链接只能在一台设备上打开、传一个文件。{ANOTHER}"
NOT_OURS = f"这个链接不对。{ANOTHER}"
OVER = f"这次上传已经结束了。{ANOTHER}"
NOT_FOR_YOU = "这个链接现在对你不开放。有疑问找你的主管。"
EMPTY = "文件是空的,没有传。"
UNKNOWN = "这种文件收不了:按内容看,不是录音、视频、图片,也不是 PDF、Word、Excel、PPT 这些文件。换一个试试。"
CUT_OFF = "没传完就断了,会接着传。"
NOT_KEPT = "服务器没存下来,过一会儿会接着传。"
DAMAGED = "收到的和你手机上的对不上,可能中途换过文件。请重新选一次再传。"


def link(url: str, policy: Policy) -> str:
    """The link, how long it is good for, and what happens then."""
    files = policy.files
    return (
        f"文件太大,聊天里传不了。点开这个链接传(最大 {files.mb_upload:,} MB,断了能接着传),传完我在这儿接着办:\n{url}\n"
        f"{files.link_minutes} 分钟内点开,只给你一个人,传一个文件。"
    )


def lacking(what: str, refusal: str, administrators: Sequence[str], *, is_one: bool) -> str:
    """What can be done without a page that could be opened, after why the file was not taken."""
    why, settings = LACKING[what]
    who = "你" if is_one else f"请管理员{'、'.join(administrators)}"
    return (
        f"{refusal or TOO_LARGE}压缩一下、剪短,或者拆成几份再发我。"
        f"想整个传,要有上传的页面:{why},{who}在 .env 里设 {settings},重启就行。"
    )


def too_large(most_mb: int) -> str:
    """The file is above what is taken in one."""
    return f"这个文件超过 {most_mb:,} MB,收不了。剪短或压缩一下再传。"
