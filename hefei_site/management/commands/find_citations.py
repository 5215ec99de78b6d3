"""Find the citations in anybody's own texts."""

import json
import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from statutes import records
from statutes.models import Statute


class Command(BaseCommand):
    help = "在文本里找出所引法条：每行一个 JSON {id, text, context_law?}，写出 {id, citations}。“-”是标准输入或输出。"

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="IN.jsonl")
        parser.add_argument("target", metavar="OUT.jsonl")

    def handle(self, *, source, target, **options):
        lexicon = Statute.objects.lexicon()
        try:
            with _opened(source, "r", sys.stdin) as lines, _opened(target, "w", sys.stdout) as out:
                for record in records.read(lines, "text"):
                    out.write(json.dumps(records.citations(record, lexicon), ensure_ascii=False) + "\n")
        except (records.RecordError, OSError, UnicodeError) as error:
            raise CommandError(str(error)) from error


def _opened(name: str, mode: str, standard):
    return nullcontext(standard) if name == "-" else Path(name).open(mode, encoding="utf-8")
