"""Why an image could not be opened, in words that a pathologist can act on."""

from collections.abc import Sequence

from medcls_core.language import Text

MISSING = Text("there is no such file", "文件不存在")
IS_FOLDER = Text("this is a folder, not an image file", "这是文件夹，不是图像文件")
NO_PERMISSION = Text("you have no permission to read it", "没有读取权限")
EMPTY = Text("the file is empty", "文件为空")
IS_TEXT = Text(
    "the file holds text, not an image; it may be a failed download",
    "文件内容是文本而不是图像，可能是下载失败",
)
NOT_AN_IMAGE = Text(
    "this is not an image of a kind that the program can read",
    "这不是本程序能够读取的图像类型",
)
DAMAGED = Text(
    "the file is damaged or incomplete; copy it again from the scanner or the archive",
    "文件已损坏或不完整，请从扫描仪或归档系统重新复制",
)
DAMAGED_HERE = Text(
    "this part of the file is damaged or incomplete",
    "文件的这一部分已损坏或不完整",
)
TOO_LARGE = Text(
    "it claims more pixels than a flat image may have here; "
    "save it as a pyramidal TIFF and open that",
    "其声明的像素数超过普通图像的上限，请另存为金字塔 TIFF 后再打开",
)
NO_PIXELS = Text(
    "the DICOM file holds no picture (a report, a plan or a directory)",
    "该 DICOM 文件不含图像（可能是报告、计划或目录）",
)
MANY_FRAMES = Text(
    "the DICOM file holds several frames that are not a slide; save one frame as its own file",
    "该 DICOM 文件含多帧且不是切片，请将所需的一帧另存为单独文件",
)
NOT_THE_SLIDE = Text(
    "this DICOM file holds the photograph of the label or of the whole glass, not the slide; "
    "open another file of the same folder",
    "该 DICOM 文件是标签或玻片概览照片而非切片，请打开同一文件夹中的其他文件",
)
CONVERT_KFB = Text(
    "KFBio files (.kfb) can be read by the scanner maker's software only; "
    "export the slide there as SVS or pyramidal TIFF (K-Viewer, or the KFBio converter) "
    "and open that file",
    "江丰生物 .kfb 文件只能由厂家软件读取，"
    "请在 K-Viewer 或江丰转换工具中导出为 SVS 或金字塔 TIFF 后再打开",
)
CONVERT_SDPC = Text(
    "SQRAY files (.sdpc) can be read by the scanner maker's software only; "
    "export the slide there as SVS or pyramidal TIFF and open that file",
    "生强 .sdpc 文件只能由厂家软件读取，请在厂家软件中导出为 SVS 或金字塔 TIFF 后再打开",
)
CONVERT_OTHER = Text(
    "this scanner maker's format can be read by the maker's software only; "
    "export the slide there as SVS, pyramidal TIFF or DICOM and open that file",
    "该扫描仪格式只能由厂家软件读取，请在厂家软件中导出为 SVS、金字塔 TIFF 或 DICOM 后再打开",
)


def unsupported_codec(codec: str) -> Text:
    """The picture is compressed in a way that nothing here can decode."""
    return Text(
        f"the picture is compressed as {codec}, which cannot be decoded here; "
        "save it with JPEG, JPEG 2000 or no compression",
        f"图像采用 {codec} 压缩，本程序无法解码，请另存为 JPEG、JPEG 2000 或无压缩格式",
    )


def slide_lacks(parts: Sequence[Text]) -> Text:
    """A DICOM slide that no reader takes, because its header lacks `parts`."""
    return Text(
        "this DICOM slide does not say enough about itself to be shown safely; its header lacks "
        + "; ".join(part.en for part in parts),
        "该 DICOM 切片自身信息不足，无法安全显示，其文件头缺少："
        + ";".join(part.zh for part in parts),
    )
