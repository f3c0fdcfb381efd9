"""WeChat's Official Account (公众号): WeChat calls our public address, and we call its API, as the room `tencent` does.

In: a callback is verified and decrypted (callback, envelope), becomes an `Inbound` (messages) and is kept; what the
edge answers by itself is in intake. Out: what is to be said while a callback of its reader's waits answers that
(passive); the rest goes as customer-service messages (channel, api, pieces, files), within 48 hours and five messages
of what somebody wrote last. What WeChat refuses is put into words (refusals); `menu` gives an account without a menu
one, `checkup` tries the account out.

It follows these pages under developers.weixin.qq.com/doc/offiaccount: Basic_Information/Access_Overview (signature),
Message_Management/Receiving_standard_messages, Receiving_event_pushes, Passive_user_reply_message,
Service_Center_messages, Message_encryption_and_decryption_instructions, Asset_Management/New_temporary_materials,
Get_temporary_materials, Basic_Information/getStableAccessToken, Custom_Menus/Creating_Custom-Defined_Menu.
"""

__all__ = ["api", "channel", "checkup", "credentials", "envelope"]
