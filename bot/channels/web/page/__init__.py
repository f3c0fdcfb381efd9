"""The page itself: its HTML, styles and scripts, as they are served, and the name of its channel."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CHANNEL", "FOLDER", "PAGE_FILES"]
FOLDER = Path(__file__).parent
CHANNEL = "web"
PAGE_FILES = frozenset(path.name for path in FOLDER.iterdir() if path.suffix in {".css", ".js", ".svg"})
