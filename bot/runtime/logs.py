"""What is logged: to stderr, one line an event, tracebacks without local variables, secrets never.

Libraries put the token into messages and tracebacks, as part of addresses and objects; so secrets are replaced in the
finished text, whichever library wrote it.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Collection
from typing import Any, TextIO

import structlog

HIDDEN = "[hidden]"
SILENT = logging.CRITICAL + 1
WORDY = ("faiss", "httpx", "httpcore", "asyncio", "alembic", "uvicorn")


class Hiding:
    """Replaces secrets in finished log lines."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def clean(self, line: str) -> str:
        """`line` without secrets."""
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line

    def processor(self, _logger: Any, _method: str, line: Any) -> str:
        """The last step of structlog's chain."""
        return self.clean(str(line))


class HidingFormatter(logging.Formatter):
    """For what libraries log."""

    def __init__(self, hiding: Hiding) -> None:
        super().__init__("%(asctime)s [%(levelname)s] %(name)s: %(message)s")
        self._hiding = hiding

    def format(self, record: logging.LogRecord) -> str:
        return self._hiding.clean(super().format(record))


def set_up(level: str, secrets: Collection[str] = (), out: TextIO | None = None) -> None:
    """Log from `level` on, without `secrets`, to `out` (stderr)."""
    hiding = Hiding(secrets)
    stream = out or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(HidingFormatter(hiding))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in WORDY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(SILENT)  # it quotes what people wrote; what fails there, our own lines say
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.dev.ConsoleRenderer(
                colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
            ),
            hiding.processor,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
