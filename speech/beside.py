"""Hearing in a process of its own: whatever a file or a model does to it, the program goes on, and its memory is not
that of the model. The process is started when the first recording comes, and again where it has ended.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Protocol

from speech.decode import Sound, decode
from speech.heard import LONGEST_MESSAGE_S, Heard
from speech.unheard import Deaf, HearingFailed, Lack, TooLong, Unplayable

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

NICENESS = 5  # turns come first
PATIENCE_S = 60.0  # for loading and decoding
OF_ONE_FORMAT = frozenset({"silk"})  # what only some recordings lack
PATIENCE_SHARE = 2.0  # and for each second that the recording may last


class Engine(Protocol):
    """What makes words of sound."""

    def transcribe(self, sound: Sound, names: Sequence[str] = ()) -> Heard:
        """What the sound says; `names` will probably be said."""


class HearingBeside:
    """Hears with the engine that `open_engine` gives; it is called in the other process, so it must be
    picklable (a function of a module, a partial of a class). `missing` says, without loading anything, what it lacks.
    Recordings are heard one after the other."""

    def __init__(self, open_engine: Callable[[], Engine], missing: Callable[[], Lack | None] = lambda: None) -> None:
        self._open_engine = open_engine
        self._missing = missing
        self._found: Lack | None = None  # by the last recording
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._one_at_a_time = threading.Lock()

    def hear(self, data: bytes, names: Sequence[str] = (), most_seconds: int = LONGEST_MESSAGE_S) -> Heard:
        """What the file `data` says. Raises Unplayable, TooLong, Deaf, or HearingFailed where the other process ended
        or took too long."""
        with self._one_at_a_time:
            connection = self._connected()
            try:
                connection.send((data, tuple(names), most_seconds))
                if not connection.poll(PATIENCE_S + PATIENCE_SHARE * most_seconds):
                    raise HearingFailed("it took too long")
                answer: Heard | Exception = connection.recv()
            except (EOFError, OSError) as error:
                self._end()
                raise HearingFailed("the process that hears has ended") from error
            except HearingFailed:
                self._end()
                raise
        if isinstance(answer, Exception):
            if isinstance(answer, Deaf) and answer.lack not in OF_ONE_FORMAT:
                self._found = answer.lack
            raise answer
        self._found = None
        return answer

    def lack(self) -> Lack | None:
        """What is missing, or was when the last recording came."""
        return self._missing() or self._found

    @property
    def process_id(self) -> int | None:
        """Of the process that hears; None while there is none."""
        return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """End the process."""
        with self._one_at_a_time:
            self._end()

    def _connected(self) -> Connection:
        if self._connection is not None and self._process is not None and self._process.is_alive():
            return self._connection
        self._end()
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._open_engine, theirs), name="hearing", daemon=True)
        self._process.start()
        theirs.close()
        return self._connection

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._connection = self._process = None


def _serve(open_engine: Callable[[], Engine], connection: Connection) -> None:
    """In the other process: hear until the program that asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits for this one
    os.nice(NICENESS)
    engine: Engine | None = None
    while True:
        try:
            data, names, most_seconds = connection.recv()
        except EOFError:
            return
        try:
            sound = decode(data, most_seconds)
            engine = engine or _opened(open_engine)
            answer: Heard | Exception = engine.transcribe(sound, names)
        except (Unplayable, TooLong, Deaf, HearingFailed) as reason:
            answer = reason
        except Exception as error:
            answer = HearingFailed(f"{type(error).__name__} after {len(data)} bytes")
        connection.send(answer)


def _opened(open_engine: Callable[[], Engine]) -> Engine:
    """The engine. Raises Deaf where it cannot be loaded: another try would not change that."""
    try:
        return open_engine()
    except Deaf:
        raise
    except Exception as error:
        raise Deaf("loading") from error
