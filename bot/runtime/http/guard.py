"""Which requests are answered at all, and what a browser may do with the answers.

Only hosts we are known by are answered (a rebound DNS name is not one of them); a WebSocket and whatever changes
something must come from our own page: from the address asked, or from our public one, of which a proxy that passes on
another Host keeps only the Origin.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
OPEN_PATHS = frozenset({"/healthz"})  # a load balancer asks by number
SAFE_METHODS = frozenset({"GET", "HEAD"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(self), geolocation=()",
}


class Guard:
    """Middleware. `hosts` are the names we answer to beside the local ones, `home` the address people open."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], home: str) -> None:
        self._app = app
        self._hosts = LOCAL | {host.lower() for host in hosts}
        self._home = _address(home)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        trouble = None if scope["path"] in OPEN_PATHS else self._trouble(scope)
        if trouble is None:
            return await self._app(scope, receive, _with_headers(send))
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "origin"})
        else:
            await PlainTextResponse(trouble, 403)(scope, receive, _with_headers(send))

    def _trouble(self, scope: Scope) -> str | None:
        """Why a request is not answered, for a person; None if it is."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if _hostname(host) not in self._hosts:
            return f"销伴不认识这个地址:{host[:100]}。要用它打开,请把设置 XIAOBAN_WEB_URL 改成这个网址。"
        origin = headers.get("origin")
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if changes and origin is not None and _netloc(origin.lower()) != host and _address(origin) != self._home:
            return "这个请求不是从销伴自己的页面发来的。"
        return None


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _address(url: str) -> tuple[str, str | None, int | None] | None:
    """What an origin is compared by: scheme, host and port. None for what is none ("null")."""
    try:
        parts = urlsplit(url.lower())
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
