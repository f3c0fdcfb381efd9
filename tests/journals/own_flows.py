"""Two flows for what no conversation of the bot uses yet: a question with a time limit, and a job.

They are registered wherever a journal is recorded or opened. What they say and record is never changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.access import ANY_MEMBER
from bot.app import App
from bot.conversation import SILENCE, Command, Flow
from bot.messaging.work import Work
from bot.turn.opening import Opening, Talk
from storage.engine import Database

PRODUCT = "分拣设备"


async def urgent(talk: Talk, opening: Opening) -> None:
    answer = await talk.ask("size", "要多大的样机?", ["大的", "小的"], within=timedelta(hours=1))
    await talk.say("没等到回答,样机先不寄。" if answer is SILENCE else f"样机寄{answer}。")


async def weighing(talk: Talk, opening: Opening) -> None:
    result = await talk.job("weigh", "journals.weigh", {"product": PRODUCT})
    await talk.say(f"{PRODUCT}称好了:{result.get('grams', result['error'])} 克。")


def weigh(_db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"grams": {PRODUCT: 5000}[args["product"]]}


FLOWS = (
    Flow("journals.urgent", version=1, run=urgent, starts=(Command("寄样机"),), roles=ANY_MEMBER),
    Flow("journals.weighing", version=1, run=weighing, starts=(Command("称一下"),), roles=ANY_MEMBER),
)
JOBS = {"journals.weigh": Work(weigh, retry_in=timedelta(0))}


def register(app: App) -> App:
    """`app` with these flows and jobs besides its own."""
    for flow in FLOWS:
        app.rules.table.by_name[flow.name] = flow
        for start in flow.starts:
            if isinstance(start, Command):
                app.rules.table.by_command[start.word] = flow
    app.work = {**app.work, **JOBS}
    return app
