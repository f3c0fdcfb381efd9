"""A text as a QR code, and its picture."""

from __future__ import annotations

from analytics.charts import Code
from bot.channels.pictures.canvas import INK, MARGIN, MUTED, SMALL, TITLE, WIDTH, Canvas, fitted

QUIET = 4  # modules around it (ISO/IEC 18004)
HEAD = 170
INNER = WIDTH - 2 * MARGIN
CORRECTION = "m"
Matrix = tuple[tuple[bool, ...], ...]


def draw_code(code: Code) -> Canvas:
    """The sheet: what it is for, and the code."""
    matrix = qr_code(code.content)
    step = INNER / (len(matrix) + 2 * QUIET)
    canvas = Canvas(HEAD + INNER)
    canvas.text(WIDTH / 2, 70, fitted(code.title, TITLE, INNER), TITLE, align="center")
    canvas.text(WIDTH / 2, 130, fitted(code.subtitle, SMALL, INNER), SMALL, MUTED, align="center")
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                canvas.square(MARGIN + (x + QUIET) * step, HEAD + (y + QUIET) * step, step, INK)
    return canvas


def qr_code(content: str) -> Matrix:
    """The modules, row by row, True where dark. Raises ValueError where the content is too long for any code."""
    from segno import make_qr

    return tuple(tuple(bool(module) for module in row) for row in make_qr(content, error=CORRECTION).matrix)
