"""The lines of the server's log: when (UTC), how grave, from where (an address), what.

Nothing that somebody sent can pass for a line of its own: control signs are written as escapes, and what follows a
line, such as a traceback, is indented.
"""

import logging
import re
import time

from flask import has_request_context, request

from agm.language.characters import HIDDEN_IN_LINE, UNSEEN

FORMAT = "%(asctime)s %(levelname)s %(caller)s %(name)s: %(message)s"
_HIDDEN = re.compile(rf"[{HIDDEN_IN_LINE}\t{UNSEEN}]")


class LogLine(logging.Formatter):
    converter = time.gmtime  # type: ignore[assignment]  # as the documentation of logging does
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's own name
        record.caller = (request.remote_addr if has_request_context() else None) or "-"
        return escaped(super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        first, *further = super().format(record).split("\n")
        return "\n".join([first, *(f"    {escaped(line)}" for line in further)])


def escaped(text: str) -> str:
    return _HIDDEN.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


def write_log_lines(level: int = logging.WARNING) -> None:
    """Send what this process logs, from this level on, to its standard error in lines of this form."""
    handler = logging.StreamHandler()
    handler.setFormatter(LogLine())
    logging.basicConfig(level=level, handlers=[handler])
