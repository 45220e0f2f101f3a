"""Sounds of the catalogue, made by program."""

import array
import io
import math
import sys
import wave
from collections.abc import Callable

RATE = 16_000  # samples a second: the chime has nothing above a third of it


def _chime() -> bytes:
    """Three falling notes, each fading away: the end of group work."""
    seconds, notes = 2.4, [(0.0, 880.0), (0.5, 659.3), (1.0, 523.3)]
    samples = array.array("h")
    for sample in range(int(seconds * RATE)):
        moment = sample / RATE
        level = sum(
            math.sin(2 * math.pi * pitch * (moment - start)) * math.exp(-4 * (moment - start))
            for start, pitch in notes
            if moment >= start
        )
        samples.append(int(level / len(notes) * 28_000))
    if sys.byteorder == "big":
        samples.byteswap()
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


SOUNDS: dict[str, Callable[[], bytes]] = {"chime.wav": _chime}
