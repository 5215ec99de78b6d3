"""Write all articles out as JSON Lines."""

import os
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.archive import exporting
from articles.archive.progress import Progress


class Command(BaseCommand):
    help = (
        "把全部文章连同所有版本导出为 JSON Lines（格式见 docs/archive.md），可以用 import_articles 原样导入。"
    )

    def add_arguments(self, parser):
        parser.add_argument("target", metavar="文件", help="写到哪里；- 为标准输出。")

    def handle(self, *, target, **options):
        progress = Progress(self.stderr, "已导出 ")
        try:
            done = self._write(target, progress)
        except OSError as error:
            raise CommandError(f"写不了 {target}：{error.strerror or error}") from error
        if target != "-":
            self.stdout.write(f"导出了 {done} 篇文章。")

    def _write(self, target: str, progress: Progress) -> int:
        """A file is there whole or not at all."""
        if target == "-":
            with nullcontext(self.stdout._out) as out:
                return exporting.export(out, progress)
        unfinished = Path(f"{target}.unfinished")
        with unfinished.open("w", encoding="utf-8", newline="\n") as out:
            done = exporting.export(out, progress)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
        return done
