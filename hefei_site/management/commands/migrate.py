"""Migrations that wait a second for a lock and no longer, so that nobody queues behind them; tried again after a pause."""

import time

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

WAIT = "1s"  # in which whoever comes after the migration waits with it
PAUSES = (1, 2, 4, 8, 15, 30)  # seconds between tries, about a minute in all
LOCK_NOT_AVAILABLE = "55P03"
GIVEN_UP = (
    "有程序一直占着要改的表，试了 {tries} 次都没有等到，已经停下。没有改完的迁移没有生效，网站照常运行。"
    "请等批量导入、备份等长时间的操作结束后，再运行一次 migrate。"
)


class Command(migrate.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-timeout",
            default=WAIT,
            help="等一个锁最多等多久，如 1s；过了就放弃，停一会儿再试。0 表示一直等。",
        )

    def handle(self, *args, **options):
        for pause in (*PAUSES, None):
            try:
                return self._once(*args, **options)
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                    raise
                if pause is None:
                    raise CommandError(GIVEN_UP.format(tries=len(PAUSES) + 1)) from error
            self.stderr.write(f"要改的表正被占用，{pause} 秒后再试。")
            time.sleep(pause)

    def _once(self, *args, **options):
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [options["lock_timeout"]])
        try:
            return super().handle(*args, **options)
        finally:
            if connection.connection is not None and not connection.in_atomic_block:
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
