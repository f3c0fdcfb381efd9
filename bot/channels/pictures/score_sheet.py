"""A score sheet: each figure large, a bar for now above a paler one for the period before."""

from __future__ import annotations

from analytics.charts import Score, ScoreSheet, Trend
from bot.channels.pictures.canvas import (
    BLUE,
    GREY,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    PALE,
    RULE,
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

HEAD, GROUP, SCORE, LINE, FOOT = 176, 84, 172, 54, 40
INNER = WIDTH - 2 * MARGIN
LARGE = 46
SIGNS: dict[Trend, tuple[str, str]] = {
    "better": ("✓ 变好", BLUE),
    "worse": ("! 变差", ORANGE),
    "same": ("– 持平", GREY),
}


def draw_score_sheet(sheet: ScoreSheet) -> Canvas:
    notes = [line for note in sheet.notes for line in lines_of(note, TEXT - 4, INNER - 2 * MARGIN / 2)]
    rows = sum(GROUP * bool(group.title) + SCORE * len(group.scores) for group in sheet.groups)
    below = (LINE * (len(notes) + bool(sheet.notes_title)) + 64) if notes else 0
    canvas = Canvas(HEAD + rows + below + FOOT)
    canvas.text(MARGIN, 66, fitted(sheet.title, TITLE, INNER), TITLE)
    canvas.text(MARGIN, 128, fitted(sheet.subtitle, SMALL, INNER), SMALL, MUTED)
    y = float(HEAD)
    for group in sheet.groups:
        if group.title:
            canvas.box(MARGIN, y, INNER, GROUP - 24, PALE)
            canvas.text(MARGIN + 20, y + (GROUP - 24) / 2, fitted(group.title, TEXT, INNER - 40), TEXT)
            y += GROUP
        for score in group.scores:
            _score(canvas, y, score)
            y += SCORE
    if notes:
        _notes(canvas, y, sheet.notes_title, notes)
    return canvas


def _score(canvas: Canvas, y: float, score: Score) -> None:
    canvas.text(MARGIN, y + 28, score.label, TEXT)
    canvas.text(WIDTH - MARGIN, y + 28, score.text, LARGE, INK, "right")
    if score.trend:
        sign, colour = SIGNS[score.trend]
        canvas.text(WIDTH - MARGIN - width_of(score.text, LARGE) - 28, y + 30, sign, SMALL, colour, "right")
    longest = score.whole or max(score.value or 0, score.before or 0) or 1
    room = INNER - 260
    for value, top, height, colour in ((score.value, 64, 34, BLUE), (score.before, 104, 22, SKY)):
        canvas.box(MARGIN, y + top, room, height, PALE)
        if value:
            canvas.box(MARGIN, y + top, max(room * value / longest, 6), height, colour)
    canvas.text(WIDTH - MARGIN, y + 115, score.before_text, SMALL, MUTED, "right")
    canvas.line(MARGIN, y + SCORE - 18, WIDTH - MARGIN, y + SCORE - 18, RULE)


def _notes(canvas: Canvas, y: float, title: str, lines: list[str]) -> None:
    canvas.box(MARGIN, y, INNER, LINE * (len(lines) + bool(title)) + 36, PALE)
    y += 18 + LINE / 2
    if title:
        canvas.text(MARGIN + 24, y, title, TEXT, ORANGE)
        y += LINE
    for line in lines:
        canvas.text(MARGIN + 24, y, line, TEXT - 4)
        y += LINE
