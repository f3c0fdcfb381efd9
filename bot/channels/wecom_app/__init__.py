"""WeCom's self-built app (自建应用): WeCom calls our public address, and we call its API, as the room `tencent` does.

In: a callback is verified and decrypted (callback, envelope), becomes an `Inbound` (messages) and is answered once that
is committed; what the edge answers by itself is in intake. Out: a `Sending` goes in as many pieces as it takes
(channel), each under an id by which WeCom recognises a repeat, no faster than WeCom passes messages on (quota);
the access token is fetched by one process for all (api), and what WeCom refuses is put into words (refusals).
`channel` is the channel, `checkup` tries it out. It follows these pages of developer.work.weixin.qq.com:
document/path/90930, 90238-90240, 90236, 94888, 91039, 90253, 90254, 90313.
"""

__all__ = ["api", "channel", "checkup", "credentials", "envelope"]
