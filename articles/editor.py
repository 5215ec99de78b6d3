"""What the rich editor offers; the sanitiser's allow-list is computed from it."""

SCHEMES = ["http", "https", "mailto", "tel"]
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": SCHEMES},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
    "Picture": True,  # ours: static/js/picture.js
    "WordPaste": True,  # ours: static/js/word-paste.js
}
