"""The site on the three machines: two application nodes that read from the standbys, nginx in front."""

import signal
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from drills.cluster.machines import Machines
from drills.processes import STOP, Place
from drills.site import Front, Node, environment, fill

NODES = ("127.0.1.11", "127.0.1.12")
NODE_PORT, FRONT_PORT = 28000, 28080


@dataclass(slots=True)
class Whole:
    """All of it. accounts: those of the sample content, by name."""

    here: Place
    machines: Machines
    nodes: list[Node] = field(default_factory=list)
    front: Front | None = None
    accounts: dict[str, dict] = field(default_factory=dict)

    def start(self, articles: int) -> None:
        """Start everything, with an archive of so many articles."""
        self.machines.start()
        self.accounts = fill(self.here, self.machines, articles=articles)
        self.nodes = [self._node(number, host) for number, host in enumerate(NODES, start=1)]
        for node in self.nodes:
            node.start()
        self.front = Front(self.here, self.nodes, port=FRONT_PORT)
        self.front.start()

    def restart(self, node: Node, release: Path | None = None) -> None:
        """Let a node finish what it answers, and start it again, perhaps from another release."""
        node.process.running.send_signal(signal.SIGTERM)
        with suppress(Exception):
            node.process.running.wait(STOP)
        node.process.kill()
        node.release = release or node.release
        node.start()

    def _node(self, number: int, host: str) -> Node:
        name = f"node-{number}"
        own = self.here.folder / name
        (own / "tmp").mkdir(parents=True)
        more = {"DATABASE_REPLICA_URLS": self.machines.replicas(), "TMPDIR": str(own / "tmp")}
        values = environment(self.here, self.machines.url(), **more)
        return Node(self.here, name, values, port=NODE_PORT, host=host)
