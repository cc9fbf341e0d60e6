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
