"""Log lines, as JSON or for the eye, without what must not be read in them: tokens of previews, what is personal."""

import json
import logging
import re
from functools import lru_cache
from json.encoder import encode_basestring
from time import gmtime, strftime

from firm import answering, masking

TOKEN = re.compile(r"(/preview/)[^/\s\"'?#]+")  # all that it takes to open a preview
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
LONGEST = 20_000  # characters of one text
SHORT = 200  # characters of what is worth remembering
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# What no line of ours names is not looked up for each (logging's HOWTO, "Optimization").
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = logging.logAsyncioTasks = False


def discreet(text: str) -> str:
    """The text without tokens, personal numbers and values of refused rows, wherever they stand; cut where it is very long."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]}\n……（略去 {len(text) - LONGEST} 字）……\n{text[-LONGEST // 2 :]}"
    if "/preview/" in text:
        text = TOKEN.sub(r"\1…", text)
    return masking.masked(masking.without_rows(text))


def plain(text: str) -> str:
    """The text with each sign that could move a cursor, turn the direction of writing or end a line written as \\u….

    Line feeds and tabs stay: in JSON they are escaped already.
    """
    return text if text.isprintable() else UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class JsonFormatter(logging.Formatter):
    """A line is one JSON object: at, level, logger, request_id, then what the request line holds, or message and exception."""

    def format(self, record: logging.LogRecord) -> str:
        if fields := getattr(record, "fields", None):
            return _request_line(record, fields)
        line = {"at": _at(record.created), "level": record.levelname, "logger": record.name}
        line |= _context(record) | {"message": discreet(record.getMessage())}
        if trace := _trace(self, record):
            line["exc_info"] = discreet(trace)
        return plain(_json.encode(line))


def _request_line(record: logging.LogRecord, fields: dict) -> str:
    """As the encoder would write it, in a third of its time: of the texts only two come from outside."""
    size, user = fields["bytes"], fields["user"]
    return (
        f'{{"at":"{_at(record.created)}","level":"{record.levelname}","logger":"{record.name}",'
        f'"request_id":"{fields["request_id"]}","method":{_outside(fields["method"])},'
        f'"path":{_outside(fields["path"])},"status":{fields["status"]},'
        f'"milliseconds":{fields["milliseconds"]},"bytes":{"null" if size is None else size},'
        f'"answered_from":"{fields["answered_from"]}","database":"{fields["database"]}",'
        f'"user":{"null" if user is None else user},"address":"{fields["address"]}"}}'
    )


def _outside(text: str) -> str:
    """What somebody wrote, as JSON; the same is asked for again and again."""
    return _remembered(text) if len(text) < SHORT else _written(text)


def _written(text: str) -> str:
    return plain(encode_basestring(discreet(text)))


_remembered = lru_cache(maxsize=2048)(_written)


def _at(moment: float) -> str:
    """A moment, UTC, to the millisecond (ISO 8601)."""
    second = int(moment)
    return f"{_second(second)}.{int((moment - second) * 1000):03}Z"


@lru_cache(maxsize=4)
def _second(moment: int) -> str:
    return strftime("%Y-%m-%dT%H:%M:%S", gmtime(moment))


class DiscreetFormatter(logging.Formatter):
    """A line for the eye. What follows its first line, as a traceback does, is indented, so that it cannot pass for another."""

    def format(self, record: logging.LogRecord) -> str:
        if fields := getattr(record, "fields", None):
            record.msg = _sentence(fields)
        text = super().format(record)
        return plain(discreet(text)).replace("\n", "\n    ")


def _sentence(fields: dict) -> str:
    size = "—" if fields["bytes"] is None else fields["bytes"]
    return (
        f"{fields['method']} {fields['path']} {fields['status']} {fields['milliseconds']} ms {size} B "
        f"{fields['answered_from']} {fields['request_id']}"
    )


def _context(record: logging.LogRecord) -> dict:
    """In which request a line arose; of an error also what was asked and by which account, never what was sent."""
    request = answering.current()
    if request is None:
        return {"request_id": None}
    found = {"request_id": request.number}
    if record.levelno >= logging.ERROR:
        found |= {
            "method": request.method,
            "path": discreet(request.path_info),
            "user": answering.staff_id(request),
        }
    return found


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    """The exception and the stack of a record, as text; a traceback holds no values of variables."""
    parts = [formatter.formatException(record.exc_info)] if record.exc_info and record.exc_info[0] else []
    return "\n".join([*parts, *([record.stack_info] if record.stack_info else [])])
