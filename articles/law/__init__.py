"""The law under an article: what it cites, what became of that, and who has to look again."""
