"""What the whole site must show: rows, files, record, texts and addresses, asked one after the other."""
