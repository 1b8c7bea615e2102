"""What a person decides about the reading of one export, where the file alone leaves it open.

Written in the study under `reading` in the column map; here only the choices, and how to ask for one.
"""

from dataclasses import dataclass

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "vertical bar": "|"}
DECIMAL_MARKS = ("comma", "point")
DATE_ORDERS = ("day_first", "month_first", "year_first")
PLATFORMS = ("qualtrics", "limesurvey", "google_forms", "microsoft_forms", "jisc", "redcap", "none")


@dataclass(frozen=True)
class ReadingChoices:
    """Choices for one export; an empty text, 0 or None leaves a choice to the file.

    `encoding` is a Python name. `delimiter` is a key of DELIMITERS, `decimal` one of DECIMAL_MARKS,
    `date_order` one of DATE_ORDERS, `platform` one of PLATFORMS ("none": an ordinary table).
    `header_rows` counts the rows above the first response. `dictionary` is the path of a companion
    file (REDCap dictionary, Jisc key, Qualtrics .qsf), beside the export unless absolute.
    Columns that name people are left out of what is read unless `keep_personal_columns` lists them.

    Raises ValueError where a choice is none of those allowed.
    """

    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    sheet: str = ""
    header_rows: int = 0
    date_order: str = ""
    keep_personal_columns: tuple[str, ...] = ()
    keep_unfinished: bool = False
    keep_previews: bool = False
    dictionary: str = ""
    platform: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no choice: the study layer has checked it against these same names."""
        for name, allowed in (
            ("delimiter", tuple(DELIMITERS)),
            ("decimal", DECIMAL_MARKS),
            ("date_order", DATE_ORDERS),
            ("platform", PLATFORMS),
        ):
            given = getattr(self, name)
            if given and given not in allowed:
                raise ValueError(f"{name} is {given!r}; allowed: {', '.join(allowed)}")
        if self.header_rows < 0:
            raise ValueError("header_rows is below 0")


AS_THE_FILE_SAYS = ReadingChoices()


def line_to_add(choice: str, value: str) -> str:
    """Return the remedy of an ambiguity: which line of the column map settles it."""
    return f"Add `{choice}: {value}` under `reading` in the column map."
