"""The images of compose.yaml, built from stand-ins: no registry is asked, Debian's packages are in the place of what it has.

So Python is 3.11, PostgreSQL 15 and nginx 1.22; each line of the Dockerfile is run, with what the document's `docker compose
up --build` then finds done.
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from drills import fresh_source
from drills.containers.engine import Engine
from drills.processes import DrillError, Place
from drills.site import ROOT

STANDS_IN = {
    "python:3.13-slim-bookworm": "python",
    "postgres:17-bookworm": "postgres",
    "nginx:1.28-bookworm": "nginx",
}
TARGETS = {"site": "hefei-site:local", "database": "hefei-database:local", "nginx": "hefei-nginx:local"}
OLDER = {  # what Debian's nginx and Debian's Compose know by older words, or not yet
    "deploy/compose/nginx.conf": [
        ("server application:8000 resolve;", "server application:8000;"),
        ("listen 8443 ssl;\n        http2 on;", "listen 8443 ssl http2;"),
    ],
    "compose.yaml": [
        ("name: hefei\n", ""),
        ("${SITE_URL:-https://${SITE:-localhost}}", "https://${SITE:-localhost}"),
    ],
}


def lend(here: Place) -> Path:
    """What is committed here as a repository, with the older words; the document's reader clones it."""
    made = here.folder / "source"
    if not made.exists():
        here.run(["git", "clone", "--quiet", ROOT, made])
        for file, pairs in OLDER.items():
            _reword(made / file, pairs)
        commit(here, made, "As an older nginx and Compose have it")
    return made


def commit(here: Place, checkout: Path, message: str) -> None:
    """Commit all that is changed in a checkout."""
    who = ["-c", "user.name=drill", "-c", "user.email=drill@example.com"]
    here.run(
        ["git", "-C", checkout, *who, "commit", "--quiet", "--all", "--allow-empty", "--message", message]
    )


def _reword(file: Path, pairs: Sequence[tuple[str, str]]) -> None:
    text = file.read_text("utf-8")
    for new, old in pairs:
        if new not in text:
            raise DrillError(f"{file.name} no longer says {new!r}")
        text = text.replace(new, old)
    file.write_text(text, "utf-8")


def debian(here: Place, engine: Engine, options: argparse.Namespace) -> None:
    """A small Debian as an image, with files that this machine lends it: pip's settings, a company's certificates."""
    root, packed = here.folder / "debian", here.folder / "debian.tar"
    fresh_source.debian(here, root, options)
    here.run(["tar", "-c", "-f", packed, "-C", root, "--exclude=./var/cache/apt/archives/*.deb", "."])
    engine.docker("import", packed, "debian:bookworm-slim")
    packed.unlink()
    shutil.rmtree(root)


def stand_ins(engine: Engine) -> None:
    """The images that the Dockerfile begins with."""
    for tag, name in STANDS_IN.items():
        folder = Path(__file__).parent / "images"
        engine.build(tag, ["--file", folder / f"{name}.Dockerfile", folder])


def ours(engine: Engine, source: Path) -> str:
    """The three targets of the Dockerfile; how large they are."""
    for target, tag in TARGETS.items():
        engine.build(tag, ["--target", target, "--build-arg", "VERSION=local", source])
    return engine.docker("images", "--format", "{{.Repository}} {{.Size}}", "--filter", "reference=hefei-*")
