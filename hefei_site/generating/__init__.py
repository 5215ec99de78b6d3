"""A made-up archive of any size, the same each time: texts, then rows."""
