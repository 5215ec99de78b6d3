"""Disks that are full: that of the pictures, that of PostgreSQL."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

from PIL import Image

from drills.browser import Browser
from drills.faults.database import autosave
from drills.faults.ground import Stage
from drills.faults.row import Found
from drills.processes import Place, until

MEGABYTE = 1024 * 1024
UPLOAD = "/admin/articles/image/upload/"


def full(stage: Stage, found: Found) -> None:
    """Pictures, then the database, on small disks of their own that are filled and freed."""
    if os.geteuid():
        found.must(False, "only root may mount a disk")
        return
    _pictures(stage, found)
    _database(stage, found)


def _pictures(stage: Stage, found: Found) -> None:
    with (
        _disk(stage.here, "media-disk", 4) as disk,
        stage.ground("media", more={"MEDIA_ROOT": str(disk)}) as ground,
    ):
        lawyer = ground.lawyer()
        _fill(disk)
        with ground.readers(15) as readers:
            answers = [lawyer.upload(UPLOAD, _picture(n), "a.png", alt="演练用的图") for n in range(3)]
            time.sleep(1)
        said = [_said(answer) for answer in answers]
        found.must(
            all(a.status in (400, 503, 507) for a in answers) and all(map(_is_chinese, said)),
            f"pictures' disk full: {answers[0].status}, “{said[0]}”",
        )
        left = [path.name for path in disk.rglob("*") if path.is_file() and path.name != "filler"]
        found.must(not left, f"half files: {left or 'none'}")
        found.must(ground.ask("SELECT count(*) FROM articles_image") == 0, "no row without its files")
        found.must(not readers.report.failed, f"visitors: {readers.report}")
        (disk / "filler").unlink()
        found.must(
            lawyer.upload(UPLOAD, _picture(9), "a.png", alt="演练用的图").status == 200,
            "freed, the next picture is kept",
        )


def _database(stage: Stage, found: Found) -> None:
    with (
        _disk(stage.here, "data-disk", 700) as disk,
        stage.ground("data", data=disk / "data", max_wal_size="64MB", min_wal_size="32MB") as ground,
    ):
        warm = [Browser(ground.address).get(path).status for path in ground.paths]
        with ground.readers(15) as readers, ground.writers(6) as writers:
            lawyer, tried = ground.lawyer("zhou"), []
            _fill(disk)
            for _ in range(12):
                tried.append(autosave(lawyer, body=f"<p>{os.urandom(100_000).hex()}</p>"))
                time.sleep(1)
            before = writers.report
            (disk / "filler").unlink()
            if ground.server.process.running.poll() is not None:  # as systemd does
                ground.server.start()
            until("writers write again", lambda: writers.report.acknowledged > before.acknowledged, 40)
            time.sleep(2)
        lost = writers.lost(ground.server.url())
        refused = [answer for answer in tried if answer.status != 200]
        found.say(
            f"database's disk full: {len(refused)} of {len(tried)} large saves refused, statuses {sorted({a.status for a in refused})}"
        )
        found.must(set(warm) == {200} and set(readers.report.failed) <= {503}, f"visitors: {readers.report}")
        found.must(
            bool(refused) and all(a.status == 503 and _is_chinese(a.body.decode()) for a in refused),
            "what could not be kept was told so in Chinese with 503",
        )
        found.must(readers.report.traces + writers.report.traces == 0, "no inside shown")
        found.must(
            not lost,
            f"writers: {writers.report}, {len(lost)} of {writers.report.acknowledged} acknowledged writes lost",
        )
        found.say("freed, writing goes on by itself")


@contextmanager
def _disk(here: Place, name: str, megabytes: int) -> Iterator[Path]:
    """A small disk of its own, in memory."""
    folder = here.folder / name
    folder.mkdir(mode=0o755)
    here.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder])
    try:
        if name == "data-disk":
            shutil.chown(folder, "postgres", "postgres")
        yield folder
    finally:
        here.run(["umount", "-l", folder])


def _fill(disk: Path) -> None:
    """Leave not a byte."""
    with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while filler.write(b"\0" * MEGABYTE):
            pass
    with (disk / "filler").open("ab", buffering=0) as filler, suppress(OSError):
        while filler.write(b"\0" * 512):
            pass


def _picture(seed: int) -> bytes:
    """A picture that does not become small: noise."""
    out = BytesIO()
    Image.frombytes("RGB", (900, 700), os.urandom(900 * 700 * 3)).save(out, "PNG")
    return out.getvalue() + bytes([seed])


def _said(answer) -> str:
    with suppress(ValueError):
        return answer.json().get("error", "")
    return answer.body.decode("utf-8", "replace")[:200]


def _is_chinese(text: str) -> bool:
    return sum("\u4e00" <= letter <= "\u9fff" for letter in text) > 8
