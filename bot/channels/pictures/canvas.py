"""A sheet to draw on, measured in the pixels of a phone's screen, with a font that knows Chinese.

matplotlib and the font are loaded when the first picture is drawn: they take a second. Words are never read as
formulas, and colours are told apart by people who do not tell red from green (Okabe and Ito's)."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import cache
from typing import Any, Literal

WIDTH = 1080
DPI = 100
PAPER, INK, MUTED, RULE, PALE = "#ffffff", "#1f2328", "#6b7280", "#e1e4e8", "#f4f6f8"
BLUE, ORANGE, GREY, SKY = "#0072b2", "#d55e00", "#767676", "#b9d7ea"
TITLE, TEXT, SMALL = 52, 38, 30  # heights of letters; a phone shows the sheet at a third
MARGIN = 48
UNITS = re.compile(r"(?:\d[\d.]*|.)[,.;:!?,。;:!?、)」』》…]*")  # what stays on one line
Align = Literal["left", "center", "right"]


class Canvas:
    """A white sheet, `WIDTH` wide and `height` high; y grows downward."""

    def __init__(self, height: float) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        self._agg: Any = FigureCanvasAgg(self._figure)
        self._axes: Any = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        self._axes.axis("off")

    def text(
        self, x: float, y: float, words: str, size: float = TEXT, colour: str = INK, align: Align = "left"
    ) -> None:
        """Words on one line, centred on the height `y`."""
        self._axes.text(
            x, y, words, fontproperties=_font(), fontsize=size * 72 / DPI, color=colour, ha=align,
            va="center_baseline", parse_math=False,
        )  # fmt: skip

    def box(self, x: float, y: float, width: float, height: float, fill: str, hatch: str | None = None) -> None:
        """A rectangle with round corners, hatched in a colour where one is given."""
        from matplotlib.patches import FancyBboxPatch

        style = f"round,pad=0,rounding_size={min(10.0, width / 2, height / 2)}"
        looks: Any = {"edgecolor": hatch, "hatch": "//", "linewidth": 0} if hatch else {"edgecolor": "none"}
        self._axes.add_patch(FancyBboxPatch((x, y), width, height, style, facecolor=fill, **looks))

    def square(self, x: float, y: float, side: float, fill: str) -> None:
        """A square without an edge: of two that touch, nothing shows between them."""
        from matplotlib.patches import Rectangle

        self._axes.add_patch(Rectangle((x, y), side, side, facecolor=fill, edgecolor="none", antialiased=False))

    def circle(self, x: float, y: float, radius: float, fill: str, edge: str, dashed: bool = False) -> None:
        """A disc with an edge."""
        from matplotlib.patches import Circle

        line = "--" if dashed else "-"
        self._axes.add_patch(
            Circle((x, y), radius, facecolor=fill, edgecolor=edge, linewidth=3, linestyle=line, zorder=2)
        )

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: str = RULE, width: float = 2) -> None:
        """A straight line, under everything else."""
        self._axes.plot((x, to_x), (y, to_y), color=colour, linewidth=width, zorder=0)

    def png(self) -> bytes:
        """The sheet as a PNG; the same sheet gives the same bytes."""
        data = io.BytesIO()
        self._agg.print_png(data, metadata={"Software": None})
        return data.getvalue()


def width_of(words: str, size: float) -> float:
    """About how wide words are: Chinese characters are square, others little more than half."""
    return sum(size if unicodedata.east_asian_width(letter) in "WF" else 0.58 * size for letter in words)


def fitted(words: str, size: float, width: float) -> str:
    """`words`, cut with … where they are wider than `width`."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(words, size) + size > width:
        words = words[:-1]
    return words.rstrip() + "…"


def blended(pale: str, dark: str, share: float) -> str:
    """The colour between two, `share` (0-1) of the way."""
    ends = [tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5)) for colour in (pale, dark)]
    mixed = (round(low + (high - low) * min(max(share, 0), 1)) for low, high in zip(*ends, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def lines_of(words: str, size: float, width: float) -> list[str]:
    """`words` in lines that fit, broken anywhere, as Chinese is, but not within a number or before what ends a
    phrase."""
    lines = [""]
    for unit in UNITS.findall(words):
        if width_of(lines[-1] + unit, size) > width:
            lines.append("")
        lines[-1] += unit
    return lines


@cache
def _font() -> Any:
    """Noto Sans SC, which a package brings: machines often have no Chinese font."""
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    return FontProperties(fname=str(sans_path()))
