"""Objects per mm2 in a report, with their intervals."""

from scipy import stats

from medcls_core.reports.case_report import DensityFigure


def density_figure(count: int, area_mm2: float) -> DensityFigure:
    """`count` objects in `area_mm2`, per mm2, with the exact Poisson 95 % interval."""
    low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    high = stats.chi2.ppf(0.975, 2 * count + 2) / 2
    return DensityFigure(count, count / area_mm2, float(low) / area_mm2, float(high) / area_mm2)
