"""Articles' pages rendered ahead: kept as rows, read with one query, never shown once what they show has changed."""
