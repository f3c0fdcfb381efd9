"""Serves the trained model: `python nlu/rasa/server/serve.py MODEL HOST PORT`, in Rasa's own environment.

Two things that `rasa run` leaves to the caller: the token comes from XIAOBAN_RASA_TOKEN, not from a command line that
every user of the machine can read, and a first question, slow because TensorFlow compiles then, is asked here.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request

from rasa.__main__ import main as rasa  # type: ignore[import-not-found]

TRIES = 120  # a second apart
FIRST_QUESTION = "刚跟客户通完电话"


def main(model: str, host: str, port: str) -> None:
    token = os.environ.pop("XIAOBAN_RASA_TOKEN")
    threading.Thread(target=_warm_up, args=(f"http://{host}:{port}/model/parse?token={token}",), daemon=True).start()
    sys.argv = ["rasa", "run", "--enable-api", "--auth-token", token, "-m", model, "-i", host, "-p", port]
    rasa()


def _warm_up(address: str) -> None:
    body = json.dumps({"text": FIRST_QUESTION}).encode()
    for _ in range(TRIES):
        try:
            with urllib.request.urlopen(urllib.request.Request(address, body), timeout=60):
                print("Rasa 已就绪 (ready)", flush=True)  # noqa: T201 - this is a program of its own
                return
        except urllib.error.HTTPError:
            return  # it runs but without a model; its log says why
        except OSError:
            time.sleep(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
