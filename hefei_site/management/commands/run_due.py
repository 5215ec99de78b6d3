"""What the clock must do; to be run each minute."""

import time
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.copies import stars
from articles.drafting import unsaved, working_copies
from articles.law import rechecking
from articles.related import recomputing
from articles.rendering import keeping
from articles.reviewing import notifying, releasing
from articles.seo import pushing
from firm import freshness, last_run, lockout, mailing

RENDERING = 20.0  # seconds of each minute at most


class Command(BaseCommand):
    help = "办理到时该办的事：批准了定时发布的版本，到时上线；所引法规有变动、或核对结果到期的文章，重新核对；新发布的文章，与存量比较；站内搜索和相关文章里等着办的；通知邮件发出去；发布、修改和撤下的地址，告诉搜索引擎。可以重复运行，每分钟一次。"

    def handle(self, **options):
        """All of it. That it came to its end is noted; a run that breaks off is missed by who looks at the note."""
        begun = time.monotonic()
        try:
            self._all()
        except CommandError:
            last_run.note(last_run.RUN_DUE, timedelta(seconds=time.monotonic() - begun), went_well=False)
            raise
        last_run.note(last_run.RUN_DUE, timedelta(seconds=time.monotonic() - begun), went_well=True)

    def _all(self):
        lockout.forget()
        released = releasing.release_due()
        if released.articles:
            self.stdout.write(f"到时发布了 {len(released.articles)} 篇文章的新版本。")
        if released.returned:
            self.stdout.write(f"到时不能发布、退回作者的有 {len(released.returned)} 篇，见后台首页。")
        working_copies.clear_away(timezone.now(), unsaved.is_in_a_revision)
        today = timezone.localdate()
        result = rechecking.recheck(rechecking.due(today), today)
        if result.articles or result.failed:
            self.stdout.write(result.words())
        stars.compare_new()
        is_kept_up = recomputing.keep_up()
        rendered = keeping.keep_due(RENDERING)
        if rendered.failed:
            self.stdout.write(
                f"有 {len(rendered.failed)} 篇文章的网页没有生成（{'、'.join(map(str, rendered.failed[:10]))}）。"
            )
        freshness.forget()
        mails = self._mails()
        pushed = self._pushes()
        failed = result.failed or released.failed or rendered.failed or mails.failed or pushed.failed
        if failed or not is_kept_up:
            raise CommandError(
                "有文章没有核对成，或没有发布成，或网页没有生成，或索引没有更新，或邮件没有发出，或推送没有成功，原因见日志。"
            )

    def _mails(self) -> mailing.Sent:
        """Last, for a slow mail server must not keep a page from going live."""
        notifying.tell_of_rereading()
        mailing.forget_old()
        mails = mailing.send_due()
        if mails.sent or mails.failed:
            self.stdout.write(f"发出邮件 {mails.sent} 封，没有发出 {mails.failed} 封。")
        return mails

    def _pushes(self) -> pushing.Pushed:
        """Behind the mails: who is told of a page can wait for who wrote it."""
        pushing.forget_old()
        pushed = pushing.push_due()
        if pushed.sent or pushed.failed:
            self.stdout.write(f"推送给搜索引擎 {pushed.sent} 次，没有成功 {pushed.failed} 次。")
        return pushed
