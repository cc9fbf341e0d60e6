"""What a database complains of, in an author's words, and without anything of the URL that leads to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.findings import meant
from reportgen.sources.answer import too_late
from reportgen.sources.unpacking import Unreadable

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

_CANCELLED, _NO_TABLE = "57014", "42P01"
_WRITES = ("25006", "0A000")  # a transaction that only reads; a cursor over what writes
_NOTHING_THERE = (
    r"refused|translate host|resolve|timeout|timed out|no such file|unreachable|not known|no route"
)
_REFUSALS = (
    (r"password|authentication|role .* does not exist|access denied|login", "it refuses user or password"),
    (r"database .* does not exist|unknown database", "it has no database of that name"),
    (_NOTHING_THERE, "nothing answers there"),
)


@dataclass(frozen=True, slots=True)
class Complaints:
    """Those of one database, whose URL is in a variable."""

    url: URL
    variable: str
    seconds: float

    def unreachable(self, why: str) -> Unreadable:
        """There is no connection; nothing of what a driver says of it is repeated."""
        return Unreadable(
            "no-connection", f"no connection to the database: {why}; look at the URL in {self.variable}"
        )

    def of_connecting(self, problem: Exception) -> Unreadable:
        """Why it cannot be reached, as far as the words of its driver tell."""
        text = str(getattr(problem, "orig", None) or problem).lower()
        return self.unreachable(
            next((said for form, said in _REFUSALS if re.search(form, text)), "it does not let us in")
        )

    def of_asking(self, problem: Exception, engine: Engine) -> Unreadable:
        """What it does not take about a query."""
        raised = getattr(problem, "orig", None) or problem
        state, diagnosis = getattr(raised, "sqlstate", None), getattr(raised, "diag", None)
        if state == _CANCELLED:
            return too_late(self.seconds)
        primary = getattr(diagnosis, "message_primary", None) or str(raised).partition("\n")[0]
        said = self._without_secrets(primary or type(raised).__name__)
        if state in _WRITES:
            return Unreadable("forbidden-query", f"the query does more than read: {said}")
        hint = getattr(diagnosis, "message_hint", None) or ""
        column = re.search(r'meant to reference the \w+ "(?:[^"]*\.)?([^"]+)"', hint)
        likely = f" — did you mean '{column[1]}'?" if column else ""
        if state == _NO_TABLE:
            likely = _table_like(primary, engine)
        return Unreadable("bad-query", f"the database says: {said}{likely}")

    def _without_secrets(self, text: str) -> str:
        """A text in which nothing of the URL stands but the name of the database."""
        url = self.url
        options = (
            one for value in url.query.values() for one in ([value] if isinstance(value, str) else value)
        )
        parts = (url.render_as_string(hide_password=False), url.password, url.username, url.host, *options)
        for part in sorted({str(one) for one in parts if one}, key=len, reverse=True):
            text = text.replace(part, "***")
        return text


def _table_like(said: str, engine: Engine) -> str:
    """The table that was probably meant by one that is not there."""
    from sqlalchemy import inspect
    from sqlalchemy.exc import SQLAlchemyError

    wanted = re.search(r'"(?:[^"]*\.)?([^"]+)"', said)
    try:
        there = inspect(engine)
        names = [*there.get_table_names(), *there.get_view_names()]
    except SQLAlchemyError:
        return ""
    return meant(wanted[1], names) if wanted else ""
