"""What the edge says by itself, and what it tells an administrator."""

from __future__ import annotations

WELCOME = "你好,我是销伴。跟完客户说一句,我就记好了。第一次来,先发「加入 邀请码」,邀请码向管理员要。"
WELCOME_BACK = "我在。跟完客户,直接说就行。"
NO_GROUPS = "我只在一对一的聊天里工作,群里说的话我不看也不记。有事请私聊我。"
NOT_KEPT = "刚才这条我没存下来,麻烦再发一次。"
NOT_READABLE = "这种消息我看不了。文字、语音、图片和文件都可以发给我。"
CHOOSE = "上面这条,点一下就行"
TAPPED = "✓"
EXPIRED = "这个文件我没来得及取,企业微信的下载链接只管五分钟。麻烦再发一次。"
SAY_HELLO = "{name}还没在企业微信里跟我说过话,我发给他的到不了。请他在企业微信里打开销伴,发一句「你好」就通了。"
REFUSED = "企业微信不认 Bot ID 和 Secret,消息收不到也发不出"
AWAY = "连不上企业微信,消息收不到也发不出"
PUSHED_OUT = "别的程序用同一个机器人连上了企业微信,消息都去了那边"
