"""Documents that mean harm, as somebody with an account may send them to the reader of .docx files."""

import zipfile
from io import BytesIO

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "laugh">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def hostile() -> dict[str, bytes]:
    """Each by the name of its trick."""
    many = PARAGRAPH.format("字") * 50_000
    table = "<w:tbl><w:tr><w:tc>" * 2_000 + PARAGRAPH.format("深") + "</w:tc></w:tr></w:tbl>" * 2_000
    return {
        "60 MB of text": document(PARAGRAPH.format("长" * 20_000_000)),
        "50,000 paragraphs": document(many),
        "tables 2,000 deep": document(table),
        "a laugh a billion times": document(PARAGRAPH.format("&i;"), before=f"{ENTITIES}]>"),
        "a file of the machine": document(
            PARAGRAPH.format("&x;"), before='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        ),
        "a path that climbs": document(PARAGRAPH.format("好"), **{"../../../tmp/climbed": "x"}),
        "ten thousand members": document(
            PARAGRAPH.format("好"), **{f"word/{number}.xml": "x" for number in range(10_000)}
        ),
        "no archive": b"PK\x03\x04" + b"\0" * 5_000,
    }


def document(body: str, *, before: str = "", **members: str) -> bytes:
    """A .docx with this XML as its body."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", f"{before}<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
