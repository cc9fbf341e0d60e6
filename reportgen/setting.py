"""What every group of settings has in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(pattern=r"\S")]  # not empty
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Setting(BaseModel):
    """A frozen group of settings; anything it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def names_of(model: type[BaseModel]) -> dict[str, str]:
    """The settings of a group as they are written, each with its field: ``from`` may be kept as ``start``."""
    return {str(field.validation_alias or name): name for name, field in model.model_fields.items()}
