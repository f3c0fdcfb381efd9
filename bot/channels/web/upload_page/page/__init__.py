"""The upload page: its HTML, styles and scripts, as they are served."""

from __future__ import annotations

from pathlib import Path

__all__ = ["FOLDER", "PAGE_FILES"]
FOLDER = Path(__file__).parent
PAGE_FILES = frozenset(path.name for path in FOLDER.iterdir() if path.suffix in {".css", ".js"})
