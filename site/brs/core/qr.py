"""QR codes as SVG."""

import io

import segno


def qr_svg(address: str, *, mask: int | None = None, inline: bool = False) -> str:
    """The code of an address, dark on transparent; `inline`: to stand in a page, as large as its place.

    Any of the eight masks can be read; naming one takes a fifth of the time of looking for the most even one.
    """
    out = io.BytesIO()
    code = segno.make(address, error="m", mask=mask)
    code.save(out, kind="svg", border=1, dark="#1b2a33", xmldecl=False, omitsize=inline)
    return out.getvalue().decode()
