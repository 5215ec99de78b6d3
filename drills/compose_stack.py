"""The services of compose.yaml without a container engine: each command as its user, in a root file system that it can read alone.

What an engine does for a service is done with the kernel's own means: its volumes and tmpfs, everything else read-only, no
capabilities, no new privileges, the names of the other services, one loopback for all.
"""

import re
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

from drills.fresh_machine import ENVIRONMENT, Machine
from drills.processes import SERVER_USER, DrillError, Place, Process, until

ROOT = Path(__file__).resolve().parent.parent
SITE_USER = "10001"  # of the image
NGINX_USER = "101"
OF_POSTGRES = {"database", "backup", "socket", "told"}  # the volumes that are its user's
IN_VARIABLE = re.compile(r"\$\{(\w+):-((?:[^{}]|\{[^{}]*\})*)\}")
CONFINE = """
set -e
for mount in $MOUNTS; do
  IFS=: read -r source target mode <<END
$mount
END
  mount --bind "/volumes/$source" "$target"
  [ "$mode" != ro ] || mount -o remount,bind,ro "$target"
done
for target in $TMPFS; do mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$target"; done
mount -o remount,bind,ro /
cd "$DIRECTORY"
exec setpriv --reuid "$ACCOUNT" --regid "$GROUP" --groups "$GROUPS_TOO" --no-new-privs --bounding-set -all "$@"
"""


def services() -> dict[str, dict]:
    """The services of compose.yaml, with the values that it gives where nobody gives any."""
    text = (ROOT / "compose.yaml").read_text("utf-8")
    return YAML(typ="safe").load(filled_in(text))["services"]


def filled_in(text: str) -> str:
    """${NAME:-value} is the value, $$ a dollar: as compose has it where the environment says nothing."""
    while IN_VARIABLE.search(text):
        text = IN_VARIABLE.sub(r"\2", text)
    return text.replace("$$", "$")


@dataclass(slots=True)
class Stack:
    """The services on a machine made for them."""

    machine: Machine
    services: dict[str, dict] = field(default_factory=services)

    def command(self, name: str, command: Sequence[str] | None = None, **more: str) -> list[str]:
        """What runs a command as a service does, its own if none is given."""
        service = self.services[name]
        account, groups = self._account(service)
        environment = ENVIRONMENT | self._image(name) | _environment(service) | more
        environment |= {
            "MOUNTS": " ".join(map(_mount, service.get("volumes", []))),
            "TMPFS": " ".join(entry.split(":")[0] for entry in service.get("tmpfs", [])),
            "DIRECTORY": "/srv/hefei",
            "ACCOUNT": account,
            "GROUP": account,
            "GROUPS_TOO": ",".join(groups),
        }
        pairs = [f"{key}={value}" for key, value in environment.items()]
        inner = ["unshare", "--mount", "--propagation", "private", "bash", "-c", CONFINE, "bash"]
        return [*self.machine.enter(), "env", "-i", *pairs, *inner, *(command or service["command"])]

    def once(self, name: str, command: Sequence[str] | None = None, **more: str) -> str:
        """Run it to its end; what it printed. Raises DrillError where it fails."""
        return self.machine.here.run(self.command(name, command, **more))

    def start(self, name: str, command: Sequence[str] | None = None, **more: str) -> Process:
        """Start it and leave it running."""
        return self.machine.here.start(name, self.command(name, command, **more))

    def healthy(self, process: Process, command: Sequence[str]) -> str:
        """Wait until what its health check asks is so. Raises DrillError where it ended instead."""
        name = process.name

        def is_so() -> bool:
            if process.running.poll() is not None:
                raise DrillError(process.tail())
            try:
                self.once(name, command)
            except DrillError:
                return False
            return True

        until(f"{name} to be healthy", is_so, 120, 0.5)
        return "healthy"

    def _image(self, name: str) -> dict[str, str]:
        """What the image's ENV lines say; our packages lie elsewhere here."""
        if "hefei-site" not in self.services[name]["image"]:
            return {}
        text = (ROOT / "Dockerfile").read_text("utf-8").rpartition("\nENV ")[2].partition("\nUSER")[0]
        said = dict(pair.split("=", 1) for pair in shlex.split(text.replace("\\\n", " ")))
        return said | {"PATH": f"/srv/hefei/.venv/bin:{ENVIRONMENT['PATH']}"}

    def _account(self, service: dict) -> tuple[str, list[str]]:
        if "database" in service["image"]:
            passwd = Path("/etc/passwd").read_text().splitlines()
            number = next(line.split(":")[2] for line in passwd if line.startswith(f"{SERVER_USER}:"))
        else:
            number = NGINX_USER if "nginx" in service["image"] else SITE_USER
        return number, [number, *map(str, service.get("group_add", []))]


def _environment(service: dict) -> dict[str, str]:
    """What is given as nothing is an empty string."""
    return {key: value or "" for key, value in service.get("environment", {}).items()}


def _mount(volume: str) -> str:
    """A named volume as `name:/target:mode`."""
    return ":".join([*volume.split(":"), "rw"][:3])


def main_of(process: Process) -> int:
    """The number of a service's own process, which hears what an engine tells the service."""
    outer = process.running.pid
    return int(Path(f"/proc/{outer}/task/{outer}/children").read_text().split()[0])


def machine(here: Place) -> Machine:
    """A root file system of this machine's programs, this checkout at /srv/hefei, and volumes as images begin them."""
    root = here.folder / "root"
    for folder in ("proc", "sys", "dev", "tmp", "run/drill", "srv/hefei", "srv/media", "srv/static", "var/run/postgresql",
                   "var/cache/nginx", "var/lib/postgresql/data", "secrets"):  # fmt: skip
        (root / folder).mkdir(parents=True)
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / name).symlink_to(f"usr/{name}")
    for volume, target in _volumes().items():
        (root / target.lstrip("/")).mkdir(parents=True, exist_ok=True)
        owner = (SERVER_USER, SERVER_USER) if volume in OF_POSTGRES else (int(SITE_USER), int(SITE_USER))
        (root / "volumes" / volume).mkdir(parents=True)
        shutil.chown(root / "volumes" / volume, *owner)
        (root / "volumes" / volume).chmod(0o755 if volume in {"media", "told"} else 0o750)
    names = "127.0.0.1 localhost " + " ".join(services())
    (root / "hosts").write_text(f"{names}\n")
    made = Machine(here, root)
    made.start([Path("/usr"), Path("/etc"), Path(sys.base_prefix), ROOT])
    furnished = made.shell(FURNISH.format(root=ROOT))
    if furnished.code:
        raise DrillError(furnished.output)
    return made


# As the image is built: static files collected once. The settings of who works here are no service's.
FURNISH = """set -e
mount --bind /hosts /etc/hosts; mount --bind {root} /srv/hefei; chmod 1777 /tmp
[ ! -e /srv/hefei/.env ] || mount --bind /dev/null /srv/hefei/.env
cd /srv/hefei
SECRET_KEY=build DATABASE_URL=postgres://build/build STATIC_ROOT=/srv/static \\
  .venv/bin/python manage.py collectstatic --noinput --verbosity 0
"""


def _volumes() -> dict[str, str]:
    """Where each named volume is mounted, by its name."""
    mounts = [_mount(volume) for service in services().values() for volume in service.get("volumes", [])]
    return {mount.split(":")[0]: mount.split(":")[1] for mount in mounts}
