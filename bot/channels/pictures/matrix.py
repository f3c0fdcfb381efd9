"""A heatmap: a row for each value of a dimension, a column for each stage; the darker a cell, the larger its share.
Cells of few deals are hatched."""

from __future__ import annotations

from analytics.charts import Cell, Matrix
from bot.channels.pictures.canvas import (
    BLUE,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    PALE,
    PAPER,
    SMALL,
    TITLE,
    WIDTH,
    Canvas,
    blended,
    fitted,
    lines_of,
    width_of,
)  # fmt: skip

HEAD, ROW, LEGEND, LINE, FOOT, GAP = 168, 96, 76, 46, 30, 6
HEAD_LINES = 3  # of a column's name
INNER = WIDTH - 2 * MARGIN
FROM: dict[bool, tuple[str, str]] = {True: ("#fdf3ea", ORANGE), False: ("#eaf3f9", BLUE)}
DARK = {True: 0.85, False: 0.55}  # from this share on words are white
LARGEST, SMALLEST = 34.0, 19.0  # heights of letters in a cell


def draw_matrix(matrix: Matrix) -> Canvas:
    """The sheet, as high as the rows need; names that are too long are cut, never laid over each other."""
    names = max((width_of(row.name, SMALL) for row in matrix.rows), default=0) + 20
    name_room = min(max(names, 120), INNER * (0.3 if len(matrix.columns) < 9 else 0.22))
    step = (INNER - name_room) / max(len(matrix.columns), 1)
    head_size = min(SMALL, max(SMALLEST, step / 3.2))
    heads = [head_of(column, head_size, step - GAP) for column in matrix.columns]
    head = max((len(lines) for lines in heads), default=1) * (head_size + 8) + 20
    notes = [line for note in matrix.notes for line in lines_of(note, SMALL, INNER)]
    canvas = Canvas(HEAD + head + ROW * len(matrix.rows) + LEGEND + LINE * len(notes) + FOOT)
    canvas.text(MARGIN, 62, fitted(matrix.title, TITLE, INNER), TITLE)
    canvas.text(MARGIN, 122, fitted(matrix.subtitle, SMALL, INNER), SMALL, MUTED)
    left = MARGIN + name_room
    for number, lines in enumerate(heads):
        for place, line in enumerate(reversed(lines)):
            y = HEAD + head - 24 - place * (head_size + 8)
            canvas.text(left + step * (number + 0.5), y, line, head_size, MUTED, "center")
    y = HEAD + head
    for row in matrix.rows:
        canvas.text(MARGIN, y + ROW / 2, fitted(row.name, SMALL, name_room - 12), SMALL)
        for number, cell in enumerate(row.cells):
            _cell(canvas, left + step * number, y, step, cell, bad=matrix.bad)
        y += ROW
    _legend(canvas, y + LEGEND / 2, matrix)
    y += LEGEND
    for line in notes:
        canvas.text(MARGIN, y + LINE / 2, line, SMALL, MUTED)
        y += LINE
    return canvas


def head_of(name: str, size: float, width: float) -> list[str]:
    """A column's name in lines that fit."""
    lines = lines_of(name, size, width)
    shown = lines[:HEAD_LINES]
    if len(lines) > HEAD_LINES:
        shown[-1] = fitted(shown[-1] + lines[HEAD_LINES], size, width)
    return [fitted(line, size, width) for line in shown]


def _cell(canvas: Canvas, x: float, y: float, step: float, cell: Cell, *, bad: bool) -> None:
    width, height, middle = step - GAP, ROW - GAP, x + (step - GAP) / 2
    if cell.value is None:
        canvas.box(x, y, width, height, PALE)
        return canvas.text(middle, y + height / 2, cell.text, SMALL, MUTED, "center")
    pale, dark = FROM[bad]
    fill = blended(pale, dark, cell.value)
    canvas.box(x, y, width, height, fill, hatch=blended(fill, INK, 0.25) if cell.is_small else None)
    ink = PAPER if cell.value >= DARK[bad] else INK
    size = size_in(cell.text, width)
    canvas.text(middle, y + height * (0.36 if cell.below else 0.5), fitted(cell.text, size, width), size, ink, "center")
    if cell.below:
        size = min(size_in(cell.below, width), size * 0.8)
        canvas.text(middle, y + height * 0.74, fitted(cell.below, size, width), size, ink, "center")
    return None


def size_in(words: str, width: float) -> float:
    """The size of letters at which words fit into a cell."""
    return max(SMALLEST, min(LARGEST, LARGEST * 0.84 * width / max(width_of(words, LARGEST), 1)))


def _legend(canvas: Canvas, y: float, matrix: Matrix) -> None:
    pale, dark = FROM[matrix.bad]
    x = float(MARGIN)
    for word, fill, hatch in zip(matrix.legend, (pale, dark, PAPER), (None, None, MUTED), strict=True):
        if word:
            canvas.box(x, y - 14, 40, 28, fill, hatch=hatch)
            canvas.text(x + 52, y, word, SMALL)
            x += 52 + width_of(word, SMALL) + 40
