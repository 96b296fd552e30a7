"""What six real Giemsa fields of a micronucleus assay measure: numbers only, no pixel of them.

How they were measured (fields of 1478 x 1478 px, stated without licence: looked at, not kept):
optical density is -log10(value / background) per channel, the background being the median of
what lies more than 12 px from anything darker than 215. Nuclei are components above 0.35 in green
that are round (solidity over .93, eccentricity under .6); 33 had cytoplasm (red density over .09
between 1.25 and 1.6 nuclear radii), 249 none. Figures are medians with 5th and 95th percentile
over nuclei, or the spread over the six fields.
"""

from typing import Final

Span = tuple[float, float]
Triple = tuple[float, float, float]

BACKGROUND_RGB: Final[Triple] = (239.7, 239.5, 240.5)
"""Mean over the fields' medians; the fields lie between 235 and 244."""
BACKGROUND_SD: Final = 3.0
BACKGROUND_GRAIN_SD: Final[Span] = (2.8, 6.9)
"""Standard deviation of the high-passed (sigma 8 px) background, grey levels, by field."""
BACKGROUND_GRAIN_PX: Final = 1.6
"""Correlation length of that grain: autocorrelation .72 at 1 px, .38 at 2, .13 at 3, 0 at 6."""
BACKGROUND_DRIFT_SD: Final[Span] = (0.8, 4.6)
"""Standard deviation of the green medians of blocks of 64 px: uneven light and stain."""

NUCLEUS_DENSITY: Final[Triple] = (0.62, 1.08, 0.44)
"""Optical density of nuclei within cytoplasm; p5 (.49, .92, .36), p95 (.74, 1.20, .49)."""
NAKED_DENSITY: Final[Triple] = (0.70, 1.12, 0.49)
"""Nuclei without cytoplasm are denser and bluer: p95 (1.06, 1.22, .72)."""
NUCLEUS_CONTRAST: Final[Span] = (0.08, 0.18)
"""Standard deviation over mean of the density within a nucleus."""
NUCLEUS_DIAMETER_PX: Final[Span] = (27.4, 38.6)
NAKED_DIAMETER_PX: Final[Span] = (15.8, 39.0)
EDGE_PX: Final[Span] = (3.0, 5.0)
"""Distance over which a naked nucleus's edge goes from 10 to 90 % of its step."""

NAKED_COURT_DENSITY: Final = 0.06
"""Deviation of the half-normal that the green density beside naked nuclei follows: between 1.25
and 1.6 radii its median is .048 and its 95th percentile .107."""
NAKED_COURT_DIRECTION: Final[Triple] = (0.59, 1.0, 0.43)
"""Colour of that court, green set to one: pinker than cytoplasm."""

CYTOPLASM_DIRECTION: Final[Triple] = (0.355, 0.443, 0.206)
"""Shares of red, green and blue in the density of cytoplasm."""
CYTOPLASM_RED_DENSITY: Final[Span] = (0.09, 0.15)
"""Red density beside the nucleus in five of the fields; up to .30 in the heavily stained one."""
CYTOPLASM_REACH: Final[Span] = (1.5, 2.3)
"""Radii of the nucleus at which cytoplasm has faded to a third of that."""

DEPOSIT_RGB: Final[Triple] = (55.0, 29.0, 84.0)
"""Irregular dark objects; p5 (25, 12, 45), p95 (127, 83, 145)."""
PLATELET_RGB: Final[Triple] = (182.0, 141.0, 189.0)
"""Pink-lilac specks; p5 (154, 108, 163), p95 (219, 180, 220)."""
DIRT_RGB: Final[Triple] = (109.0, 108.0, 106.0)
"""Grey-green dirt, mostly out of focus; p5 (65, 64, 61), p95 (137, 137, 135)."""

BLACKEST_RGB: Final[Triple] = (6.0, 5.0, 14.0)
"""What the darkest deposits leave: glare of the optics."""
CROP_PX: Final[Span] = (60.0, 150.0)
"""Sides of a crop that hold one cell of these fields, its surroundings included."""
