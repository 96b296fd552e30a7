"""Composed cells: Giemsa-like crops of all seven classes of the micronucleus task, with truth.

No labelled Giemsa set is public. Shapes and textures of nuclei and micronuclei are real ones, cut
from fluorescence fields (mnfinder, MIT) and stained again; cytoplasm, background and debris are
drawn, with colours and sharpness as six real Giemsa fields measure. Nothing here is a photograph
of a Giemsa slide, and every figure measured on it must be named 'composed cells'.
"""

from medcls_core.data.composed.compose import (
    KINDS,
    compose_cell,
    compose_nth,
    compose_set,
    read_part,
)
from medcls_core.data.composed.library import NucleusLibrary, acquisitions_of
from medcls_core.data.composed.shapes import SIDE_PX
from medcls_core.data.composed.truth import Body, CellTruth, ComposedCell

__all__ = [
    "KINDS",
    "SIDE_PX",
    "Body",
    "CellTruth",
    "ComposedCell",
    "NucleusLibrary",
    "acquisitions_of",
    "compose_cell",
    "compose_nth",
    "compose_set",
    "read_part",
]
