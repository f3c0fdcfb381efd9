"""How a run began, from its journal."""

from __future__ import annotations

import structlog

from bot.conversation import decode
from bot.turn.opening import Opening
from nlu.understanding import Understanding
from storage.conversations import Run

log = structlog.get_logger(__name__)


def opening_of(run: Run) -> Opening | None:
    """How the run began; None where the code no longer knows what its journal holds."""
    try:
        opening = decode(run.journal[0][2])
    except Exception as error:
        log.warning("an opening cannot be read", run=run.id, reason=type(error).__name__)
        return None
    return opening if isinstance(opening, Opening) and isinstance(opening.understanding, Understanding) else None
