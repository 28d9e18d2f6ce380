"""Units of measure and money, each with its dimension and how many base units it is."""

from __future__ import annotations

from functools import cache

#: Dimension, factor, names. Words of several parts are separated by ``_``.
_UNITS = """
m 0.001 mm millimetre millimetres millimeter millimeters
m 0.01 cm centimetre centimetres centimeter centimeters
m 1 m metre metres meter meters
m 1000 km kilometre kilometres kilometer kilometers
m 1609.344 mile miles mi
m 0.9144 yard yards yd
m 0.3048 foot feet ft
m 0.0254 inch inches
g 0.000001 µg μg microgram micrograms
g 0.001 mg milligram milligrams
g 1 g gram grams gramme grammes
g 1000 kg kilo kilos kilogram kilograms kilogramme kilogrammes
g 1000000 tonne tonnes metric_ton metric_tons ton tons
g 453.59237 lb lbs
g 28.349523125 ounce ounces oz
l 0.001 ml millilitre millilitres milliliter milliliters
l 1 l litre litres liter liters
l 1000 cubic_metre cubic_metres cubic_meter cubic_meters m³ m3
l 4.54609 gallon gallons
l 0.568 pint pints
l 158.987 barrel barrels
m2 1 square_metre square_metres square_meter square_meters m²
m2 10000 hectare hectares ha
m2 1000000 square_kilometre square_kilometres square_kilometer square_kilometers km²
m2 4046.856 acre acres
m2 2589988 square_mile square_miles
m2 0.09290304 square_foot square_feet
s 1 second seconds
s 60 minute minutes
s 3600 hour hours
s 86400 day days
s 604800 week weeks
s 1209600 fortnight fortnights
s 2629800 month months
s 31557600 year years
s 315576000 decade decades
m/s 0.2777778 km/h kph
m/s 0.44704 mph
W 1000 kilowatt kilowatts kW
W 1000000 megawatt megawatts MW
W 1000000000 gigawatt gigawatts GW
Wh 1000 kilowatt-hour kilowatt-hours kWh
Wh 1000000 megawatt-hour megawatt-hours MWh
% 1 % per_cent percent pc percentage_point percentage_points
% 0.1 per_mille ‰
GBP 1 pound pounds sterling GBP quid
GBP 0.01 penny pence
USD 1 dollar dollars USD
USD 0.01 cent cents
EUR 1 euro euros EUR
JPY 1 yen JPY
CHF 1 franc francs CHF
SEK 1 krona kronor kroner krone
INR 1 rupee rupees
CNY 1 yuan renminbi
RUB 1 rouble roubles ruble rubles
"""
_MARKS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
#: Dimensions that are sums of money.
MONEY = frozenset({*_MARKS.values(), "CHF", "SEK", "INR", "CNY", "RUB"})


@cache
def measures() -> dict[str, tuple[str, float]]:
    """Dimension and factor of each name of a unit; words of a name are joined by one space."""
    found = {}
    for line in _UNITS.strip().splitlines():
        dimension, factor, *names = line.split()
        found.update({name.replace("_", " "): (dimension, float(factor)) for name in names})
    return found


def currency_of(mark: str) -> str:
    """The dimension that a mark before a number means; empty for none."""
    return _MARKS.get(mark, "")
