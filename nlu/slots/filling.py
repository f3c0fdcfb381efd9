"""Which slots a message fills, given its intent: the readers that schema.yml names for it, one after the other."""

from __future__ import annotations

from collections.abc import Mapping

from nlu.reading import Reading
from nlu.schema import SchemaError, schema
from nlu.slots import (
    corrections,
    instructions,
    names,
    objections,
    reports,
    stages,
    sums,
    tickets,
    times,
    verbatim,
)
from nlu.slots.filled import Filled, Reader, Source
from nlu.statements.corrections import taken_back
from nlu.statements.records import Record, records
from nlu.statements.unplaced import TAKES_CLAUSE, unplaced

FOLLOWUP = "followup"  # the reader of reports of a contact

READERS: Mapping[str, Reader] = {
    FOLLOWUP: reports.followup,
    "lead": reports.lead,
    "stage_moved_to": stages.moved_to,
    "closing": stages.closing,
    "queried_stages": stages.queried,
    "reminder": times.reminder,
    "postponement": times.postponement,
    "reminder_meant": times.reminder_meant,
    "taker": instructions.taker,
    "instruction": instructions.instruction,
    "duration": times.duration,
    "period": times.period,
    "ticket": tickets.ticket,
    "topic": objections.topic,
    "offered_script": verbatim.offered_script,
    "daily_action": verbatim.daily_action,
    "correction": corrections.correction,
    "sums": sums.sums,
}


_OF_A_DEAL = ("close_deal",)  # intents that say one thing of each deal


def fill(intent: str, reading: Reading) -> list[Filled]:
    """One Filled a record, at least one, in the order of the message."""
    intent_schema = schema().intents[intent]
    if not intent_schema.slots:
        return [Filled()]
    if intent_schema.several_records:
        filled = [fill_record(intent, reading, record) for record in records(reading)]
        return [part for one in filled for part in (one.parted("product", "amount") if intent in _OF_A_DEAL else [one])]
    return [fill_record(intent, reading, Record(None, (0, len(reading.text)), (0, 0)))]


def fill_record(intent_name: str, reading: Reading, record: Record) -> Filled:
    """The slots of one record of a message."""
    intent = schema().intents[intent_name]
    source = Source(reading, record, intent, tuple(taken_back(reading)) if intent.corrects else ())
    filled = Filled()
    names.names(source, filled)
    for reader in intent.readers:
        READERS[reader](source, filled)
    if FOLLOWUP in intent.readers:
        taken = [span for slot in TAKES_CLAUSE for _, span in filled.found.get(slot, ())]
        filled.unplaced = unplaced(reading, record.span, taken)
    return filled


def check_readers() -> None:
    """Raises SchemaError if the schema names a reader that there is not."""
    for intent in schema().intents.values():
        if unknown := [reader for reader in intent.readers if reader not in READERS]:
            raise SchemaError(f"intents.{intent.name}.read_by: there is no reader {', '.join(unknown)}")
