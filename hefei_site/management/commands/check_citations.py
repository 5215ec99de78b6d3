"""Check the citations in anybody's own texts against the law library."""

from functools import partial

from django.utils import timezone

from hefei_site.record_command import RecordCommand
from statutes import records
from statutes.models import Statute


class Command(RecordCommand):
    help = "核对文本里所引的法条：每行一个 JSON {id, text}，写出 {id, label, article, findings}。“-”是标准输入或输出。"

    def answering(self):
        return partial(records.checked, lexicon=Statute.objects.lexicon(), on=timezone.localdate())
