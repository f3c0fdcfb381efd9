"""iLink, WeChat's interface for bots beside a personal account (微信 ClawBot): no public address, no registration.

Whoever scans a code gets a chat of their own with the bot; so there is a login for each person, and its chat is with
that person alone. A code is got and waited for by `qr_login`, what a login brought is kept sealed by `logins`.

In: one process asks for each login's messages (polling, api) from where it kept that it was; they become `Inbound`s
(messages, intake), each kept before the cursor is. Out: a message in pieces (pieces, channel), files over WeChat's CDN
(cdn), within 24 hours and ten messages of what somebody wrote last. What WeChat refuses is put into words (refusals,
words); `checkup` tries whether it can be reached.

It follows docs/protocol.md and src/api/types.ts of github.com/Tencent/openclaw-weixin 2.4.8, Tencent's own client, and
what its users report in that repository's issues: 69 (-14), 81, 185 and 309 (-2), 239 (messages come twice).
"""

__all__ = ["api", "channel", "checkup", "credentials", "polling", "qr_login"]
