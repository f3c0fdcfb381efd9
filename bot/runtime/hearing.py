"""What voice messages are heard with."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from config.settings import Settings
from config.yaml_lines import ConfigError
from speech import openai_whisper, whisper
from speech.beside import HearingBeside
from speech.openai_whisper import OpenAIWhisper
from speech.server import TranscriptionServer
from speech.whisper import Whisper
from storage.weights.catalogue import folder_of

USUAL = "whisper-base"
OFF, ORIGINAL = "off", "openai-whisper"


def choose_hearing(settings: Settings) -> HearingBeside | None:
    """As XIAOBAN_HEARING says; without a wish Whisper base, which says itself where it is missing. None if nothing is
    to be heard. Nothing is loaded yet. Raises ConfigError for what is none of these."""
    wanted = settings.hearing
    if wanted == OFF:
        return None
    if not wanted:
        return _whisper(folder_of(USUAL, settings.models))
    name, _, model = wanted.partition(":")
    if name == ORIGINAL:
        return HearingBeside(partial(OpenAIWhisper, model or "base"), openai_whisper.missing)
    if wanted.startswith(("http://", "https://")):
        if settings.hearing_model is None:
            raise ConfigError("XIAOBAN_HEARING 写了网址,还要用 XIAOBAN_HEARING_MODEL 写明模型的名字。")
        key = settings.hearing_key
        secret = key.get_secret_value() if key else None
        return HearingBeside(partial(TranscriptionServer, wanted, settings.hearing_model, secret))
    if not Path(wanted).is_dir():
        raise ConfigError(f"XIAOBAN_HEARING 写的「{wanted}」不是 off、模型文件夹、openai-whisper 或者网址。")
    return _whisper(Path(wanted))


def _whisper(folder: Path) -> HearingBeside:
    return HearingBeside(partial(Whisper, folder), partial(whisper.missing, folder))
