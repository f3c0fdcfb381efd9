"""What is attached to a message, on both databases: kept with it, taken up with it, offered again with it, found by
key for whoever it was sent to."""

from __future__ import annotations

from datetime import datetime

from known import Known

from bot.channels.web import entries
from bot.conversation.attachments import Attachment, Audio, Chart, Document, Image
from bot.conversation.messages import Message
from bot.messaging import offers, outbox, sends
from bot.messaging.sends import Reach
from storage.conversations import Outbox
from storage.engine import Database

REACH = Reach("app", recognises_repeats=False)
CHART = Chart.of({"阶段": [12, 3]}, "线索 12 家")
ATTACHMENTS: tuple[Attachment, ...] = (Image("i.png", "图"), CHART, Audio("v_1%.ogg"), Document("d.pdf", "other.pdf"))


def put(db: Database, to: Known, now: datetime, *attachments: Attachment, image: str | None = None) -> int:
    with db.write() as session:
        return outbox.put(session, to.conversation_id, Message("看", image=image, attachments=attachments), now)


def test_they_go_out_with_their_message(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], now, *ATTACHMENTS, image="old.png")
    put(db, people[1], now)
    first, second = (sends.claim_next(db, now, [REACH]) for _ in range(2))
    assert first is not None and second is not None
    assert first.attached == (Image("old.png"), *ATTACHMENTS)
    assert second.attached == ()


def test_a_chart_that_was_drawn_stays_drawn(db: Database, people: list[Known], now: datetime) -> None:
    row = put(db, people[0], now, CHART)
    claimed = sends.claim_next(db, now, [REACH])
    assert claimed is not None
    drawn = Chart(CHART.specification, CHART.text, "drawn.png")
    assert sends.drawn(db, claimed, [drawn]).attached == (drawn,)
    with db.read() as session:
        assert sends.attachments_of(session.get_one(Outbox, row).attachments) == (drawn,)


def test_what_may_not_have_arrived_still_has_them(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], now, *ATTACHMENTS)
    claimed = sends.claim_next(db, now, [REACH])
    assert claimed is not None
    sends.doubtful(db, claimed, "no answer")
    with db.write() as session:
        (row,) = offers.take_doubtful(session, people[0].conversation_id)
        assert sends.attachments_of(row.attachments) == ATTACHMENTS


def test_a_file_is_found_by_its_key_in_its_conversation_only(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], now, *ATTACHMENTS)
    put(db, people[0], now, image="old.png")
    put(db, people[1], now)
    keys = ("old.png", "i.png", "v_1%.ogg", "d.pdf", "other.pdf", "vx1x.ogg", "png", '"', "图")
    with db.read() as session:
        found = {key for key in keys if entries.has_media(session, people[0].conversation_id, key)}
        others = [key for key in keys if entries.has_media(session, people[1].conversation_id, key)]
    assert found == {"old.png", "i.png", "v_1%.ogg", "d.pdf"} and others == []
