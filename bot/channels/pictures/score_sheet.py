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

HEAD, SCORE, ALONE, TEAM, LINE, FOOT = 176, 172, 136, 46, 54, 40
INNER = WIDTH - 2 * MARGIN
ROOM = INNER - 260  # for bars
NAME = 240  # of ROOM, for a team's name
LARGE = 46
SIGNS: dict[Trend, tuple[str, str]] = {
    "better": ("✓ 变好", BLUE),
    "worse": ("! 变差", ORANGE),
    "same": ("– 持平", GREY),
}


def draw_score_sheet(sheet: ScoreSheet) -> Canvas:
    notes = [line for note in sheet.notes for line in lines_of(note, TEXT - 4, INNER - 2 * MARGIN / 2)]
    below = (LINE * (len(notes) + bool(sheet.notes_title)) + 64) if notes else 0
    canvas = Canvas(HEAD + sum(map(_height, sheet.scores)) + below + FOOT)
    canvas.text(MARGIN, 66, fitted(sheet.title, TITLE, INNER), TITLE)
    canvas.text(MARGIN, 128, fitted(sheet.subtitle, SMALL, INNER), SMALL, MUTED)
    y = float(HEAD)
    for score in sheet.scores:
        _score(canvas, y, score)
        y += _height(score)
    if notes:
        _notes(canvas, y, sheet.notes_title, notes)
    return canvas


def _height(score: Score) -> int:
    return (SCORE if score.before_text else ALONE) + TEAM * len(score.teams)


def _score(canvas: Canvas, y: float, score: Score) -> None:
    canvas.text(MARGIN, y + 28, score.label, TEXT)
    canvas.text(WIDTH - MARGIN, y + 28, score.text, LARGE, INK, "right")
    if score.trend:
        sign, colour = SIGNS[score.trend]
        canvas.text(WIDTH - MARGIN - width_of(score.text, LARGE) - 28, y + 30, sign, SMALL, colour, "right")
    values = (score.value, score.before, *(team.value for team in score.teams))
    longest = score.whole or max(value or 0 for value in values) or 1
    _bar(canvas, MARGIN, y + 64, ROOM, 34, BLUE, score.value, longest)
    if score.before_text:
        _bar(canvas, MARGIN, y + 104, ROOM, 22, SKY, score.before, longest)
        canvas.text(WIDTH - MARGIN, y + 115, score.before_text, SMALL, MUTED, "right")
    end = y + _height(score) - 18
    for place, team in enumerate(score.teams):
        middle = end - TEAM * (len(score.teams) - place) - 2
        canvas.text(MARGIN, middle, fitted(team.name, SMALL, NAME - 20), SMALL, MUTED)
        _bar(canvas, MARGIN + NAME, middle - 11, ROOM - NAME, 22, BLUE, team.value, longest)
        canvas.text(WIDTH - MARGIN, middle, team.text, SMALL, INK, "right")
    canvas.line(MARGIN, end, WIDTH - MARGIN, end, RULE)


def _bar(
    canvas: Canvas, x: float, y: float, room: float, height: float, colour: str, value: float | None, longest: float
) -> None:
    """A bar on its track: as long as `value` is of the longest; none where there is no figure."""
    canvas.box(x, y, room, height, PALE)
    if value:
        canvas.box(x, y, max(room * value / longest, 6), height, colour)


def _notes(canvas: Canvas, y: float, title: str, lines: list[str]) -> None:
    canvas.box(MARGIN, y, INNER, LINE * (len(lines) + bool(title)) + 36, PALE)
    y += 18 + LINE / 2
    if title:
        canvas.text(MARGIN + 24, y, title, TEXT, ORANGE)
        y += LINE
    for line in lines:
        canvas.text(MARGIN + 24, y, line, TEXT - 4)
        y += LINE
