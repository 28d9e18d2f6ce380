"""Who may come in: addresses that work once, and the cookies that they become."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

#: Bytes of chance in a token and in a cookie.
_BYTES = 32
#: Cookies that are good at a time for each annotator; the oldest gives way.
_COOKIES = 16


class Visitors:
    """The annotators that are served. Each has one token at a time, in an address that works once.

    Args:
        annotators: their names; an empty one is whoever the settings name.
    """

    def __init__(self, annotators: Sequence[str]) -> None:
        self._tokens = {name: secrets.token_urlsafe(_BYTES) for name in annotators}
        self._cookies: dict[str, dict[str, None]] = {name: {} for name in annotators}

    def tokens(self) -> dict[str, str]:
        """The token of each annotator that opens the door now."""
        return dict(self._tokens)

    def let_in(self, token: str) -> tuple[str, str] | None:
        """Use up a token.

        Returns:
            whose it was, and the cookie that it became; None for one that was used, or was none.
        """
        name = next((one for one, good in self._tokens.items() if secrets.compare_digest(good, _ascii(token))), None)
        if name is None:
            return None
        self._tokens[name] = secrets.token_urlsafe(_BYTES)
        cookie = secrets.token_urlsafe(_BYTES)
        given = self._cookies[name]
        given[cookie] = None
        while len(given) > _COOKIES:
            del given[next(iter(given))]
        return name, cookie

    def annotator_of(self, cookie: str) -> str | None:
        """Whose a cookie is; None for one that is not good."""
        return next((name for name, given in self._cookies.items() if cookie in given), None)


def _ascii(text: str) -> str:
    """The text, or an empty one: letters beside ASCII cannot be compared without telling anything."""
    return text if text.isascii() else ""
