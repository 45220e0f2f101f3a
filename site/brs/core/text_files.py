"""The text of a file, in whatever encoding it was saved. Plain Python."""

import unicodedata

from charset_normalizer import from_bytes

ENCODINGS = ["cp1252", "cp1251", "cp1256", "gb18030"]


class NotText(Exception):
    """A file that is no text."""


def decoded(data: bytes) -> str:
    """The text of a file, in whatever encoding it was saved. Raises NotText."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    elif data[:200].count(0) > len(data[:200]) // 4:
        text = data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            best = from_bytes(data, cp_isolation=ENCODINGS).best()
            text = str(best) if best else data.decode("cp1252", "replace")
    if sum(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\x0b\x0c\x1c\x85" for sign in text[:4000]) > 8:
        raise NotText
    return text
