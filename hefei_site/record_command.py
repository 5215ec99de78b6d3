"""What the commands share that answer records, a JSON line each."""

import json
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from statutes import records


class RecordCommand(BaseCommand):
    """Reads records from a file or standard input and writes an answer to each; a bad line ends it with a sentence."""

    required = "text"  # the field that a record must have

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="IN.jsonl")
        parser.add_argument("target", metavar="OUT.jsonl")

    def answering(self) -> Callable[[dict], dict]:
        """The function that answers one record, made once."""
        raise NotImplementedError

    def handle(self, *, source, target, **options):
        answer = self.answering()
        try:
            with _opened(source, "r", sys.stdin) as lines, _opened(target, "w", sys.stdout) as out:
                for record in records.read(lines, self.required):
                    out.write(json.dumps(answer(record), ensure_ascii=False) + "\n")
        except (records.RecordError, OSError, UnicodeError) as error:
            raise CommandError(str(error)) from error


def _opened(name: str, mode: str, standard):
    return nullcontext(standard) if name == "-" else Path(name).open(mode, encoding="utf-8")
