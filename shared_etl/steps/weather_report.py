"""Draw the marts of the days and write them down as CSV."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd

from shared_etl.days import Days
from shared_etl.warehouse import Step, Warehouse

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PLOT = "weather_report.png"
_STATIONS_DRAWN = 12
_MARTS = {
    "daily_weather_summary": ("observed_date", "station"),
    "city_aggregates": ("observed_date", "city"),
}
_MEASURES = (
    "reading_count",
    "temperature_mean_c",
    "temperature_min_c",
    "temperature_max_c",
    "humidity_mean_pct",
    "wind_speed_max_ms",
    "precipitation_total_mm",
    "pressure_mean_hpa",
)


@dataclass(frozen=True)
class WeatherReport:
    """The files of one report, and the step that wrote them."""

    step: Step
    plot: Path
    tables: tuple[Path, ...]


def weather_report(days: Days, warehouse: Warehouse, folder: Path) -> WeatherReport:
    """Write ``<folder>/<days>/`` with a CSV a mart and weather_report.png; a rerun replaces them.

    All are written beside their places and then renamed, so a reader never sees half of one.
    """
    target = folder / str(days)
    target.mkdir(parents=True, exist_ok=True)
    with warehouse.step("weather_report", days) as step, TemporaryDirectory(prefix=".draft-", dir=target) as draft:
        for mart, keys in _MARTS.items():
            frames = list(step.read(f"marts.{mart}", (*keys, *_MEASURES), day_column="observed_date"))
            table = pd.concat(frames) if frames else pd.DataFrame(columns=[*keys, *_MEASURES])
            table.sort_values(list(keys)).to_csv(Path(draft, f"{mart}.csv"), index=False)
            if mart == "daily_weather_summary":
                _draw(table, days).savefig(Path(draft, _PLOT), format="png")
            step.rows_out += len(table)
        files = [path.replace(target / path.name) for path in Path(draft).iterdir()]
    return WeatherReport(step, target / _PLOT, tuple(sorted(path for path in files if path.suffix == ".csv")))


def _draw(daily: pd.DataFrame, days: Days) -> "Figure":
    """Temperature (lowest, mean, highest) and precipitation by station and day."""
    # Imported here, because the other steps share this package and draw nothing. Figure alone, not pyplot: no global
    # state, and a third of the import.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 6), dpi=100, layout="constrained")
    temperature, precipitation = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    stations = sorted(daily["station"].unique())
    shown = stations[:_STATIONS_DRAWN]
    width = 0.8 / max(len(shown), 1)
    drawn = []
    for place, station in enumerate(shown):
        rows = daily[daily["station"] == station]
        x = (pd.to_datetime(rows["observed_date"]) - pd.Timestamp(days.start)).dt.days + (place + 0.5) * width - 0.4
        low, mean, high = (rows[f"temperature_{which}_c"].astype(float) for which in ("min", "mean", "max"))
        drawn.append(temperature.errorbar(x, mean, yerr=[mean - low, high - mean], fmt="o", capsize=3))
        precipitation.bar(x, rows["precipitation_total_mm"].fillna("0").astype(float), width=width)
    more = f" (the first {len(shown)} of {len(stations)} stations)" if len(stations) > len(shown) else ""
    temperature.set(title=f"Weather, {str(days).replace('_', ' to ')}{more}", ylabel="temperature, °C")
    precipitation.set(ylabel="precipitation, mm", xlabel=f"days since {days.start}")
    precipitation.xaxis.get_major_locator().set_params(integer=True)
    if shown:
        # Named afterwards: a name that begins with _ would be left out, and $ be taken for mathematics.
        legend = temperature.legend(drawn, [str(number) for number in range(len(drawn))], ncols=3)
        for text, station in zip(legend.get_texts(), shown, strict=True):
            text.set_parse_math(False)
            text.set_text(_short(station))
    return figure


_LETTERS_DRAWN = 24


def _short(name: str) -> str:
    """The name on one line, no longer than a legend has room for."""
    line = "".join(letter if letter.isprintable() else "·" for letter in name)
    return line if len(line) <= _LETTERS_DRAWN else f"{line[: _LETTERS_DRAWN - 1]}…"
