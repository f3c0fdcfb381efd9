"""Says how many seconds a recording lasts, as a program of its own: `python length_reader.py FILE`, started by
`length`. Recordings are anybody's, and what opens them is large: so this one has little memory and time.

It prints the seconds; the exit status says how it went.
"""

from __future__ import annotations

import resource
import sys

MEMORY, SECONDS = 2_000_000_000, 30
DONE, DAMAGED, UNKNOWN = 0, 3, 5  # exit statuses; any other: it was ended


def main(file: str) -> int:
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        import av
    except ImportError:
        return UNKNOWN
    try:
        with av.open(file) as container:
            if not (container.streams.audio or container.streams.video):
                return DAMAGED
            seconds = container.duration / 1_000_000 if container.duration else _by_packets(container)
    except Exception:
        return DAMAGED
    sys.stdout.write(f"{seconds:.3f}")
    return DONE


def _by_packets(container: object) -> float:
    """A browser's recording does not say how long it is."""
    last = 0.0
    for packet in container.demux():  # type: ignore[attr-defined]
        if packet.pts is not None and packet.time_base is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return last


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
