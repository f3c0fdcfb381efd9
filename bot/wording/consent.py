"""What a person agrees to before anything of theirs is kept, in chat and on the page."""

from __future__ import annotations

CONSENT = (
    "{name},欢迎。用之前说清楚:你发来的文字、语音和图片会保存在公司自己的系统里,用来记跟进、提醒和统计;"
    "你的主管能看到你名下的客户记录;要查看或删除自己的数据,找管理员。同意就开始。"
)
