"""A decision chain: roles are lanes, the decision maker's on top and all others leading up to it; a person is a disc,
larger with influence, its colour and sign the attitude."""

from __future__ import annotations

from analytics.charts import Attitude, DecisionChain, Lane, Node
from bot.channels.pictures.canvas import (
    BLUE,
    GREY,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    PALE,
    PAPER,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    Canvas,
    fitted,
)  # fmt: skip

HEAD, LANE, GAP, LEGEND = 176, 296, 28, 92
ROLE = 176  # the column of the roles' names
PER_ROW = 3
LOOKS: dict[Attitude | None, tuple[str, str, str]] = {  # sign, fill, colour of the sign
    "for": ("+", BLUE, PAPER),
    "neutral": ("–", GREY, PAPER),
    "against": ("×", ORANGE, PAPER),
    None: ("?", PAPER, GREY),
}
SMALLEST, LARGEST = 34, 70


def draw_decision_chain(chain: DecisionChain) -> Canvas:
    heights = [LANE * max(1, -(-len(lane.nodes) // PER_ROW)) for lane in chain.lanes]
    canvas = Canvas(HEAD + sum(heights) + GAP * len(heights) + LEGEND)
    inner = WIDTH - 2 * MARGIN
    canvas.text(MARGIN, 66, fitted(chain.title, TITLE, inner), TITLE)
    canvas.text(MARGIN, 128, fitted(chain.subtitle, SMALL, inner), SMALL, MUTED)
    y = float(HEAD)
    for number, (lane, height) in enumerate(zip(chain.lanes, heights, strict=True)):
        if number:
            canvas.line(MARGIN + ROLE / 2, y - GAP, MARGIN + ROLE / 2, y, GREY, 4)
            canvas.text(MARGIN + ROLE / 2, y - GAP / 2 - 2, "▲", SMALL - 8, GREY, "center")
        _lane(canvas, y, height, lane)
        y += height + GAP
    _legend(canvas, y + LEGEND / 2 - GAP, chain.legend)
    return canvas


def _lane(canvas: Canvas, y: float, height: float, lane: Lane) -> None:
    inner = WIDTH - 2 * MARGIN
    canvas.box(MARGIN, y, inner, height, PALE)
    canvas.box(MARGIN, y, ROLE, height, INK)
    canvas.text(MARGIN + ROLE / 2, y + height / 2, fitted(lane.role, TEXT, ROLE), TEXT, PAPER, "center")
    if not lane.nodes:
        canvas.text(MARGIN + ROLE + 36, y + height / 2, lane.empty, TEXT, ORANGE)
    cell = (inner - ROLE) / PER_ROW
    for number, node in enumerate(lane.nodes):
        row, column = divmod(number, PER_ROW)
        _node(canvas, MARGIN + ROLE + cell * (column + 0.5), y + LANE * row, cell, node)


def _node(canvas: Canvas, x: float, y: float, cell: float, node: Node) -> None:
    sign, fill, ink = LOOKS[node.attitude]
    radius = SMALLEST + (LARGEST - SMALLEST) * ((node.influence or 1) - 1) / 9
    canvas.circle(x, y + 84, radius, fill, ORANGE if node.disputed else fill if node.attitude else GREY, node.disputed)
    canvas.text(x, y + 84, sign, radius * 1.1, ink, "center")
    if node.influence is not None:
        canvas.text(x + radius + 10, y + 34, str(node.influence), SMALL, INK)
    name = f"{node.name} ?" if node.disputed else node.name
    canvas.text(x, y + 188, fitted(name, TEXT, cell - 8), TEXT, INK, "center")
    canvas.text(x, y + 228, fitted(node.title, SMALL, cell - 8), SMALL, MUTED, "center")
    canvas.text(x, y + 266, fitted(node.note, SMALL - 4, cell - 8), SMALL - 4, MUTED, "center")


def _legend(canvas: Canvas, y: float, words: tuple[str, str, str, str]) -> None:
    step = (WIDTH - 2 * MARGIN) / len(words)
    for number, (attitude, word) in enumerate(zip(LOOKS, words, strict=True)):
        sign, fill, ink = LOOKS[attitude]
        x = MARGIN + 24 + step * number
        canvas.circle(x, y, 20, fill, fill if attitude else GREY)
        canvas.text(x, y, sign, 24, ink, "center")
        canvas.text(x + 34, y, word, SMALL, INK)
