"""What a file is for: 这是刘洋答价格质疑的 right behind a recording, 导入话术库 before or behind a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import access
from bot.messaging import media_received
from bot.messaging.inbound import Media
from bot.messaging.media_received import FILLS, LATELY, RECORDING
from knowledge.files import suffix_of
from nlu import contents
from nlu.drills import exam

if TYPE_CHECKING:
    from bot.turn.context import TurnContext  # whose messages are prepared by this package too
    from bot.turn.runs import Runs

SCRIPTS = "scripts"
SAVES, IMPORTS = "save_recording", "import_scripts"
TAKES = "received_media"
TOO_LARGE = "too_large"  # what is known of a file that was not fetched
FLOWS = {TOO_LARGE: "large_file", "customers": "import_customers", "scripts": IMPORTS, "unsure": "which_list"}
RIGHT_BEHIND = 2  # messages: the words, and the recording before them


def is_for_library(media: Media) -> bool:
    """Whether a recording is one for the library, by what is said of it."""
    described = contents.describes(media.caption) and not exam.hands_in_call(media.caption)
    return media.is_recorded and (media.meant == RECORDING or described)


def flow_for(context: TurnContext, media: Media, list_kind: str) -> str:
    """The flow that takes a file; `list_kind` is what its headings and caption say."""
    may_fill = access.may_fill_library(context.speaker)
    if media.is_only_heard:
        return TAKES
    if media.is_recorded and list_kind != TOO_LARGE:
        return SAVES if is_for_library(media) or _is_awaited(context) else TAKES
    if media.kind == "file" and not media.meant and not list_kind and may_fill and _is_awaited(context):
        return IMPORTS
    if list_kind == SCRIPTS and not may_fill and suffix_of(media.name) is not None and not _says_library(media):
        return TAKES  # its name alone does not make a deal's paper one of the library
    return FLOWS.get(list_kind, TAKES)


def explained(context: TurnContext, runs: Runs, text: str) -> bool:
    """Whether words say what the file is that came before them; then it is taken once more."""
    if context.speaker.role is None or not (contents.describes(text) or contents.means_library(text)):
        return False
    if exam.hands_in_call(text):
        return False  # a call to be checked, not one for the library
    run = runs.waiting()
    if run is not None and run.row.flow == IMPORTS:
        return False  # the words are said to it
    within = media_received.LOOKED_AT if contents.means_library(text) else RIGHT_BEHIND
    since = context.now - LATELY
    came = media_received.latest(context.session, context.conversation_id, since, within)
    if came is None or came[1].meant or is_for_library(came[1]):
        return False
    inbox_id, media = came
    if not (media.is_recorded or contents.means_library(text)) or media.kind == "image":
        return False
    meant = RECORDING if media.is_recorded else SCRIPTS
    runs.open(context.rules.table.by_name[FILLS], text=text, params={"inbox": inbox_id, "meant": meant})
    return True


def _says_library(media: Media) -> bool:
    return media.meant == SCRIPTS or contents.means_library(media.caption)


def _is_awaited(context: TurnContext) -> bool:
    """Whether somebody has just said that they will send something for the library."""
    return media_received.is_awaited(context.session, context.conversation_id, context.now)
