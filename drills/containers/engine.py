"""A Docker engine of a rehearsal's own: its images, containers and networks lie in the rehearsal's folder and end with it."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from drills.processes import DrillError, Place, program, until

# Debian's Compose is the older one, a program of its own that asks for a terminal where the newer looks whether there is one.
DOCKER = """#!/bin/sh
export DOCKER_HOST=unix://{socket} DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
[ "$1" = compose ] || exec {docker} "$@"
shift
case "$1" in
  exec | run) verb=$1; shift; exec {compose} "$verb" -T "$@" ;;
  *) exec {compose} "$@" ;;
esac
"""
APART = ["unshare", "--mount", "--propagation", "private", "setpriv", "--pdeathsig", "TERM"]
ALONE = [
    "--bridge=none",
    "--iptables=false",
    "--ip6tables=false",
]  # touches nothing of this machine's network


class Engine:
    """The engine, and a `docker` that speaks to it in `bin`."""

    def __init__(self, here: Place):
        self._here, self.bin = here, here.folder / "bin"
        self._socket = here.folder / "docker.sock"
        self.bin.mkdir(exist_ok=True)
        docker = self.bin / "docker"
        compose = program("docker-compose", package="docker-compose")
        real = program("docker", package="docker.io")
        docker.write_text(DOCKER.format(socket=self._socket, docker=real, compose=compose))
        docker.chmod(0o755)

    def start(self, *, alone: bool) -> None:
        """Start it; alone it makes no networks, so that building goes through this machine's own."""
        folder = self._here.folder
        shutil.rmtree(folder / "run", ignore_errors=True)  # of one that was killed
        for left in ("docker.pid", "docker.sock"):
            (folder / left).unlink(missing_ok=True)
        command = [
            *APART, program("dockerd", package="docker.io"), "--host", f"unix://{self._socket}", "--pidfile", folder / "docker.pid",
            "--data-root", folder / "docker", "--exec-root", folder / "run", *(ALONE if alone else []),
        ]  # fmt: skip
        process = self._here.start("dockerd", command)

        def answers() -> bool:
            if process.running.poll() is not None:
                raise DrillError(f"the engine does not start:\n{process.tail()}")
            return self._socket.exists() and self._answers()

        until("the engine", answers, 60, 0.5)
        self._process = process

    def stop(self) -> None:
        """End it; its containers end with it."""
        self._process.stop()

    def docker(self, *words: str | Path) -> str:
        """What `docker …` prints. Raises DrillError where it fails."""
        return self._here.run([self.bin / "docker", *words])

    def environment(self) -> dict[str, str]:
        """That of somebody who types `docker`."""
        return {"PATH": f"{self.bin}:{os.environ['PATH']}"}

    def build(self, tag: str, words: Sequence[str | Path]) -> None:
        """An image, built with this machine's network."""
        self.docker("build", "--quiet", "--network", "host", "--tag", tag, *words)

    def _answers(self) -> bool:
        try:
            return bool(self.docker("version"))
        except DrillError:
            return False
