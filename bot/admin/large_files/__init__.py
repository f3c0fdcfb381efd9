"""Files that are too large for a chat: they come through a page of ours, in parts, and go on as if they had been sent
there.

In: who asks for a link, from where and for what; then the parts of a file, which may be cut off and taken up again.
Out: a signed link (`links`), the upload that it opened in one browser (`opening`), a message in the inbox once the file
is whole (`receiving`); what is never finished is forgotten (`leftovers`). `content` says what a file is by its bytes.
"""

from bot.admin.large_files.leftovers import forget
from bot.admin.large_files.links import PATH, UPLOAD_LINK, UploadLinks, upload_links, work
from bot.admin.large_files.opening import NotOpened, Opening, Standing
from bot.admin.large_files.receiving import PART_BYTES, Elsewhere, NotTaken, Receiving

__all__ = [
    "PART_BYTES",
    "PATH",
    "UPLOAD_LINK",
    "Elsewhere",
    "NotOpened",
    "NotTaken",
    "Opening",
    "Receiving",
    "Standing",
    "UploadLinks",
    "forget",
    "upload_links",
    "work",
]
