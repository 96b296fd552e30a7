"""The labelled sets of the mitosis task, divided by case: patches, and fields without mitoses."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from medcls_core.data.mitosis_crops import LabelledField, mitosis_free_field
from medcls_core.data.mitosis_patches import MitosisPatch, read_mitosis_patches
from medcls_core.data.splits import Split, split_by_unit
from medcls_core.errors import InputInvalid


@dataclass(frozen=True, slots=True)
class MitosisSet:
    """Patches split by case, mitosis-free fields split by file."""

    patches: Split[MitosisPatch]
    free_fields: Split[Path]


def read_mitosis_set(patches: Path, free_fields: Path | None, seed: int) -> MitosisSet:
    """The set below the folders `patches` (with manifest.csv) and `free_fields` (JPEG fields).

    Raises:
        InputInvalid: if a folder holds nothing that can be used.
    """
    fields = [] if free_fields is None else sorted(free_fields.rglob("*.jpg"))
    if free_fields is not None and not fields:
        raise InputInvalid(str(free_fields), "no JPEG fields are in this folder")
    read = read_mitosis_patches(patches)
    return MitosisSet(
        split_by_unit(read, lambda patch: patch.case, seed),
        split_by_unit(fields, lambda path: path.name, seed),
    )


def read_fields(paths: Sequence[Path]) -> list[LabelledField]:
    """The fields' pixels, with empty masks."""
    return [mitosis_free_field(path) for path in paths]
