"""The local chat: who is looking (viewers), what they are shown (entries), who may ask at all (guard), how the process
is doing (health), the demo's clock (demo_clock), and beside them the page itself."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
CHANNEL = "web"
PAGE_FILES = frozenset(path.name for path in FOLDER.iterdir() if path.suffix in {".css", ".js", ".svg"})
