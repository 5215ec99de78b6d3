"""The network between fresh machines: a switch in a namespace of its own, to which each machine is joined by a cable."""

from drills.fresh_machine import Machine
from drills.processes import Place, Process, until

OUTSIDE = "10.0.0.1"  # where visitors come from
SWITCH = """
set -e
ip link set lo up
ip link add switch type bridge
ip address add "$1/24" dev switch
ip link set switch up
touch "$2"
exec sleep infinity
"""


class Network:
    """Addresses 10.0.0.0/24 of a rehearsal's own; it ends with whoever made it, however that ends."""

    def __init__(self, here: Place) -> None:
        self.here = here
        ready = here.folder / "switch"
        apart = ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "bash", "-c", SWITCH]
        self.switch: Process = here.start("network", [*apart, "switch", OUTSIDE, ready])
        until("the network", ready.exists, 20)

    def inside(self) -> list[str]:
        """What stands before a command that asks from outside of the machines: as a visitor, or as a desk does."""
        return ["nsenter", "--target", str(self.switch.running.pid), "--net"]

    def join(self, machine: Machine, address: str) -> None:
        """Lay a cable to a machine that has been started; with the machine it goes."""
        cable = f"to{address.rpartition('.')[2]}"
        pid = str(machine.pid())
        far = ["peer", "name", "eth0", "netns", pid]
        self.here.run([*self.inside(), "ip", "link", "add", cable, "type", "veth", *far])
        self.here.run([*self.inside(), "ip", "link", "set", cable, "master", "switch", "up"])
        there = ["nsenter", "--target", pid, "--net", "ip"]
        self.here.run([*there, "address", "add", f"{address}/24", "dev", "eth0"])
        self.here.run([*there, "link", "set", "eth0", "up"])
