"""A server of embeddings that speaks OpenAI's protocol: a text's vector is what the word vectors make of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from knowledge.embedding.word_vectors import WordVectors

KEY = "sk-of-tests"
MODEL = "words"


class EmbeddingServer(ThreadingHTTPServer):
    """`broken`, a status with a body, is what it answers instead."""

    broken: tuple[int, bytes] | None = None
    daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: EmbeddingServer
    words = WordVectors()

    def do_POST(self) -> None:
        asked: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.broken is not None:
            return self._answer(*self.server.broken)
        if self.headers["Authorization"] != f"Bearer {KEY}":
            return self._answer(401, b'{"error": {"message": "invalid key"}}')
        if self.path != "/v1/embeddings" or asked["model"] != MODEL:
            return self._answer(404, b"{}")
        rows = enumerate(self.words.documents(asked["input"]).tolist())
        data = [{"object": "embedding", "index": index, "embedding": row} for index, row in rows]
        data.reverse()  # no order is promised
        return self._answer(200, json.dumps({"object": "list", "data": data, "model": MODEL}).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_of: object) -> None:
        pass


@contextmanager
def embedding_server() -> Iterator[EmbeddingServer]:
    """The server on a free port of this machine."""
    server = EmbeddingServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
