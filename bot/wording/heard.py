"""What is said of voice messages: what was heard, and why nothing was."""

from __future__ import annotations

from collections.abc import Mapping

from speech.unheard import Fault, Lack

LONGEST_ECHO = 300  # characters
NOT_CLEAR = "没听清,换个安静点的地方再说一遍,或者打字也行。"
FAILED = "这段没听成,再发一次,或者打字告诉我。"
UNPLAYABLE: Mapping[Fault, str] = {
    "empty": "这段语音是空的,没录上。再录一次,或者打字告诉我。",
    "unknown": "这不是能放的语音,我没法听。再录一次,或者打字告诉我。",
    "broken": "这段语音放不出来,可能路上传坏了。再发一次,或者打字告诉我。",
    "no_sound": "这段里面没有声音。再录一次,或者打字告诉我。",
}
OTHER_SUM = "别的"
WHAT_SUM = "是多少?说个数就行,比如 48 万。"
_KEPT = "语音收到,已经存好,不过"
DEAF: Mapping[Lack, str] = {
    "weights": f"{_KEPT}听语音的模型还没装,先打字告诉我。要装,请管理员运行 python -m bot models get whisper-base",
    "engine": f"{_KEPT}听语音的程序还没装,先打字告诉我。要装,请管理员运行 pip install '.[speech]'",
    "loading": f"{_KEPT}听语音的模型打不开,先打字告诉我。要修,请管理员重新运行 python -m bot models get whisper-base",
    "silk": f"{_KEPT}微信的这种语音(SILK)还听不了,先打字告诉我。要听,请管理员运行 pip install '.[silk]'",
    "server": f"{_KEPT}听语音的服务现在没有回应,先打字告诉我。",
}


def echo(text: str) -> str:
    """What was heard, so that it can be put right."""
    shown = text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"
    return f"听到:「{shown}」"


def too_long(most_seconds: int) -> str:
    """It lasts longer than a message may."""
    return f"这段太长了,一次最多听 {most_seconds // 60} 分钟。分成几段说,或者打字告诉我。"


def which_sum(heard: str) -> str:
    """A sum that may have been misheard is asked."""
    return f"金额我听着像 {heard},怕听岔了,是哪个?"
