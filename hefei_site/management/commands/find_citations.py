"""Find the citations in anybody's own texts."""

from functools import partial

from hefei_site.record_command import RecordCommand
from statutes import records
from statutes.models import Statute


class Command(RecordCommand):
    help = "在文本里找出所引法条：每行一个 JSON {id, text, context_law?}，写出 {id, citations}。“-”是标准输入或输出。"

    def answering(self):
        return partial(records.citations, lexicon=Statute.objects.lexicon())
