"""The kinds of work that conversations order or wait for."""

from __future__ import annotations

from collections.abc import Mapping

from bot.admin import board_links, exporting, large_files, qr_login
from bot.admin.board_links import BoardLinks
from bot.admin.contents import ContentImports
from bot.admin.dropped_files import DroppedFiles
from bot.admin.figures import KeptFigures
from bot.admin.forecasting import Forecasting
from bot.admin.heard_calls import HeardCalls, Read
from bot.admin.importing import Imports
from bot.admin.large_files import UploadLinks
from bot.admin.library import LibrarySearch
from bot.admin.practice import drilling, exam_marks
from bot.admin.practice.exam_calls import CallCheck, CallChecks
from bot.admin.qr_login import QrLogin
from bot.messaging.work import Work
from coaching.exam.questions import bank
from config.policy import Policy
from knowledge.library import Library
from storage.media import MediaStore


def jobs(
    policy: Policy,
    media: MediaStore,
    library: Library,
    read: Read,
    *,
    has_processes: bool,
    call_check: CallCheck | None = None,
    login: QrLogin | None = None,
) -> Mapping[str, Work]:
    """Slow work that nobody waits for in front of the screen; the large in processes of its own if there are any.
    Without a `call_check` recorded calls are kept until there is one; `read` understands what is said in them. By
    `login` people log in on a platform."""
    contents = ContentImports(policy, media, library, has_processes)
    heard = HeardCalls(call_check.transcribe if call_check is not None else None, read)
    figures = (KeptFigures(policy), Forecasting(policy))
    small = (CallChecks(call_check, policy.exam), heard, DroppedFiles(media), *figures)
    jobs = {**Imports(policy, media, has_processes).work(), **contents.work(), **qr_login.jobs(login)}
    return jobs | {kind: work for job in small for kind, work in job.work().items()}


def steps(
    policy: Policy,
    library: Library,
    media: MediaStore,
    board: BoardLinks | None = None,
    uploads: UploadLinks | None = None,
    login: QrLogin | None = None,
) -> Mapping[str, Work]:
    """Steps of flows outside the transaction, for whose result a person waits (talk.call)."""
    bank()  # read before anybody is examined
    searched = LibrarySearch(library, policy).work()
    small = {**drilling.work(policy), **exam_marks.work(), **board_links.work(policy, board)}
    made = {**large_files.work(policy, uploads), **exporting.work(policy, media), **qr_login.steps(login)}
    return {**searched, **small, **made}
