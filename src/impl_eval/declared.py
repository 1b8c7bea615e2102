"""What every declared file shares: the frozen base model and the types that turn text into values.

YAML and CSV arrive as text only. A field, not the file, decides whether "no" is an answer or a
boolean and whether 0501011 is a number. Nothing here reads files.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

Path = tuple[str | int, ...]


class DeclaredModel(BaseModel):
    """Base of everything a study declares: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


@dataclass(frozen=True)
class Finding:
    """One fault inside a declared thing, placed by its path of keys; the edge adds file and line."""

    path: Path
    found: str
    allowed: str
    remedy: str = ""


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_WHOLE = re.compile(r"[+-]?\d+\Z")
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)\Z")
LONGEST_NUMBER = 15
_TRUTH = {"yes": True, "true": True, "no": False, "false": False}


def _expected(allowed: str) -> PydanticCustomError:
    return PydanticCustomError("not_allowed", "{allowed}", {"allowed": allowed})


def _whole_number(value: Any) -> Any:
    if isinstance(value, str):
        if not _WHOLE.match(value.strip()) or len(value.strip()) > LONGEST_NUMBER:
            raise _expected("a whole number")
        return int(value)
    return value


def _number(value: Any) -> Any:
    if isinstance(value, str):
        if not _DECIMAL.match(value.strip()) or len(value.strip()) > LONGEST_NUMBER:
            raise _expected("a number such as 0.5")
        return float(value)
    return value


def _yes_no(value: Any) -> Any:
    if isinstance(value, str):
        if value.strip().lower() not in _TRUTH:
            raise _expected("yes or no")
        return _TRUTH[value.strip().lower()]
    return value


def _iso_date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            if not _DATE.match(value.strip()):
                raise ValueError
            return datetime.date.fromisoformat(value.strip())
        except ValueError:
            raise _expected("a date such as 2024-03-31") from None
    return value


def _one_line(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if any(unicodedata.category(character) == "Cc" and not character.isspace() for character in value):
        raise _expected("text without control characters")
    return " ".join(value.split())


WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
Number = Annotated[float, BeforeValidator(_number)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
IsoDate = Annotated[datetime.date, BeforeValidator(_iso_date)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_\-]{0,63}$")]
Text = Annotated[str, BeforeValidator(_one_line), StringConstraints(min_length=1)]
OptionalText = Annotated[str, BeforeValidator(_one_line)]
