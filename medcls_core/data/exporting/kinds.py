"""The kinds of files, and what each is for, in words for the person who chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from medcls_core.language import Text


class ExportKind(StrEnum):
    """A kind of file; the value is its name on the command line."""

    GEOJSON = "geojson"
    CSV = "csv"
    COCO = "coco"
    YOLO = "yolo"
    VOC = "voc"
    CLASS_MASK = "mask-png"
    OBJECT_MASK = "label-tiff"
    CROPS = "crops"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """A kind's name, what it is for, the suffix of its file, and whether it fills a folder."""

    title: Text
    purpose: Text
    suffix: str
    fills_folder: bool = False


KINDS: Final[Mapping[ExportKind, KindFacts]] = {
    ExportKind.GEOJSON: KindFacts(
        Text("GeoJSON (QuPath)", "GeoJSON（QuPath）"),
        Text(
            "Everything: outlines, classes, answers and who gave them. Drop it on the slide in "
            "QuPath; what is changed there comes back with Import findings.",
            "全部内容：轮廓、类别、判读及判读人。拖到 QuPath 的切片上即可打开；"
            "在其中修改后可用“导入对象”带回。",
        ),
        ".geojson",
    ),
    ExportKind.CSV: KindFacts(
        Text("CSV table", "CSV 表格"),
        Text(
            "Everything, one line a finding: for spreadsheets and statistics.",
            "全部内容，每个对象一行：供电子表格和统计软件使用。",
        ),
        ".csv",
    ),
    ExportKind.COCO: KindFacts(
        Text("COCO", "COCO"),
        Text(
            "Outlines and boxes with their classes in one JSON file: for training detectors "
            "elsewhere. What was rejected or can't be told stays out.",
            "轮廓、边框与类别，存为一个 JSON 文件：供其他程序训练检测模型。"
            "已排除或无法判断的对象不写入。",
        ),
        ".json",
    ),
    ExportKind.YOLO: KindFacts(
        Text("YOLO", "YOLO"),
        Text(
            "A folder with a text file of boxes an image and data.yaml, as Ultralytics reads it; "
            "put the images into 'images' beside 'labels'.",
            "文件夹，每幅图像一个边框文本文件，附 data.yaml，供 Ultralytics 读取；"
            "图像请放入与 labels 并列的 images 文件夹。",
        ),
        "",
        fills_folder=True,
    ),
    ExportKind.VOC: KindFacts(
        Text("Pascal VOC", "Pascal VOC"),
        Text(
            "An XML file of whole-pixel boxes an image: for older detectors and LabelImg.",
            "每幅图像一个整像素边框的 XML 文件：供较早的检测程序和 LabelImg 使用。",
        ),
        ".xml",
    ),
    ExportKind.CLASS_MASK: KindFacts(
        Text("Mask of classes (PNG)", "类别掩膜（PNG）"),
        Text(
            "A picture of the image's size in the colours of the classes: for segmentation by "
            "class. Touching cells of one class flow together.",
            "与图像同尺寸、以类别着色的图片：供按类别分割使用。同类相邻细胞会连成一片。",
        ),
        ".png",
    ),
    ExportKind.OBJECT_MASK: KindFacts(
        Text("Mask of objects (label TIFF)", "对象掩膜（标签 TIFF）"),
        Text(
            "A TIFF whose pixels are the numbers of the findings: for ImageJ, CellProfiler, "
            "napari, Cellpose. Works for whole slides.",
            "像素值为对象编号的 TIFF：供 ImageJ、CellProfiler、napari、Cellpose 使用，"
            "整张切片亦可。",
        ),
        ".tiff",
    ),
    ExportKind.CROPS: KindFacts(
        Text("Training set of crops", "裁剪图训练集"),
        Text(
            "A folder for each class with a PNG of every finding that a person gave a class, and "
            "a manifest that keeps images apart: for 'medcls train --data'.",
            "每类一个文件夹，含每个经人判读的对象的 PNG，并附按图像分组的清单："
            "供“medcls train --data”使用。",
        ),
        "",
        fills_folder=True,
    ),
}
