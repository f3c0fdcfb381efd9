"""WeCom's 智能机器人 over its long connection: no public address is needed, two pasted values start it.

In: what comes over the socket (connection), which one process at a time holds (link), becomes an `Inbound` each
(intake, messages, files). Out: a `Sending` is pushed in as many pieces as it takes (pieces, markdown, cards, uploads),
no faster than WeCom allows (pace). `channel` is the channel, `checkup` tries it out; `link` names the lease. Cards,
pieces, what may be uploaded and how files are named are the same for whatever talks to WeCom. It follows these pages of
developer.work.weixin.qq.com: document/path/101463, 101032, 101027, 96484.
"""

__all__ = ["cards", "channel", "checkup", "files", "link", "pieces", "uploads"]
