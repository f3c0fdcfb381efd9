"""The contract with a transcription server of OpenAI's interface, held against a small one on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from speech.decode import RATE
from speech.server import TranscriptionServer
from speech.unheard import Deaf, HearingFailed

SOUND = np.zeros(2 * RATE, np.float32)


class Answering(BaseHTTPRequestHandler):
    """Answers with what the test has put on the server, and keeps what it was asked."""

    server: Standing

    def do_POST(self) -> None:
        self.server.asked.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        status, body = self.server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Standing(ThreadingHTTPServer):
    answer: tuple[int, bytes] = (200, b"")

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@pytest.fixture
def standing() -> Iterator[Standing]:
    server = Standing()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_recording_is_sent_as_wav_with_the_names(standing: Standing) -> None:
    parts = [{"id": 0, "start": 0.0, "end": 2.0, "text": "刚跟李總打完電話", "avg_logprob": -0.1}]
    words = [{"word": "刚", "start": 0.0, "end": 0.2}, {"word": "跟", "start": 1.2, "end": 1.4}]
    standing.answer = 200, json.dumps({"text": "刚跟李總打完電話", "segments": parts, "words": words}).encode()
    found = TranscriptionServer(standing.address, "whisper-1", "secret").transcribe(SOUND, ["李总"])
    assert (found.text, found.pauses) == ("刚跟李总打完电话", ((0.2, 1.2),))
    ((path, headers, body),) = standing.asked
    assert path == "/v1/audio/transcriptions" and headers["Authorization"] == "Bearer secret"
    for part in (b'name="model"\r\n\r\nwhisper-1', b'name="language"\r\n\r\nzh', "李总".encode(), b"RIFF", b"WAVE"):
        assert part in body


def test_a_server_that_gives_only_the_text_is_enough(standing: Standing) -> None:
    standing.answer = 200, '{"text": "他嫌贵"}'.encode()
    found = TranscriptionServer(standing.address, "m").transcribe(SOUND)
    assert (found.text, found.words) == ("他嫌贵", ())


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((401, b"{}"), Deaf),
        ((200, b"no json"), Deaf),
        ((200, b"[]"), Deaf),
        ((503, b"{}"), HearingFailed),
        ((429, b"{}"), HearingFailed),
    ],
)
def test_what_goes_wrong_there_is_said(standing: Standing, answer: tuple[int, bytes], error: type[Exception]) -> None:
    standing.answer = answer
    with pytest.raises(error):
        TranscriptionServer(standing.address, "m").transcribe(SOUND)


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(Deaf):
        TranscriptionServer("http://127.0.0.1:9/v1", "m").transcribe(SOUND)
