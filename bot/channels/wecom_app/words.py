"""What the edge says by itself, and what it tells an administrator."""

from __future__ import annotations

WELCOME = "你好,我是销伴。跟完客户说一句,我就记好了。第一次来,先发「加入 邀请码」,邀请码向管理员要。"
NOT_READABLE = "这种消息我看不了。文字、语音、图片和文件都可以发给我。"
NO_LOCATION = "位置我看不了。在哪儿见的客户,打字或者说一句就行。"
EXPIRED = "这个文件企业微信已经不给了(它只留三天)。麻烦再发一次。"
NOT_VISIBLE = (
    "{name}不在销伴这个应用的可见范围里(或者已经不在企业通讯录里),我发给他的到不了。"
    "在企业微信管理后台「应用管理 → 销伴 → 可见范围」里加上他就通了。"
)

AWAY = "连不上企业微信的接口,消息发不出去"
BAD_SECRET = "企业微信不认企业 ID 或应用的 Secret,消息发不出去"
BAD_IP = "企业微信不认这台服务器的 IP{ip},消息发不出去:在应用的「企业可信IP」里加上它"
BAD_AGENT = "企业微信说这个 Secret 管不了 XIAOBAN_WECOM_AGENT_ID 写的应用,消息发不出去"
STOPPED = "企业微信里这个应用被停用了,消息发不出去"
NO_RIGHT = "企业微信没给这个应用发消息的权限,消息发不出去"
