"""What a recording says: whatever a channel sends becomes 16 kHz sound (`decode`), and sound becomes words (`whisper`
and the other engines, behind the protocol `Hearing`).

In: the bytes of a file, and the names that will probably be said. Out: `Heard`, which is empty where nothing was said
clearly: never an invention. The program hears in a process of its own (`beside`), which is started when it is needed.
"""

__all__ = [
    "beside",
    "containers",
    "decode",
    "heard",
    "keeping",
    "names",
    "openai_whisper",
    "pieces",
    "server",
    "silk",
    "simplified",
    "speakers",
    "unheard",
    "whisper",
]
