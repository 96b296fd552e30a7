"""CBIS-DDSM: tables of cases, whole mammograms and masks as DICOM."""

import re
from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.sources.cbis_files import CbisFiles
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.lesion_cut import LesionCut
from medcls_core.data.sources.tables import Row, read_table
from medcls_core.language import Text

SIDE_PX = 299  # the seed's fixed size; the films' pixels are kept as they are
PATHOLOGIES = frozenset({"BENIGN", "BENIGN_WITHOUT_CALLBACK", "MALIGNANT"})
COLUMNS = (
    *("patient_id", "left or right breast", "image view", "pathology"),
    *("image file path", "roi mask file path"),
)
CROP_COLUMN = "cropped image file path"
_TABLE = re.compile(r"(mass|calc)_case_description_(train|test)_set\.csv", re.IGNORECASE)


def is_cbis_ddsm(folder: Path) -> bool:
    """Whether a table of cases is in `folder`, or in a folder of it."""
    return bool(_tables(folder))


def read_cbis_ddsm(folder: Path, task: str | None = None) -> LabelledSet:
    """A cut of 299 x 299 around every lesion, by patient; subsets 'train' and 'test' as published.

    Masses and calcifications are read, whichever tables are there. A benign finding without
    callback is benign.

    Raises:
        InputInvalid: naming the row, if it can't be understood or its files aren't there.
    """
    files = CbisFiles(folder)
    items: dict[str, LesionCut] = {}
    for table in _tables(folder):
        for row in read_table(table, COLUMNS):
            item = _item(row, files, task)
            if item.name in items:
                raise row.fault(Text(f"{item.name} is listed twice", f"{item.name} 重复列出"))
            items[item.name] = item
    return LabelledSet(folder.name, "patient", tuple(items.values()))


def _tables(folder: Path) -> list[Path]:
    files = sorted([*folder.glob("*.csv"), *folder.glob("*/*.csv")])
    return [path for path in files if _TABLE.fullmatch(path.name)]


def _item(row: Row, files: CbisFiles, task: str | None) -> LesionCut:
    kind, subset = _kind_and_subset(row.table)
    pathology = row.required("pathology").upper()
    if pathology not in PATHOLOGIES:
        raise row.fault(Text(f"unknown pathology {pathology!r}", f"未知的病理结果“{pathology}”"))
    patient = row.required("patient_id")
    side, view = row.required("left or right breast"), row.required("image view")
    number = row.get("abnormality id") or str(row.number)
    films = _found(row, files, ["image file path"])
    masks = _found(row, files, ["roi mask file path", CROP_COLUMN])
    name = f"{kind}_{subset}/{patient}_{side}_{view}_{number}"
    return LesionCut(
        films[0], masks, SIDE_PX, name, class_key(pathology, task or "mammography"), patient, subset
    )


def _kind_and_subset(table: Path) -> tuple[str, str]:
    kind, _, _, subset, _ = table.stem.lower().split("_")
    return kind, subset


def _found(row: Row, files: CbisFiles, columns: list[str]) -> tuple[Path, ...]:
    """The files that the columns mean; the first column must be filled."""
    first = row.required(columns[0])
    said = [first, *(row.get(column) for column in columns[1:])]
    found = dict.fromkeys(path for one in said for path in files.find(one))
    if not found:
        raise row.fault(Text(f"there is no file {first}", f"文件 {first} 不存在"))
    return tuple(found)
