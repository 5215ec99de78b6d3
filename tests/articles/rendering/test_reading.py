"""A kept page is read with one query, is what would be rendered now, and is never shown once it is not."""
