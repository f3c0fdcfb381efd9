"""RasaEngine on the wire: against a small server that speaks the documented form of POST /model/parse, and against a
real Rasa where one is running (`make rasa`)."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from testing import engine

from config.settings import settings
from nlu.engine import EmbeddedEngine
from nlu.lexicon import Lexicon
from nlu.rasa import client
from nlu.rasa.client import LOCAL_URL, RasaEngine, RasaServer
from nlu.schema import schema

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")  # a Monday
TOKEN = "a-token-of-the-test"
SAID = "昨天拜访了青岚张总,他嫌贵,周三下午再去一趟"
HEARD = {
    "text": SAID,
    "intent": {"name": "log_followup", "confidence": 0.91},
    "intent_ranking": [
        {"name": "log_followup", "confidence": 0.91},
        {"name": "set_reminder", "confidence": 0.05},
        {"name": "log_lead", "confidence": 0.02},
    ],
    "entities": [
        {"entity": "occurred_on", "start": 0, "end": 2, "value": "昨天", "extractor": "DIETClassifier"},
        {"entity": "method", "start": 2, "end": 4, "value": "visit", "processors": ["EntitySynonymMapper"]},
        {"entity": "customer", "start": 5, "end": 7, "value": "青岚", "confidence_entity": 0.88},
        {"entity": "contact", "start": 7, "end": 9, "value": "张总"},
        {"entity": "objection", "start": 11, "end": 13, "value": "嫌贵"},
        {"entity": "next_time", "start": 14, "end": 18, "value": "周三下午"},
        {"entity": "next_action", "start": 18, "end": 22, "value": "再去一趟"},
    ],
}


class Peer:
    """A server on a free port of the loopback. `status` and `body` are what it answers; while `silent`, nothing."""

    def __init__(self) -> None:
        self.status = 200
        self.body = json.dumps(HEARD).encode()
        self.questions: list[tuple[str, dict[str, str]]] = []  # token and body of each
        self.silent = False
        self._done = threading.Event()
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                address = urlsplit(self.path)
                assert address.path == "/model/parse"
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                peer.questions.append((parse_qs(address.query)["token"][0], body))
                if peer.silent:
                    peer._done.wait()
                    return
                self.send_response(peer.status)
                self.send_header("Content-Length", str(len(peer.body)))
                self.end_headers()
                self.wfile.write(peer.body)

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._done.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.close()


@pytest.fixture(scope="module")
def embedded() -> EmbeddedEngine:
    names = {"customers": [{"name": "青岚精密机械有限公司", "aliases": ["青岚"], "contacts": ["张总"]}]}
    return engine().with_lexicon(Lexicon.of(names))


def asking(url: str, embedded: EmbeddedEngine, timeout: float = 5.0) -> RasaEngine:
    return RasaEngine(RasaServer(url, TOKEN, timeout), embedded)


def test_what_rasa_heard_comes_in_our_normal_forms(peer: Peer, embedded: EmbeddedEngine) -> None:
    heard = asking(peer.url, embedded).parse(SAID, NOW)
    assert (heard.intent, heard.confidence) == ("log_followup", 0.91)
    assert heard.alternatives == (("set_reminder", 0.05), ("log_lead", 0.02))
    assert heard.slots == {
        "occurred_on": "2026-11-22",
        "method": "visit",
        "customer": "青岚精密机械有限公司",
        "contact": "张总",
        "objection": "price",
        "next_time": "2026-11-25T14:00:00+08:00",
        "next_action": "再去一趟",
    }
    assert heard.spans["customer"] == [5, 7]
    assert peer.questions == [(TOKEN, {"text": SAID})]


def test_spans_are_those_of_the_text_with_its_leading_blanks(peer: Peer, embedded: EmbeddedEngine) -> None:
    heard = asking(peer.url, embedded).parse(f" \n{SAID} ", NOW)
    assert heard.spans["contact"] == [9, 11]
    assert peer.questions[0][1] == {"text": SAID}


def test_an_engine_with_other_names_asks_the_same_server(peer: Peer, embedded: EmbeddedEngine) -> None:
    other = {"customers": [{"name": "青岚食品集团", "aliases": ["青岚"], "contacts": []}]}
    heard = asking(peer.url, embedded).with_lexicon(Lexicon.of(other)).parse(SAID, NOW)
    assert heard.slots["customer"] == "青岚食品集团"


GARBAGE = {
    "no JSON": b"<html>",
    "a list": b"[]",
    "no intent": b'{"entities": []}',
    "no model loaded": b'{"text": "", "intent": {"name": null, "confidence": 0.0}, "entities": []}',
    "an intent of another bot": b'{"intent": {"name": "nlu_fallback", "confidence": 0.3}, "entities": []}',
    "no number": b'{"intent": {"name": "greet", "confidence": NaN}, "entities": []}',
    "an entity outside the text": json.dumps(
        {**HEARD, "entities": [{"entity": "contact", "start": 20, "end": 99, "value": "x"}]}
    ).encode(),
    "bytes of no encoding": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE.keys())
def test_an_answer_that_is_none_is_not_used(
    peer: Peer, embedded: EmbeddedEngine, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    peer.body = body
    falls_back(asking(peer.url, embedded), embedded, caplog, "not an answer of /model/parse")


@pytest.mark.parametrize("status", [401, 409, 500, 503])
def test_a_refusal_falls_back(
    peer: Peer, embedded: EmbeddedEngine, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    peer.status, peer.body = status, b'{"status": "failure", "reason": "ParsingError"}'
    falls_back(asking(peer.url, embedded), embedded, caplog, f"HTTP {status}")


def test_a_server_that_does_not_answer_in_time_falls_back(
    peer: Peer, embedded: EmbeddedEngine, caplog: pytest.LogCaptureFixture
) -> None:
    peer.silent = True
    falls_back(asking(peer.url, embedded, timeout=0.05), embedded, caplog, "ReadTimeout")


def test_no_server_falls_back(embedded: EmbeddedEngine, caplog: pytest.LogCaptureFixture) -> None:
    peer = Peer()
    peer.close()
    falls_back(asking(peer.url, embedded), embedded, caplog, "ConnectError")


@pytest.mark.parametrize("url", ["127.0.0.1:5005", "http://", "http://127.0.0.1:port"])
def test_an_address_that_is_none_falls_back(
    embedded: EmbeddedEngine, caplog: pytest.LogCaptureFixture, url: str
) -> None:
    falls_back(asking(url, embedded), embedded, caplog, "Rasa did not answer")


def falls_back(engine: RasaEngine, embedded: EmbeddedEngine, caplog: pytest.LogCaptureFixture, reason: str) -> None:
    """The embedded engine's answer, and one line of the log that says why and gives nothing away."""
    with caplog.at_level(logging.WARNING):
        assert engine.parse(SAID, NOW) == embedded.parse(SAID, NOW)
    (line,) = (record.getMessage() for record in caplog.records)
    assert reason in line
    assert TOKEN not in line and SAID not in line


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\n", "/undo", " /greet", "贵" * 501],
    ids=["empty", "blank", "newline", "command", "intent", "long"],
)
def test_what_rasa_cannot_read_is_not_asked(
    peer: Peer, embedded: EmbeddedEngine, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    assert asking(peer.url, embedded).parse(text, NOW) == embedded.parse(text, NOW)
    assert not peer.questions and not caplog.records


def test_the_settings_know_both_names_of_each_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from config.settings import read_settings

    for name in ("RASA_URL", "XIAOBAN_RASA_URL", "RASA_TOKEN", "XIAOBAN_RASA_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert read_settings(var=tmp_path).rasa_url is None
    assert read_settings(var=tmp_path).rasa_secret == ""
    (tmp_path / "rasa-token").write_text("made\n")
    assert read_settings(var=tmp_path).rasa_secret == "made"
    monkeypatch.setenv("RASA_URL", "http://one")
    monkeypatch.setenv("RASA_TOKEN", "set")
    assert (read_settings(var=tmp_path).rasa_url, read_settings(var=tmp_path).rasa_secret) == ("http://one", "set")
    assert "set" in read_settings(var=tmp_path).secrets
    monkeypatch.setenv("XIAOBAN_RASA_URL", "http://two")
    assert read_settings(var=tmp_path).rasa_url == "http://two"


@pytest.fixture
def live(embedded: EmbeddedEngine) -> RasaEngine:
    return RasaEngine(RasaServer(settings().rasa_url or LOCAL_URL, settings().rasa_secret, 30.0), embedded)


@pytest.mark.needs_rasa
def test_a_real_rasa_answers(live: RasaEngine) -> None:
    heard = live.ask(SAID, NOW)
    assert heard.intent == "log_followup"
    assert heard.slots["next_time"] == "2026-11-25T14:00:00+08:00"
    assert SAID[slice(*heard.spans["contact"])] == heard.slots["contact"]


@pytest.mark.needs_rasa
@pytest.mark.parametrize(
    "text", ["。", "🙂", "\u200b", "a", "K12校长说预算冻结了怎么回", "ＨＴ－２０２６", "\x00\x07", "١٢٣"], ids=repr
)
def test_a_real_rasa_answers_any_text(live: RasaEngine, text: str) -> None:
    assert live.ask(text, NOW).intent in schema().intents


def test_the_folder_that_rasas_own_process_imports_from_holds_nothing_of_ours() -> None:
    folder = Path(client.__file__).parent / "server"
    names = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
    assert names == {"char_tokenizer.py", "config.yml", "constraints.txt", "requirements.txt", "serve.py"}
    for path in folder.glob("*.py"):
        assert not re.search(r"^\s*(?:from|import) (?:nlu|config|bot)\b", path.read_text("utf-8"), re.MULTILINE), path
