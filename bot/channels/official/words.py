"""What the edge says by itself, and what it tells an administrator."""

from __future__ import annotations

WELCOME = "你好,我是销伴。跟完客户说一句,我就记好了。第一次来,先发「加入 邀请码」,邀请码向管理员要。"
WELCOME_BACK = "欢迎回来,有事直接说就行。"
NOT_READABLE = "这种消息我看不了。文字、语音、图片和视频都可以发给我。"
NO_LOCATION = "位置我看不了。在哪儿见的客户,打字或者说一句就行。"
NO_LINK = "链接我打不开。要紧的几句复制给我就行。"
EXPIRED = "这个文件微信已经不给了(它只留三天)。麻烦再发一次。"
NOT_A_FOLLOWER = "{name}没有关注公众号(或者取消关注了),我发给他的到不了。请他再关注一次,随便说一句就通了。"
MENU = (("今天跟谁", "今天我该跟谁"), ("我的单子", "我手上有哪些单子"), ("帮助", "帮助"))  # shown, and what it says

AWAY = "连不上微信公众号的接口,消息发不出去"
BAD_SECRET = "微信不认公众号的 AppID 或 AppSecret,消息发不出去"
BAD_IP = "微信不认这台服务器的 IP{ip},消息发不出去:在公众号后台「基本配置 → IP白名单」里加上它"
NO_RIGHT = "这个公众号没有「客服消息」接口的权限(没做微信认证),除了当场答的那一句,别的都发不出去"
BARRED = "公众号的接口被微信限制了,消息发不出去:登录公众号后台看通知"
ENDED_QUOTA = "公众号今天的接口次数用完了,消息明天才发得出去"
