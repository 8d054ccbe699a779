"""Standard streams that outlast their reader: `sim compare … | head` writes its results all the same."""

import errno
import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Outlasting(io.FileIO):
    """An open file that takes whatever is written, and drops it once it can go nowhere.

    Attributes:
        failure: why nothing can be written any more, or None.
    """

    failure: OSError | None = None

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write, or drop; return how many bytes are done with."""
        if self.failure is None:
            try:
                return super().write(data)
            except OSError as error:
                self.failure = error
        return len(memoryview(data).cast("B"))


def outlast_readers() -> None:
    """Let standard output and error outlast their readers; a terminal that lacks a sign shows `?`."""
    sys.stdout, sys.stderr = (
        _outlasting(stream) if isinstance(stream, io.TextIOWrapper) else stream
        for stream in (sys.stdout, sys.stderr)
    )


def _outlasting(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    if stream.isatty():
        stream.reconfigure(errors="replace")
        return stream
    stream.flush()
    raw = io.BufferedWriter(Outlasting(stream.fileno(), "w", closefd=False))
    return io.TextIOWrapper(
        raw, encoding=stream.encoding, errors="replace", line_buffering=stream.line_buffering
    )


def undelivered() -> OSError | None:
    """Return why what was printed did not arrive, or None; a reader who has gone did not want it."""
    buffer = getattr(sys.stdout, "buffer", None)
    failure = getattr(getattr(buffer, "raw", None), "failure", None)
    return failure if isinstance(failure, OSError) and failure.errno != errno.EPIPE else None
