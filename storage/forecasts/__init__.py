"""Tables of the forecast: the model that was learned in each month, and what was forecast each Monday, which is never
changed afterwards."""

from storage.forecasts.monthly import ForecastSnapshot, WinModel

__all__ = ["ForecastSnapshot", "WinModel"]
