"""What happens between a saved revision and the page: reading it, answering, approving, telling whom it concerns."""
