"""A real headless browser for tests of the page. Scripts in strings do not run there: the page's policy forbids it."""

from __future__ import annotations

import os
import shutil
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
PATIENCE_SECONDS = 60  # a busy machine is slow, and no test is about that
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, size: dict[str, int], scheme: str = "light") -> Iterator[Page]:
    """A page whose errors fail the test."""
    scale = 2 if size["width"] < 600 else 1
    context = browser.new_context(viewport=size, device_scale_factor=scale, color_scheme=scheme, locale="zh-CN")  # type: ignore[arg-type]
    context.grant_permissions(["microphone"])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert errors == []


def say(page: Page, text: str) -> None:
    """Type a message and send it."""
    box = page.get_by_label("要说的话")
    box.fill(text)
    box.press("Enter")
    expect(box).to_have_value("")


def picture(page: Page, name: str) -> None:
    """Keep a screenshot, where somebody asked for them."""
    folder = os.environ.get("XIAOBAN_SCREENSHOT")
    if folder:
        page.mouse.move(1, 1)
        page.wait_for_timeout(500)  # let bubbles arrive
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
