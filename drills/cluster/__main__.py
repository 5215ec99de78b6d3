"""make cluster: everything on loopback, until Ctrl-C."""

import signal

from drills.cluster.machines import PORTS, Machines
from drills.cluster.site import Whole
from drills.processes import DrillError, place
from drills.site import HOST

ARTICLES = 500


def main() -> None:
    """Start it, say where everything is, and wait."""
    with place("cluster") as here:
        whole = Whole(here, Machines(here))
        whole.start(ARTICLES)
        print(f"nginx        {whole.front.address}/   (ask with: curl -H 'Host: {HOST}' …)")
        for node in whole.nodes:
            print(f"{node.name:<12} http://{node.host}:{node.port}/")
        for machine in whole.machines.all:
            role = whole.machines.members()[machine.name][0]
            print(f"{machine.name:<12} {machine.address}:{PORTS['POSTGRES_PORT']}  {role}")
        print(f"logs         {here.folder}\nCtrl-C ends it.", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("ending …", flush=True)


if __name__ == "__main__":
    try:
        main()
    except DrillError as error:
        raise SystemExit(str(error)) from None
