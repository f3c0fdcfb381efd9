"""What a member sends in files is kept up to a quota, and what exceeds it is said; a stranger's files are not taken."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from fake_bot import HOME, START, ZHANG_WEI, FakeBot, said
from sqlmodel import select
from starlette.testclient import TestClient
from testing import Company

from bot.channels.simulated import NAME
from bot.channels.web.channel import WebChannel
from bot.messaging import file_quota
from bot.messaging.file_quota import OverQuota
from bot.messaging.inbound import Inbound, Media, Said
from bot.runtime.http.webapp import create_webapp
from bot.wording.turn import files_in_all, files_of_a_day
from config import policy as policies
from config.policy import Policy
from config.policy_times import FileQuota
from config.settings import Settings
from storage.conversations import Inbox, ReceivedFile
from storage.engine import Database
from storage.people import Member

LARGE = 700 * 1024  # the second is over a quota of 1 MB


def policy(mb_a_day: int = 1, mb_kept: int = 3) -> Policy:
    return policies.load().model_copy(update={"files": FileQuota(mb_a_day=mb_a_day, mb_kept=mb_kept)})


def content(number: int) -> bytes:
    return bytes([number]) * LARGE


@pytest.fixture
def browser(bot: FakeBot) -> TestClient:
    bot.policy = policy()
    app = create_webapp(bot, [WebChannel(bot, bot.policy, demo=bot)], Settings(_env_file=None))  # type: ignore[call-arg]
    return TestClient(app, base_url=HOME)


@pytest.fixture
def upload(browser: TestClient) -> Callable[[int], tuple[int, str]]:
    """Uploads a file by its number; returns the status and what is said."""

    def send(number: int, who: int | str = ZHANG_WEI) -> tuple[int, str]:
        answer = browser.post(f"/upload?as={who}&id=u{number}&name=合同.pdf", content=content(number))
        return answer.status_code, answer.json().get("error", "")

    return send


def files(bot: FakeBot, tmp_path: Path) -> int:
    return len([path for path in (tmp_path / "media").rglob("*") if path.is_file()])


OK = (200, "")


def test_above_a_days_quota_it_is_said_and_nothing_is_kept(bot: FakeBot, upload: Any, tmp_path: Path) -> None:
    assert [upload(1), upload(2)] == [OK, (413, files_of_a_day(1))]
    assert (files(bot, tmp_path), len(said(bot))) == (1, 1)
    bot.clock.at = START + timedelta(days=1)
    assert upload(2) == OK


def test_above_what_is_kept_in_all_it_is_said(bot: FakeBot, upload: Any, tmp_path: Path) -> None:
    for day in range(4):
        bot.clock.at = START + timedelta(days=day)
        assert upload(day) == OK
    bot.clock.at = START + timedelta(days=5)
    assert upload(5) == (413, files_in_all(3))
    assert files(bot, tmp_path) == 4


def test_the_same_file_counts_once(upload: Any) -> None:
    assert [upload(1), upload(1), upload(2)] == [OK, OK, (413, files_of_a_day(1))]


def test_what_could_not_be_kept_does_not_count(bot: FakeBot, upload: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(bot.media, "keep", full)
        assert upload(1)[0] == 507
    assert upload(2) == OK


def test_a_stranger_cannot_upload(bot: FakeBot, upload: Any, tmp_path: Path) -> None:
    assert upload(1, "guest-abcdef")[0] == 403
    assert (files(bot, tmp_path), said(bot)) == (0, [])


def test_many_files_at_once_do_not_pass_together(db: Database) -> None:
    with db.write() as session:
        session.add(Member(id=1, name="甲", role="rep"))
    start = Barrier(4)

    def count(number: int) -> bool:
        start.wait()
        try:
            file_quota.count(db, policy(), 1, f"key{number}", LARGE, START)
        except OverQuota:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(count, range(4))) == [False, False, False, True]


# ---- by reference, from a platform


def test_a_platforms_file_above_the_quota_is_not_fetched(company: Company, tmp_path: Path) -> None:
    company.policy = policy()
    fetched: list[str] = []
    app = company.simulation.app = company.rebuild()
    company.restarts = False

    def fetch(media: Media) -> Media:
        fetched.append(media.reference)
        key = app.media.put(media.reference.encode(), ".jpg")
        return Media(media.kind, key, size=LARGE)

    app.fetchers[NAME] = fetch
    for number in (1, 2):
        media = Media("image", reference=f"photo-{number}", size=LARGE)
        app.receive(Inbound(NAME, f"{number}", "小周", Said(media=media), company.clock.now()))
        company.simulation.settle()
    company.member("小周").hears("哪家客户")
    company.member("小周").hears(files_of_a_day(1))
    assert fetched == ["photo-1"]
    with company.db.read() as session:
        assert [row.size for row in session.exec(select(ReceivedFile))] == [LARGE]
        assert all(row.handled_at for row in session.exec(select(Inbox)))
