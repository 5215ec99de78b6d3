"""Runs one of these programs: python -m drills.faults.inside NAME ARGUMENTS."""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    program = import_module(f"drills.faults.inside.{sys.argv[1]}")
    print(json.dumps(program.main(*sys.argv[2:]), ensure_ascii=False))
