"""A whole company on a simulated clock (`simulate`): script lines in, transcript lines out.

One thread on the same timers as the running bot: per line, what was said is handled, what is due is fired and
delivered, jumping from timer to timer, until nothing is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from bot.app import App
from bot.channels.pictures import Pictures, with_pictures
from bot.channels.simulated import NAME, REACH, Screens
from bot.messaging import sends
from bot.messaging.inbound import Media, MediaKind, kind_of_type
from bot.runtime.json_lines import BadLine, answer_each, instant, read_object
from config.files import why_not
from scheduler.clock import SimulatedClock, clock_step
from storage.conversations import Inbox, Outbox
from storage.engine import Database
from storage.media import MAX_BYTES, type_of

KEYS = {
    frozenset({"as", "text"}),
    frozenset({"as", "tap"}),
    frozenset({"as", "voice"}),
    frozenset({"as", "file"}),
    frozenset({"as", "file", "caption"}),
    frozenset({"advance"}),
    frozenset({"at"}),
    frozenset({"restart"}),
}


def so_far(db: Database) -> tuple[int, datetime | None]:
    """How many things were said to a simulated company before, and when the last message to somebody was made."""
    with db.read() as session:
        said = session.exec(select(func.count()).where(col(Inbox.channel) == NAME)).one()
        return said, session.exec(select(func.max(col(Outbox.at)))).one()


class Simulation:
    """Drives an App by hand. `rebuild` makes a new App on the same database (a restart)."""

    def __init__(self, app: App, clock: SimulatedClock, rebuild: Callable[[], App], first_event: int = 0) -> None:
        self.app = app
        self.clock = clock
        self.screens = Screens()
        self._rebuild = rebuild
        self._event = first_event

    def run(self, script: Iterable[str]) -> Iterator[Mapping[str, Any]]:
        """Transcript lines, in order of time; a bad line is answered in its place."""
        return answer_each(script, self._play)

    def step(self, line: Mapping[str, Any]) -> None:
        """Carry out one line of the script and everything that follows from it. Raises BadLine."""
        if "restart" in line:
            self.app = self._rebuild()
        elif "advance" in line:
            self.advance(self.clock.now() + duration(line["advance"]))
        elif "at" in line:
            self.advance(instant(line["at"]))
        else:
            self._receive(line)
        self.settle()

    def advance(self, to: datetime) -> None:
        """Move the clock on to `to`; everything on the way happens at its own time. Raises BadLine."""
        if to < self.clock.now():
            raise BadLine(f"时间不能往回走:现在已经是 {self.clock.now().astimezone(self.app.rules.policy.zone)}")
        self.settle()
        self.app.advance(to, self.settle)

    def settle(self) -> None:
        """Handle, fire and deliver everything that is due now."""
        while self.app.work_once() or self.app.sweep() or self._deliver():
            pass

    def _play(self, number: int, line: str) -> Iterator[Mapping[str, Any]]:
        """What is seen because of line `number`."""
        if not line.strip():
            return
        before = len(self.screens.shown)
        self.step(read_step(line))
        for shown in self.screens.shown[before:]:
            yield shown.as_line(self.app.rules.policy.zone, number, self.app.media.place_of)

    def _receive(self, line: Mapping[str, Any]) -> None:
        person = str(line["as"])
        kind: MediaKind = "voice" if "voice" in line else "file"
        media = self._media(kind, Path(line[kind]), line.get("caption", "")) if kind in line else None
        text, label = line.get("text"), line.get("tap")
        event, now = self._event + 1, self.clock.now()
        inbound = self.screens.take(event, person, now, text=text, label=label, media=media)
        if inbound is None:
            raise BadLine(f"没给 {person} 显示过按钮「{label}」")
        self._event = event
        self.app.receive(inbound)

    def _deliver(self) -> bool:
        sending = sends.claim_next(self.app.db, self.clock.now(), [REACH])
        if sending is None:
            return False
        sending = with_pictures(self.app.db, sending, Pictures(self.app.media).draw)
        self.screens.show(sending, self.clock.now())
        sends.sent(self.app.db, sending, self.clock.now())
        return True

    def _media(self, kind: MediaKind, path: Path, caption: str) -> Media:
        try:
            if path.stat().st_size > MAX_BYTES:
                raise BadLine(f"{path.name} 超过 25 MB")
            data = path.read_bytes()
        except OSError as error:
            raise BadLine(f"读不到文件 {path}:{why_not(error)}") from error
        guessed = type_of(path.name)
        pictures = {guessed} if guessed.startswith("image/") else ()
        shown = kind_of_type(guessed, pictures) if kind == "file" else kind
        return Media(shown, self.app.media.put(data, path.suffix), path.name, caption)


def read_step(text: str) -> dict[str, Any]:
    """A script line with the keys of the contract. Raises BadLine naming what is wrong."""
    line = read_object(text)
    if frozenset(line) not in KEYS:
        known = {key for keys in KEYS for key in keys}
        strange = sorted(set(line) - known)
        raise BadLine(
            f"不认识的键:{'、'.join(strange)}" if strange else f"这些键不能这样组合:{'、'.join(sorted(line))}"
        )
    for key, value in line.items():
        if key == "restart":
            if value is not True:
                raise BadLine("restart 只能是 true")
        elif not isinstance(value, str):
            raise BadLine(f"{key} 要是文字")
    return line


def duration(text: str) -> timedelta:
    """`90m`, `49h`, `2d`, `1h30m`. Raises BadLine."""
    step = clock_step(text)
    if step is None:
        raise BadLine(f"时长看不懂:{text!r}(例:90m、49h、2d、1h30m)")
    return step
