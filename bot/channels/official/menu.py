"""The menu under the chat. An account that has none is given one; a menu that is there is its owner's, and stays."""

from __future__ import annotations

import structlog

from bot.channels.official import words
from bot.channels.tencent.api import Api, NoAnswer, NotReached, Refused

log = structlog.get_logger(__name__)


async def give_one(api: Api) -> None:
    """Raises Refused, NotReached, NoAnswer where the account cannot be asked."""
    found = await api.get("get_current_selfmenu_info")
    shown = found.get("selfmenu_info")
    if found.get("is_menu_open") == 1 and isinstance(shown, dict) and shown.get("button"):
        return
    buttons = [{"type": "click", "name": name, "key": says} for name, says in words.MENU]
    try:
        await api.post("menu/create", {"button": buttons})
    except (Refused, NotReached, NoAnswer) as error:
        log.warning("the account has no menu, and was given none", reason=str(error))
