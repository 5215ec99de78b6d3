"""The table of faults and attacks: each row with what must happen, and how it is shown here."""

from drills.faults import clients, clock, database, disk, guessing, migration, processes, record, work
from drills.faults.row import Row

ROWS = [
    Row(
        6,
        "PostgreSQL restarted under requests",
        "503 or kept pages, next one OK, nothing acknowledged lost",
        live=database.restarted,
    ),
    Row(40, "connections used up", "503 quickly, recovery", live=database.connections_used_up),
    Row(41, "lock", "bounds", live=database.locked),
    Row(42, "read only", "x", live=database.only_read),
    Row(46, "error pages", "x", live=database.stopped),
    Row(52, "damaged", "x", live=database.damaged),
    Row(16, "killed", "x", live=processes.killed),
    Row(47, "secrets", "x", live=processes.started_wrongly),
    Row(49, "cut off", "x", live=processes.cut_off),
    Row(50, "reloaded", "x", live=processes.reloaded),
    Row(9, "x", "x", live=guessing.many_addresses),
    Row(10, "x", "x", live=guessing.claims),
    Row(12, "x", "x", live=clients.hostile_documents),
    Row(14, "x", "x", live=clients.slow),
    Row(22, "x", "x", live=clients.poisoned),
    Row(24, "x", "x", live=clients.searched),
    Row(25, "x", "x", live=clients.injected),
    Row(26, "x", "x", live=clients.led_away),
    Row(44, "x", "x", live=clients.climbed),
    Row(5, "x", "x", live=work.publishing_killed),
    Row(29, "x", "x", live=work.import_killed),
    Row(31, "x", "x", live=work.twice_at_once),
    Row(32, "x", "x", live=work.poisoned),
    Row(15, "x", "x", live=disk.full),
    Row(17, "x", "x", live=clock.jumped),
    Row(19, "x", "x", live=guessing.forged),
    Row(28, "x", "x", live=migration.live),
    Row(34, "x", "x", live=clock.second_factor),
    Row(35, "x", "x", live=record.tampered),
    Row(37, "x", "x", live=processes.engine_away),
]
