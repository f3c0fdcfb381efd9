"""The trained model of intents, kept in a folder: trained once for each state of the data, the rules and the code.

python -m nlu.intent.trained CACHE [--learned FILE] [--data FOLDER]
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from nlu.digest import digest_of
from nlu.intent.classifier import IntentModel
from nlu.intent.examples import DATA, read_examples, read_file
from nlu.text.concepts import shipped

MODULE = "nlu.intent.trained"  # also where it is the main module
log = logging.getLogger(__name__)


def trained_model(cache: Path, learned: Path | None = None, data: Path = DATA) -> IntentModel:
    """The model of the examples in the folder `data` and in the file `learned`, if there is such a file. Training
    takes some seconds and is said in the log; afterwards arrays are read from the folder `cache`."""
    path = _path(cache, learned, data)
    if not path.exists():
        began = perf_counter()
        log.warning("training the intent model, once for this state of the training data")
        # A process of its own: what training loads (scikit-learn, 150 MB) goes with it.
        options = ["--data", str(data), *(["--learned", str(learned)] if learned is not None else [])]
        subprocess.run([sys.executable, "-m", MODULE, str(cache), *options], check=True)
        log.warning("trained the intent model in %.1f s", perf_counter() - began)
    return IntentModel.load(path)


def prepare(cache: Path, learned: Path | None = None, data: Path = DATA) -> None:
    """Train in this process, where the model of this state is not in the folder yet."""
    path = _path(cache, learned, data)
    if not path.exists():
        from nlu.intent.training import train

        examples = read_file(learned) if learned is not None and learned.exists() else ()
        train(read_examples(data), shipped(), examples).save(path)


def _path(cache: Path, learned: Path | None, data: Path) -> Path:
    files = sorted(data.glob("*.yml"))
    if learned is not None and learned.exists():
        files.append(learned)
    return cache / f"intents-{digest_of(MODULE, *files)}.npz"


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cache", type=Path, help="the folder that the model is kept in")
    arguments.add_argument("--learned", type=Path, help="examples learned from use, in the form of nlu/data")
    arguments.add_argument("--data", type=Path, default=DATA, help="the folder of the shipped examples")
    given = arguments.parse_args()
    prepare(given.cache, given.learned, given.data)
