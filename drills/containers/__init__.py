"""compose.yaml by a real engine: its images are built, its services started, backed up and restored, as the documents say."""
