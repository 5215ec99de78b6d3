"""Run the site on this machine as in production: what `make run` calls."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError, connection, connections

from firm.models import User
from hefei_site import embedded_postgres, sample_accounts

STARTING = 0x73657276  # the advisory lock of who sets up the database
LOOK_EVERY = 1.0  # seconds
DUE_EVERY = 60.0  # seconds; in production a timer does it
STOP_WITHIN = 10.0  # seconds
PR_SET_PDEATHSIG = 1  # prctl(2)


class Command(BaseCommand):
    help = "建好数据库，第一次运行时载入示例内容，然后提供网站。按 Ctrl-C 停止。"

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        with reserved(port):
            address = f"http://127.0.0.1:{port}"
            if (
                os.environ.setdefault("SITE_URL", address) == address
            ):  # unless the environment or .env has one
                settings.SITE_URL = address  # also for what run_due renders ahead here
            self._set_up()
            self._greet(port)
            connections.close_all()
            self._serve(port)

    def _set_up(self):
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"连不上 DATABASE_URL 写的数据库：{error}") from None
        with (
            connection.cursor() as cursor
        ):  # two first starts at once: one after the other, until close_all()
            cursor.execute("SELECT pg_advisory_lock(%s)", [STARTING])
        call_command("migrate", verbosity=0)
        if not settings.HTTPS and not User.objects.exists():
            self.stdout.write("第一次运行，正在载入示例内容……")
            call_command("load_sample", stdout=self.stdout)

    def _greet(self, port: int):
        address = f"http://127.0.0.1:{port}"
        lines = [f"网站：{address}/", f"后台：{address}/admin/"]
        accounts = sample_accounts.read()
        if accounts:
            lines.append(f"示例账号（密码保存在 {sample_accounts.file().name}）：")
        for user, password in accounts:
            roles = "、".join(group.name for group in user.groups.all())
            lines.append(f"  {user.username:<8} {password}  {user.name}（{roles}）")
        if names := [user.username for user, _ in accounts if sample_accounts.device(user.username)]:
            lines.append(
                f"{'、'.join(names)} 登录时还要验证码：manage.py otp_code {names[0]}"
                f"（或用 {sample_accounts.file().name} 里的密钥、恢复码）。"
            )
        self.stdout.write("\n".join([*lines, "按 Ctrl-C 停止。"]))
        self.stdout.flush()

    def _serve(self, port: int):
        """Run granian as a child, bring the embedded PostgreSQL back if it dies, and leave nothing running."""
        # In a session of its own: a Ctrl-C that also reached its workers makes granian put them back.
        command = [sys.executable, "-m", "granian", *granian_arguments(port)]
        granian = subprocess.Popen(  # noqa: S603
            command,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        try:
            due_at = time.monotonic()
            while granian.poll() is None:
                time.sleep(LOOK_EVERY)
                if time.monotonic() >= due_at:
                    self._run_due()
                    due_at = time.monotonic() + DUE_EVERY
                if settings.EMBEDDED_POSTGRES and not embedded_postgres.is_running(settings.BASE_DIR):
                    embedded_postgres.ensure_running(settings.BASE_DIR)
            raise CommandError(f"网站意外停止（{granian.returncode}），原因见上面的记录。")
        except KeyboardInterrupt:
            self.stdout.write("正在停止……")
        finally:
            _stop(granian)

    def _run_due(self):
        try:
            call_command("run_due", stdout=self.stdout)
        except (DatabaseError, CommandError) as error:
            self.stderr.write(f"到时该办的事这一次没有办成，一分钟后再试：{error}")
        finally:
            connections.close_all()


def reserved(port: int) -> socket.socket:
    """Returns a socket that keeps the port from others until it is closed, and leaves it to granian.

    granian shares its port (SO_REUSEPORT), so two sites on one port would each get some of the requests.
    Raises CommandError if somebody has the port.
    """
    holder = socket.socket()
    try:
        holder.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # connections that have just ended do not count
        holder.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        holder.close()
        raise CommandError(f"{port} 端口不能用（{error}），请换一个端口：make run PORT=8001") from None
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return holder


def _die_with_parent() -> None:
    """Ask Linux to end this process when the one that started it was killed; other systems cannot."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(granian: subprocess.Popen) -> None:
    """Let granian finish what it answers, then end whatever of it is left."""
    granian.terminate()
    with suppress(subprocess.TimeoutExpired):
        granian.wait(timeout=STOP_WITHIN)
    with suppress(ProcessLookupError):
        os.killpg(granian.pid, signal.SIGKILL)
    granian.wait()


def granian_arguments(port: int) -> list[str]:
    """Two workers that are put back when they die; bounded threads, since each may hold a connection."""
    return (
        f"--interface wsgi --host 127.0.0.1 --port {port} --workers 2 --blocking-threads 4 "
        "--respawn-failed-workers --respawn-interval 0.5 --workers-kill-timeout 5 --log-level warning hefei_site.wsgi:application"
    ).split()
