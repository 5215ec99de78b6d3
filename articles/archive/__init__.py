"""The old archive brought over: read, cleaned, stored, worked out, reported, and written out again."""
