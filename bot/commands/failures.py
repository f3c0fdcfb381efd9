"""How what stops a command is said: one sentence for each kind of error that a file, a setting or a database causes."""

from __future__ import annotations

from subprocess import CalledProcessError

from config.files import why_not
from config.settings import SettingsError
from config.yaml_lines import ConfigError


def reason(error: Exception) -> str | None:
    """The sentence for whoever typed the command; None for an error of ours, which keeps its traceback."""
    from sqlalchemy.exc import DBAPIError

    from bot.admin.feedback import NotAccepted
    from nlu.lexicon import LexiconError
    from storage.engine import DatabaseError
    from storage.media import MediaError

    match error:
        case ConfigError() | SettingsError() | DatabaseError() | MediaError() | NotAccepted() | LexiconError():
            return str(error)
        case DBAPIError():
            return f"数据库用不了:{_first_line(error.orig)}"
        case CalledProcessError():
            return "语言模型没训练成,看看上面的原因,以及 XIAOBAN_VAR 这个文件夹能不能写"
        case OSError(filename=str() | bytes() as name):
            return f"{name!s}: {why_not(error)}"
    return None


def _first_line(error: object) -> str:
    return next(iter(str(error).splitlines()), "")
