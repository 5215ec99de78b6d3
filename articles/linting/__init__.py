"""What a text may not say, shows of others, or was left with by a machine: pure detectors over frozen values."""
