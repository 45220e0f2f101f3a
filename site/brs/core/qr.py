"""QR codes as SVG."""

import io

import segno


def qr_svg(address: str) -> str:
    """The code of an address, dark on transparent."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=1, dark="#1b2a33", xmldecl=False)
    return out.getvalue().decode()
