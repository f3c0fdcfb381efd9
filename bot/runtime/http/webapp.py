"""What this process answers over HTTP: how it is doing, and whatever its channels state, behind one guard."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from bot.channels.base import Channel
from bot.runtime.http.guard import Guard
from bot.runtime.http.health import Health, Watched
from config.settings import Settings


def create_webapp(app: Watched, channels: Collection[Channel], settings: Settings) -> Starlette:
    """The ASGI application."""
    hosts = {settings.web_host, urlsplit(settings.home).hostname or ""}
    routes = [route for channel in channels for route in channel.routes()]
    return Starlette(
        routes=[Route("/healthz", Health(app, channels).answer), *routes],
        middleware=[Middleware(Guard, hosts=hosts, home=settings.home)],
    )
