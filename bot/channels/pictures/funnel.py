"""A funnel: a bar for each stage, a paler one below for the period before, and between two stages what became of the
deals. Bars of few deals are hatched."""

from __future__ import annotations

from analytics.charts import FunnelBar, FunnelBars
from bot.channels.pictures.canvas import (
    BLUE,
    INK,
    MARGIN,
    MUTED,
    PALE,
    PAPER,
    SKY,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    Canvas,
    fitted,
    lines_of,
    width_of,
)  # fmt: skip

HEAD, ROW, COMPARED, ONWARD, LEGEND, LINE, FOOT = 176, 108, 36, 44, 64, 46, 36
INNER = WIDTH - 2 * MARGIN
BEFORE_ROOM = 250  # for the words beside the bar of before


def draw_funnel(funnel: FunnelBars) -> Canvas:
    """The sheet, as high as the stages need."""
    notes = [line for note in funnel.notes for line in lines_of(note, SMALL, INNER)]
    height = HEAD + sum(map(_height, funnel.bars)) + LINE * len(notes) + FOOT
    canvas = Canvas(height + (LEGEND if any(funnel.legend) else 0))
    canvas.text(MARGIN, 66, fitted(funnel.title, TITLE, INNER), TITLE)
    canvas.text(MARGIN, 128, fitted(funnel.subtitle, SMALL, INNER), SMALL, MUTED)
    longest = max((max(bar.count, bar.before or 0) for bar in funnel.bars), default=0) or 1
    y = float(HEAD)
    for bar in funnel.bars:
        _bar(canvas, y, bar, longest)
        y += _height(bar)
    if any(funnel.legend):
        _legend(canvas, y + LEGEND / 2, funnel.legend)
        y += LEGEND
    for line in notes:
        canvas.text(MARGIN, y + LINE / 2, line, SMALL, MUTED)
        y += LINE
    return canvas


def _height(bar: FunnelBar) -> int:
    return ROW + (COMPARED if bar.before is not None else 0) + (ONWARD if bar.onward else 0)


def _bar(canvas: Canvas, y: float, bar: FunnelBar, longest: int) -> None:
    room = INNER - width_of(bar.text, TEXT) - 24
    canvas.text(MARGIN, y + 24, fitted(bar.label, TEXT, room), TEXT)
    canvas.text(WIDTH - MARGIN, y + 24, bar.text, TEXT, INK, "right")
    room = INNER if bar.before is None else INNER - BEFORE_ROOM  # the same for both bars, to be compared
    canvas.box(MARGIN, y + 54, room, 34, PALE)
    if bar.count:
        width = max(room * bar.count / longest, 10)
        canvas.box(MARGIN, y + 54, width, 34, SKY if bar.is_small else BLUE, hatch=BLUE if bar.is_small else None)
    y += 96
    if bar.before is not None:
        if bar.before:
            canvas.box(MARGIN, y, max(room * bar.before / longest, 10), 20, SKY)
        canvas.text(WIDTH - MARGIN, y + 10, fitted(bar.before_text, SMALL, BEFORE_ROOM - 12), SMALL, MUTED, "right")
        y += COMPARED
    if bar.onward:
        canvas.text(MARGIN, y + 14, fitted(f"↓ {bar.onward}", SMALL, INNER), SMALL, MUTED)


def _legend(canvas: Canvas, y: float, words: tuple[str, str, str]) -> None:
    x = float(MARGIN)
    for word, fill, hatch in zip(words, (BLUE, SKY, PAPER), (None, None, BLUE), strict=True):
        if word:
            canvas.box(x, y - 14, 40, 28, fill, hatch=hatch)
            canvas.text(x + 52, y, word, SMALL)
            x += 52 + width_of(word, SMALL) + 40
