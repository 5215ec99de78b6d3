"""What a database must show to be believed whole, and what differs between what it shows now and what was written down."""
