"""Note the backups that there are, as deploy/hefei-backup tells them on standard input."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from firm import backups, noting
from firm.models import Backup

COPIES = (Backup.Kind.COPY,)
OF_PGBACKREST = tuple(kind for kind in Backup.Kind if kind not in COPIES)


class Command(BaseCommand):
    help = (
        "从标准输入读取现有的备份并登记：后台和 /readyz 据此说出数据库能恢复到什么时候。"
        "输入是 pgbackrest info --output=json 的输出；加 --copies 则是 hefei-backup 对每份整库复制写的一行。可以重复运行。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--stanza", default="hefei", metavar="名称", help="pgBackRest 里的名称，默认 hefei。"
        )
        parser.add_argument("--copies", action="store_true", help="输入是 pg_basebackup 的整库复制。")
        parser.add_argument("--media-files", type=int, metavar="个数", help="图片文件的副本有几个。")
        parser.add_argument("--media-bytes", type=int, metavar="字节", help="它们共多大。")

    def handle(self, *, stanza, copies, media_files, media_bytes, **options):
        media = None if media_files is None else noting.Media(media_files, media_bytes or 0)
        try:
            made = (
                noting.of_copies(sys.stdin) if copies else noting.of_pgbackrest(json.load(sys.stdin), stanza)
            )
        except (noting.NoBackups, json.JSONDecodeError, UnicodeError) as error:
            raise CommandError(f"没有登记：{error}") from error
        for row in noting.note(made, COPIES if copies else OF_PGBACKREST, media):
            self.stdout.write(f"登记了备份 {row.label}（{row.get_kind_display()}）。")
        self.stdout.write(str(backups.standing()))
        if damaged := [one.label for one in made if one.is_damaged]:
            raise CommandError(
                f"备份 {'、'.join(damaged)} 里有校验和不对的数据页：数据库的磁盘可能坏了，请看 pgbackrest 的日志，保留更早的备份。"
            )
