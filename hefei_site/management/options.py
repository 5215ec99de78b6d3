"""Options that several commands have."""

from argparse import ArgumentParser


def add_processes(parser: ArgumentParser) -> None:
    """--processes: among how many processes the work is shared."""
    parser.add_argument(
        "--processes",
        type=int,
        default=1,
        metavar="个数",
        help="同时用几个进程，通常和处理器的核数相同。",
    )
