"""How well letters stand out from what is behind them, as WCAG 2 measures it, and colours moved until they do."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

from rich.color_triplet import ColorTriplet

#: The least contrast of text; of what is said beside it; of text on its plain ground, so that tinted ones have room.
TEXT, BESIDE, ROOMY = 7.0, 4.5, 8.5
BLACK, WHITE = ColorTriplet(0, 0, 0), ColorTriplet(255, 255, 255)
#: Luminance above which black has more contrast than white.
_MIDDLE = 0.179
_STEPS = 20


def luminance(colour: ColorTriplet) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2, relative luminance)."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """Of two colours, from 1 to 21 (WCAG 2, contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: ColorTriplet, other: ColorTriplet, share: float) -> ColorTriplet:
    """The first with so much of the other in it, from 0 to 1."""
    return ColorTriplet(*(round(a + (b - a) * share) for a, b in zip(one, other, strict=True)))


def end_for(ground: ColorTriplet) -> ColorTriplet:
    """Black or white, whichever is read more easily on a ground."""
    return BLACK if luminance(ground) > _MIDDLE else WHITE


def readable(ink: ColorTriplet, grounds: Iterable[ColorTriplet], least: float) -> ColorTriplet:
    """Ink moved towards black or white as little as gives it a contrast on every ground, if any does."""
    grounds = list(grounds)
    end = end_for(grounds[0])
    found = ink
    for step in range(_STEPS + 1):
        found = mixed(ink, end, step / _STEPS)
        if all(contrast(found, ground) >= least for ground in grounds):
            break
    return found


def tinted(ground: ColorTriplet, tint: ColorTriplet, share: float, ink: ColorTriplet) -> ColorTriplet:
    """A ground with as much of a tint in it, up to a share, as leaves ink that is read on it."""
    for step in range(_STEPS, 0, -1):
        found = mixed(ground, tint, share * step / _STEPS)
        if contrast(ink, found) >= TEXT:
            return found
    return ground


def solid(colour: ColorTriplet) -> tuple[ColorTriplet, ColorTriplet]:
    """A ground of one colour, and the ink on it, black or white; the colour gives way where neither is read."""
    ink = end_for(colour)
    away = WHITE if ink == BLACK else BLACK
    for step in range(_STEPS + 1):
        found = mixed(colour, away, step / _STEPS)
        if contrast(ink, found) >= TEXT:
            return found, ink
    return away, ink


#: Up to which hue, in degrees, which of the terminal's colours is meant.
_HUES = ((20, "red"), (75, "yellow"), (165, "green"), (200, "cyan"), (265, "blue"), (335, "magenta"), (360, "red"))
#: Below this saturation a colour is grey.
_GREY = 0.2


def of_sixteen(colour: ColorTriplet) -> str:
    """The terminal's colour of nearly the same hue; never a bright one: some terminals have greys there."""
    hue, saturation, _ = colorsys.rgb_to_hsv(*colour.normalized)
    if saturation < _GREY:
        return "white"
    return next(name for up_to, name in _HUES if hue * 360 <= up_to)
