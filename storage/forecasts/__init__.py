"""Tables of the forecast: the model that was learned in each month; what was forecast each Monday, which is never
changed afterwards; how the deals of a large company looked today."""

from storage.forecasts.kept import DealLook, ForecastBasis
from storage.forecasts.monthly import ForecastSnapshot, WinModel

__all__ = ["DealLook", "ForecastBasis", "ForecastSnapshot", "WinModel"]
