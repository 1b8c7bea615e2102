"""Numbers and what holds them: estimates, tables, charts, quotes, and the section of a strand."""

from dataclasses import dataclass
from typing import Literal

Strand = Literal["survey", "interviews", "agreement", "outcomes"]
Direction = Literal["up", "down", "no clear change", "not estimable"]
FitWord = Literal["agreement", "partial agreement", "dissonance", "silence"]


EstimateState = Literal["estimated", "not estimable", "suppressed"]


@dataclass(frozen=True)
class Estimate:
    """A statistic: `value` with `low` to `high` at `level`, from `n` units of observation.

    Whatever is None has its `reason`: not estimable, suppressed, or no interval and why. `suppressed` is set
    where there is a value and it is not shown.
    """

    statistic: str
    value: float | None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    n: int | None = None
    unit: str = ""
    method: str = ""
    source: str = ""
    reason: str = ""
    suppressed: bool = False

    def __post_init__(self) -> None:
        if self.suppressed and self.value is not None:
            raise ValueError(f"{self.statistic} is suppressed and still has a value")
        if self.value is None and not self.reason:
            raise ValueError(f"{self.statistic} has neither value nor reason")
        if self.value is not None and self.value != self.value:
            raise ValueError(f"{self.statistic} is NaN: say 'not estimable' with a reason")
        if (self.low is None) != (self.high is None):
            raise ValueError(f"{self.statistic} has half an interval")

    @property
    def state(self) -> "EstimateState":
        """Whether there is a value, none could be estimated, or one is kept back."""
        if self.suppressed:
            return "suppressed"
        return "estimated" if self.value is not None else "not estimable"

    @classmethod
    def not_estimable(
        cls, statistic: str, reason: str, *, n: int | None = None, unit: str = "", method: str = ""
    ) -> "Estimate":
        """Return an estimate without number, with the reason why."""
        return cls(statistic, None, n=n, unit=unit, method=method, reason=reason)


@dataclass(frozen=True)
class Reported:
    """An estimate and what it is about. `id` is stable and readable: strand.about.statistic.detail."""

    id: str
    strand: Strand
    label: str
    estimate: Estimate
    mechanism_id: str = ""
    scale_id: str = ""
    item_id: str = ""
    timepoint: str = ""
    contrast: str = ""
    group: str = ""
    place: str = ""
    analysis: str = ""


Cell = str | Reported


@dataclass(frozen=True)
class Table:
    """Rows of text and Reported cells under one header row. The first column labels the row."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.id}: a row does not have {len(self.columns)} cells")


ChartKind = Literal[
    "change",
    "distribution",
    "segments",
    "trend",
    "sensitivity",
    "dumbbell",
    "transitions",
    "flow",
    "missing",
    "power",
]


@dataclass(frozen=True)
class ChartPoint:
    """One mark of a chart: the axis label, the series it belongs to, and its value."""

    label: str
    series: str
    reported: Reported


@dataclass(frozen=True)
class Chart:
    """What a figure shows. Drawing, alt text and hiding small numbers are the business of outputs/.

    What label and series of a point mean depends on the kind. sensitivity: analysis and scale.
    dumbbell: scale and timepoint. transitions: answer before and answer after. flow: stage and
    timepoint ("" for both together). missing: pattern, and an item missing in it ("" for the number of
    rows with the pattern). power: true change ("" for the wanted power).
    """

    id: str
    kind: ChartKind
    title: str
    axis_label: str
    points: tuple[ChartPoint, ...]
    mechanism_id: str = ""
    note: str = ""


@dataclass(frozen=True)
class Quote:
    """Words of a participant, attributed to a stakeholder group and never to a site."""

    text: str
    group: str
    mechanism_id: str
    valence: str
    transcript_id: str


@dataclass(frozen=True)
class Section:
    """What one strand found. `cautions` are sentences that every reader of the results must see."""

    strand: Strand
    title: str
    reported: tuple[Reported, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    quotes: tuple[Quote, ...] = ()
    cautions: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
