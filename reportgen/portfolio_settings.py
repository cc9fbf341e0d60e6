"""What makes one folder many briefs: settings of ``brief.yaml``, each explained where it is defined."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, field_validator

from reportgen.setting import Identifier, Setting, Text

ENTITY = "entity"
TABLE = ".csv"
MOST_RANKED = 40


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever the file held
    """One of a kind may stand alone, without the list."""
    return [value] if isinstance(value, str) else value


class CoveringSettings(Setting):
    """A brief over all the briefs of a portfolio: totals, ranking, outliers."""

    entity: Text  # whom the totals are of: All funds
    metrics: Annotated[tuple[Identifier, ...], Field(min_length=1)]  # what is added up and ranked
    title: str = ""  # a template; the total of the first metric by default
    top: Annotated[int, Field(ge=3, le=MOST_RANKED)] = 10  # how many are shown at either end of a ranking


class ManyBriefs(BaseModel):
    """Settings by which a folder stands for many briefs."""

    # A brief for every entity of the facts, or for every row of a table.csv; or a list of both.
    each: Annotated[tuple[Text, ...], BeforeValidator(_listed)] = ()
    where: str = ""  # which of them are made: region == "Nordics" and size > 100
    # Entities whose facts all of them have.
    shared: Annotated[tuple[Text, ...], BeforeValidator(_listed)] = ()
    covering: CoveringSettings | None = None  # and one over all of them

    @field_validator("each")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        tables = [one for one in value if one != ENTITY]
        if len(tables) > 1 or len(value) - len(tables) > 1 or not all(one.endswith(TABLE) for one in tables):
            shown = ", ".join(value)
            raise ValueError(
                f"'{shown}'; expected 'entity', the name of a table ({TABLE}), or a list of both"
            )
        return value

    @property
    def table(self) -> str:
        """The file of parameters; "" where there is none."""
        return next((one for one in self.each if one != ENTITY), "")
