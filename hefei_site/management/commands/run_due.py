"""What the clock must do; to be run each minute."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import rechecking


class Command(BaseCommand):
    help = "办理到时该办的事：所引法规有变动、或核对结果到期的文章，重新核对。可以重复运行，每分钟一次。"

    def handle(self, **options):
        today = timezone.localdate()
        result = rechecking.recheck(rechecking.due(today), today)
        if result.articles or result.failed:
            self.stdout.write(result.words())
        if result.failed:
            raise CommandError("有文章没有核对成。")
