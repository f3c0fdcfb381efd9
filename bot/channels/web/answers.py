"""How requests of the page are answered: one of its own files, or a sentence saying why not."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from bot.channels.web.page import FOLDER


def html(name: str, status: int = 200) -> Response:
    """A page; never kept by the browser, because who is looking decides which it is."""
    return FileResponse(FOLDER / name, status_code=status, headers={"Cache-Control": "no-store"})


def sorry(reason: str, status: int) -> JSONResponse:
    """Why there is no answer, for a person."""
    return JSONResponse({"error": reason}, status)


def page_file(folder: Path, names: Collection[str], request: Request) -> Response:
    """A file that belongs to a page, of those in its folder that anybody may have."""
    name = request.path_params["name"]
    if name not in names:
        return sorry("没有这个文件。", 404)
    return FileResponse(folder / name, headers={"Cache-Control": "no-cache"})
