"""Drawing the charts of a message on its way out, outside any transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Any

import structlog

from analytics import charts
from bot.channels.pictures.canvas import Canvas
from bot.channels.pictures.decision_chain import draw_decision_chain
from bot.channels.pictures.funnel import draw_funnel
from bot.channels.pictures.matrix import draw_matrix
from bot.channels.pictures.qr_code import draw_code
from bot.channels.pictures.score_sheet import draw_score_sheet
from bot.conversation.attachments import Attachment, Chart
from bot.messaging import sends
from bot.messaging.sends import Sending
from storage.engine import Database
from storage.media import MediaStore

DRAW: Mapping[type[charts.Chart], Callable[[Any], Canvas]] = {
    charts.ScoreSheet: draw_score_sheet,
    charts.DecisionChain: draw_decision_chain,
    charts.FunnelBars: draw_funnel,
    charts.Matrix: draw_matrix,
    charts.Code: draw_code,
}
KEPT = 32  # pictures in memory, some 100 KB each: one brief goes to several people
log = structlog.get_logger(__name__)
_drawing = Lock()  # matplotlib does not promise more


class Pictures:
    """Draws what is to be sent and keeps it in `media`."""

    def __init__(self, media: MediaStore) -> None:
        self._media = media

    def draw(self, chart: Chart) -> str:
        """Draw a chart; returns its picture's key. Takes 50 to 500 ms the first time, and may raise anything."""
        with _drawing:
            return self._media.put(_png(chart.specification), ".png")


def with_pictures(db: Database, sending: Sending, draw: Callable[[Chart], str]) -> Sending:
    """`sending` with its charts drawn, also in its row, so that each is drawn once; those that cannot be drawn are as
    they were."""
    attachments = tuple(_drawn(attachment, sending, draw) for attachment in sending.attachments)
    return sends.drawn(db, sending, attachments) if attachments != sending.attachments else sending


def _drawn(attachment: Attachment, sending: Sending, draw: Callable[[Chart], str]) -> Attachment:
    if not isinstance(attachment, Chart) or attachment.key:
        return attachment
    try:
        return replace(attachment, key=draw(attachment))
    except Exception:
        log.exception("a chart was not drawn", message=sending.id)
        return attachment


@lru_cache(maxsize=KEPT)
def _png(specification: str) -> bytes:
    chart = charts.from_json(json.loads(specification))
    return DRAW[type(chart)](chart).png()
