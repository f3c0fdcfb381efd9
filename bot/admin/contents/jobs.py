"""Bringing a file that was sent into the library, as jobs: each may be killed and run again at any moment.

What was read is kept in the media store as JSON lines; it becomes the library's in one transaction.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot import access
from bot.admin.contents.gathering import gather_sent, sorted_problems
from bot.admin.importing import apart
from bot.admin.library import TOLD_EVERY, embed_new, tell_superseded
from bot.conversation.messages import Message
from bot.messaging import outbox
from bot.messaging.work import Work
from bot.wording.library import importing as wording
from config.policy import Policy
from knowledge import importing, withdrawing
from knowledge.files import Contents
from knowledge.items import Item, read_item
from knowledge.library import Library
from storage.conversations import Run
from storage.engine import Database
from storage.media import MediaStore, beginning_of

READ, BRING_IN, TAKE_BACK = "library.read", "library.bring_in", "library.take_back"
LARGE_FILE = 256 * 1024  # bytes of a file that is read in a process of its own
MOST_SAID = 20  # problems, of each kind of remarks
EXAMPLES = 5
Args = Mapping[str, Any]
Result = Mapping[str, Any]


@dataclass(frozen=True)
class ContentReader:
    """Reads files that were sent. It can be handed to another process."""

    policy: Policy
    media: MediaStore

    def read(self, db: Database, args: Args) -> Result:
        """What the file `key` holds: the key of its items, what bringing them in would change, what is wrong."""
        with db.read() as session:
            speaker = access.speaker(session, args["member"])
        if speaker is None or not access.may_fill_library(speaker):
            return {"refused": "decides"}
        try:
            contents = gather_sent(args["name"], beginning_of(self.media, args["key"]))
        except (OSError, ValueError):
            return {"refused": "gone"}
        items = list(contents.items.values())
        try:
            staged = self.media.put(_packed(items), ".jsonl.gz")
        except ValueError:
            contents.problem(args["name"], "too_many")
            return {"staged": "", **summed_up(db, Contents(problems=contents.problems))}
        return {"staged": staged, **summed_up(db, contents)}


@dataclass(frozen=True)
class ContentImports:
    """`has_processes`: whether large files are read in processes of their own, as in the running bot."""

    policy: Policy
    media: MediaStore
    library: Library
    has_processes: bool = False

    def work(self) -> Mapping[str, Work]:
        """The kinds of jobs."""
        limit = timedelta(minutes=30)
        kinds = {READ: self.read, BRING_IN: self.bring_in, TAKE_BACK: self.take_back}
        return {kind: Work(run, time_limit=limit) for kind, run in kinds.items()}

    def read(self, db: Database, args: Args) -> Result:
        """See ContentReader."""
        reader = ContentReader(self.policy, self.media)
        if self.has_processes and self._is_large(args):
            return apart.run(db, reader, "read", args)
        return reader.read(db, args)

    def bring_in(self, db: Database, args: Args) -> Result:
        """Bring in the items that were read, and make them ready to be found. The result says how many."""
        at = datetime.fromisoformat(args["at"])
        try:
            items = _unpacked(self.media.read(args["staged"]))
        except FileNotFoundError:
            return {"refused": "gone"}
        with db.write_at_leisure() as session:
            speaker = access.speaker(session, args["member"])
            if speaker is None or not access.may_fill_library(speaker):
                return {"refused": "decides"}
            access.hold_rights(session, speaker)
            done = withdrawing.bring_in(session, speaker.member_id, args["run"], args["name"], items, at)
            import_id = withdrawing.of_run(session, args["run"])
            tell_superseded(session, self.policy, done, at)
        embed_new(db, self.library.embedder, self._progress(db, args))
        return {"import": import_id, "added": done.added, "updated": done.updated, "unchanged": done.unchanged}

    def take_back(self, db: Database, args: Args) -> Result:
        """Take an import back; how many items are as before, and how many stay."""
        with db.write_at_leisure() as session:
            done = withdrawing.take_back(session, args["import"], datetime.fromisoformat(args["at"]))
        return {"gone": True} if done is None else {"back": done[0], "kept": done[1]}

    def _is_large(self, args: Args) -> bool:
        try:
            with self.media.open(args["key"]) as file:
                return len(file.read(LARGE_FILE + 1)) > LARGE_FILE
        except (OSError, ValueError):
            return False

    def _progress(self, db: Database, args: Args) -> Callable[[int], None]:
        def tell(number: int) -> None:
            if number % TOLD_EVERY == 0:
                _say(db, args, wording.made_ready(number))

        return tell


def summed_up(db: Database, contents: Contents) -> dict[str, Any]:
    """What was read, in short, as JSON: counts, examples, problems, and what bringing it in would change."""
    items = list(contents.items.values())
    with db.read() as session:
        changes = importing.changes(session, items)
        gone = importing.gone(session, contents.sources, contents.items.keys())
    kinds: dict[str, int] = {}
    for item in items:
        kinds[item.kind] = kinds.get(item.kind, 0) + 1
    shown = [*changes.new, *(item for item, _ in changes.changed)][:EXAMPLES]
    examples = [
        [item.title, item.kind, [*item.industry, *item.buyer_role], contents.places[item.code].file] for item in shown
    ]
    problems = sorted_problems(contents.problems)
    return {
        "files": contents.files,
        "kinds": kinds,
        "added": changes.counts.added,
        "updated": changes.counts.updated,
        "unchanged": changes.unchanged,
        "examples": examples,
        "problems": [list(astuple(problem)) for problem in problems[:MOST_SAID]],
        "problem_count": len(problems),
        "notes": [list(astuple(note)) for note in contents.notes[:MOST_SAID]],
        "gone": [list(each) for each in gone[:MOST_SAID]],
        "gone_count": len(gone),
    }


def _say(db: Database, args: Args, text: str) -> None:
    with db.write() as session:
        conversation_id = session.get_one(Run, args["run"]).conversation_id
        at = datetime.fromisoformat(args["at"])
        outbox.put(session, conversation_id, Message(text), at, cause=f"library:{args['run']}")


def _packed(items: list[Item]) -> bytes:
    lines = (json.dumps(item.as_data, ensure_ascii=False) for item in items)
    return gzip.compress("\n".join(lines).encode("utf-8", "surrogatepass"), mtime=0)


def _unpacked(data: bytes) -> list[Item]:
    lines = gzip.decompress(data).decode("utf-8", "surrogatepass").split("\n")
    return [read_item(json.loads(line)) for line in lines if line]
