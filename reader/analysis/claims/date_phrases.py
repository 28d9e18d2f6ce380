"""The phrases by which English text names dates, as one pattern, and the words that tell its tense.

Each form of date is a named group of :data:`DATE_PHRASE`; ``dates_spoken_of`` resolves them.
"""

from __future__ import annotations

import re

_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_ORDINAL_WORD = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    "sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_COUNT = r"\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)(?!\d|[.,]\d)"
_FEASTS = (
    r"Christmas Eve|Christmas Day|Christmas|Boxing Day|New Year['’]s Eve|New Year['’]s Day|New Year|"
    r"Easter Sunday|Easter Monday|Good Friday|Easter"
)
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_LEAD = (
    r"(?P<lead>(?:(?:as of|as from|from|since|until|till|by|before|after|on|in|at|for|to|during|between|of|over|"
    r"through|within|not before|no later than|ahead of)\s(?:about\s|around\s|late\s|early\s)?)?)"
)
DATE_PHRASE = re.compile(
    rf"""\b{_LEAD}(?:
    (?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)
    |(?:the\s)?(?P<end>end|close)\sof\s(?:term\son\s)?(?:the\s)?(?P<end_of>(?:this|next|last)\s(?:week|month|year)
        |week|month|year|(?P<end_month>{_MONTH})(?:,?\s(?P<end_month_year>{_YEAR}))?|(?P<end_year>{_YEAR}))\b
    |(?:the\s)?(?P<nth>{_ORDINAL_WORD}|last)\s(?P<nth_day>{_WEEKDAY})\s(?:in|of)\s(?P<nth_month>{_MONTH})
        (?:,?\s(?P<nth_year>{_YEAR}))?
    |(?:{_WEEKDAY},?\s)?(?:the\s)?(?P<day>\d\d?(?:st|nd|rd|th)?|{_ORDINAL_WORD})\s(?:of\s)?(?P<day_month>{_MONTH})
        (?:,?\s(?P<day_year>{_YEAR})|\s(?P<day_rel>last|this|next)\syear)?(?![a-z])
    |(?:{_WEEKDAY},?\s)?(?P<us_month>{_MONTH})\s(?P<us_day>\d\d?)(?:st|nd|rd|th)?(?![\d.,]\d|\d)
        (?:,?\s(?P<us_year>{_YEAR}))?
    |(?:(?P<month_lead>last|next|this|early|late|mid|the\s(?:beginning|start|middle)\sof
        |the\s(?:first|second|last)\s(?:week|half|days?|weekend)\s(?:of|in))[\s-])?(?P<month>{_MONTH})
        (?:\s(?:of\s)?(?P<month_year>{_YEAR})|\s(?:of\s)?(?P<month_rel>last|this|next)\syear)?(?![a-z])
    |(?:the\s)?(?:(?P<weekday_lead>last|next|this|the\sfollowing|the|a|early|late)\s)?(?P<weekday>{_WEEKDAY})\b
    |(?:the\s)?(?P<feast>{_FEASTS})(?:\s(?P<feast_year>{_YEAR})|\s(?P<feast_rel>last|this|next)\syear)?\b
    |(?P<now>today|tonight|yesterday|last\snight|tomorrow|this\s(?:morning|afternoon|evening|lunchtime)
        |the\sday\sbefore\syesterday|the\sday\safter\stomorrow)\b
    |(?:the\s|this\s|next\s|last\s)?(?P<weekend>weekend)\b
    |(?:early\s|late\s|later\s|earlier\s)?(?P<which>last|next|this|the\s(?:past|coming|previous|current))\s
        (?P<span>week|month|year|fortnight)\b
    |(?:the\s)?(?P<season>spring|summer|autumn|fall|winter)\s(?:of\s)?(?P<season_year>{_YEAR})
    |(?P<ago>{_COUNT}|a\s(?:couple|few)\sof|half\sa)\s(?P<ago_unit>days?|weeks?|months?|years?|fortnights?)
        \s(?:ago|earlier)\b
    |(?P<hence>{_COUNT})\s(?P<hence_unit>days?|weeks?|months?|years?)(?:['’]s?\stime|\sfrom\s(?:now|today))\b
    |(?:the\s)?(?P<same>same)\s(?P<same_unit>year|month|day|week)\b
    |(?:early\s|late\s|mid-)?(?P<year>{_YEAR})
        (?![\w%]|\s(?:people|voters|pounds|euros|dollars|jobs|homes|votes|metres|per\scent))
    )""".replace("\n", "").replace("    ", ""),
    re.IGNORECASE,
)
#: Words of what is to come, and of what has passed.
TO_COME = re.compile(
    r"\b(?:will|shall|won['’]t|[a-z]+['’]ll|to be|due|plans?|planned|may|might|could|can|should|must|ought|going to"
    r"|(?:is|are|was|were|has|have|had)\s(?:now\s|also\s|still\s)?(?:to|due|expected|planned|set|scheduled|supposed)\b"
    r"|expects?|expected|hopes?|hoped|intends?|promis\w+|offers?|would|deadline|scheduled?|postponed|put off|delayed"
    r"|moved to|put back|adjourned|coming|upcoming|until further)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:was|were|had|did|has been|have been|has|have|ago|said|saw|went|came|took|met|told|wrote|made|gave|lay|got|"
    r"found|left|began|ran|led|won|lost|fell|rose|held|kept|sent|sold|bought|paid|knew|heard|drew|put|cut|[a-z]{2,}ed)\b",
    re.IGNORECASE,
)
