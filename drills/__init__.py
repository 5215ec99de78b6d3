"""What is promised, rehearsed with real processes on this machine: it prints what happened and exits accordingly."""
