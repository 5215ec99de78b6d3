"""What a lawyer is writing: kept while they type, and brought together where two write at once."""
