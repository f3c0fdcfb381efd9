"""How requests of the page are answered: one of its own files, or a sentence saying why not."""

from __future__ import annotations

from starlette.responses import FileResponse, JSONResponse, Response

from bot.channels.web.page import FOLDER


def html(name: str, status: int = 200) -> Response:
    """A page; never kept by the browser, because who is looking decides which it is."""
    return FileResponse(FOLDER / name, status_code=status, headers={"Cache-Control": "no-store"})


def sorry(reason: str, status: int) -> JSONResponse:
    """Why there is no answer, for a person."""
    return JSONResponse({"error": reason}, status)
