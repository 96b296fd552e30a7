"""Everything that can be written about the open image, and what each is for."""

from enum import StrEnum
from typing import Final

from medcls_core.data.exporting.kinds import KINDS, KindFacts
from medcls_core.data.exporting.kinds import ExportKind as FileKind
from medcls_core.language import Text


class ExportKind(StrEnum):
    """What can be written, in the order in which it is offered."""

    PDF = "pdf"
    GEOJSON = "geojson"
    CSV = "csv"
    COCO = "coco"
    YOLO = "yolo"
    VOC = "voc"
    CLASS_MASK = "mask-png"
    OBJECT_MASK = "label-tiff"
    CROPS = "crops"
    CAPSULE = "medcase"

    @property
    def file_kind(self) -> FileKind | None:
        """The core's kind of file; None for the report and the capsule."""
        return FileKind(self.value) if self not in _OWN else None

    @property
    def facts(self) -> KindFacts:
        """Its name, what it is for, its suffix, and whether it fills a folder."""
        kind = self.file_kind
        return _OWN[self] if kind is None else KINDS[kind]


_OWN: Final = {
    ExportKind.PDF: KindFacts(
        Text("PDF report", "PDF 报告"),
        Text(
            "Counts of model and reader apart, crop sheet with evidence, model version, pixel "
            "size and its origin. For research use.",
            "模型与阅片人的计数分列，附带依据的裁剪图页、模型版本、像素尺寸及其来源。仅供研究。",
        ),
        ".pdf",
    ),
    ExportKind.CAPSULE: KindFacts(
        Text("Case capsule", "病例包"),
        Text(
            "Crops of the findings in one file, without slide, label, names or anybody's answers: "
            "a colleague opens it offline, reads it blind and sends the answers back.",
            "单个文件，仅含对象的裁剪图，不含切片、标签、姓名和任何人的判读："
            "同行离线打开、盲法判读并寄回答复。",
        ),
        ".medcase",
    ),
}
