"""What can go wrong through a person, a file or a disk, said in one sentence.

Every `MedclsError` knows its sentence in both languages and carries its facts as attributes.
Anything that is not a `MedclsError` is a defect of ours.
"""

from pathlib import Path
from typing import ClassVar

from medcls_core.language import Language, Text, filled


class MedclsError(Exception):
    """The root: what happened, where, and what to do about it.

    Children set `template`, whose fields are filled from the keyword arguments, which also
    become attributes. A fact that is a `Text` is said in the language of the sentence.
    """

    template: ClassVar[Text] = Text("{reason}", "{reason}")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence(Language.ENGLISH))

    def sentence(self, language: Language) -> str:
        """The error as one sentence that a person can act on."""
        return filled(self.template, **self.facts).say(language)


class ImageUnreadable(MedclsError):
    """The file is missing, damaged or not an image; facts: `path`, `reason` (English)."""

    template = Text(
        "Cannot open {path}: {reason}.",
        "无法打开 {path}：{reason}。",
    )

    def __init__(self, path: Path, reason: str | Text) -> None:
        self.path = path
        self.reason = reason if isinstance(reason, str) else reason.en
        super().__init__(path=path, reason=reason)

    def reason_in(self, language: Language) -> str:
        """Why, for a place that names the file already."""
        return filled(MedclsError.template, reason=self.facts["reason"]).say(language)


class NoImagesFound(MedclsError):
    """Nothing that can be opened lies at the given place; fact: `place`."""

    template = Text(
        "No images found at {place}: give an image file, or a folder that holds some.",
        "在 {place} 未找到图像：请给出图像文件或包含图像的文件夹。",
    )

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(place=place)


class PixelSizeUnknown(MedclsError):
    """Something in micrometres or millimetres was asked of an image without mpp; fact: `path`."""

    template = Text(
        "The pixel size of {path} is unknown and the task needs it: "
        "give it in micrometres per pixel with --mpp, for example --mpp 0.25.",
        "{path} 的像素尺寸未知，而此任务需要它：请用 --mpp 给出每像素微米数，例如 --mpp 0.25。",
    )

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path=path)


class WeightsMissing(MedclsError):
    """The task has no trained weights yet; fact: `task`."""

    template = Text(
        "There are no trained weights for '{task}' yet: choose another task, or train some "
        "with 'medcls train --task {task}'.",
        "任务“{task}”还没有训练好的权重：请用“medcls train --task {task}”训练，或选择其他任务。",
    )

    def __init__(self, task: str) -> None:
        self.task = task
        super().__init__(task=task)


class WeightsMismatch(MedclsError):
    """The weights file doesn't fit its card or network; facts: `path`, `reason`."""

    template = Text(
        "The weights in {path} cannot be used: {reason}.",
        "无法使用 {path} 中的权重：{reason}。",
    )

    def __init__(self, path: Path, reason: str | Text) -> None:
        self.path = path
        self.reason = reason if isinstance(reason, str) else reason.en
        super().__init__(path=path, reason=reason)


class StoreTooNew(MedclsError):
    """The label store was written by a newer program; facts: `store`, `revision`."""

    template = Text(
        "The label store {store} was written by a newer version of this program "
        "(revision {revision}): update the program, or give another store with --store.",
        "标注库 {store} 由更新版本的程序写入（修订 {revision}）："
        "请更新程序，或用 --store 指定其他标注库。",
    )

    def __init__(self, store: str, revision: str) -> None:
        self.store = store
        self.revision = revision
        super().__init__(store=store, revision=revision)


class StoreBusy(MedclsError):
    """Another process holds the store's write lock for too long; fact: `store`."""

    template = Text(
        "The label store {store} is busy: another program is writing to it. "
        "Close the other program or try again.",
        "标注库 {store} 正忙：另一个程序正在写入。请关闭另一个程序或重试。",
    )

    def __init__(self, store: str) -> None:
        self.store = store
        super().__init__(store=store)


class StoreUnusable(MedclsError):
    """The store can't be opened or written; facts: `store`, `reason`."""

    template = Text(
        "The label store {store} cannot be used: {reason}.",
        "无法使用标注库 {store}：{reason}。",
    )

    def __init__(self, store: str, reason: str | Text) -> None:
        self.store = store
        self.reason = reason if isinstance(reason, str) else reason.en
        super().__init__(store=store, reason=reason)


class StoreDamaged(StoreUnusable):
    """The store's file is damaged; facts: `store`, `fault` (in the database's own words)."""

    template = Text(
        "The label store {store} is damaged ({fault}): put back a snapshot of it with "
        "'medcls labels restore', or in the window with File > Restore a snapshot.",
        "标注库 {store} 已损坏（{fault}）：请用“medcls labels restore”或窗口中的"
        "“文件 > 恢复快照”恢复一份快照。",
    )

    def __init__(self, store: str, fault: str) -> None:
        self.store = store
        self.fault = fault
        self.reason = fault
        MedclsError.__init__(self, store=store, fault=fault)


class InputInvalid(MedclsError):
    """An option, file or recipe says something that makes no sense; facts: `what`, `reason`."""

    template = Text("{what}: {reason}.", "{what}：{reason}。")

    def __init__(self, what: str, reason: str | Text) -> None:
        self.what = what
        self.reason = reason if isinstance(reason, str) else reason.en
        super().__init__(what=what, reason=reason)


class OutsideOfImage(InputInvalid):
    """A region or cell lies beside the image; facts: `region`, `name`, `width`, `height`."""

    template = Text(
        "The region {region} lies outside of the image {name} ({width} x {height} px).",
        "区域 {region} 在图像 {name}（{width} x {height} px）之外。",
    )

    def __init__(self, region: str, name: str, width: int, height: int) -> None:
        self.what = f"region {region}"
        self.reason = f"it lies outside of the image {name} ({width} x {height} px)"
        MedclsError.__init__(self, region=region, name=name, width=width, height=height)


class OutputUnwritable(MedclsError):
    """A result can't be written; facts: `path`, `reason`."""

    template = Text(
        "Cannot write {path}: {reason}.",
        "无法写入 {path}：{reason}。",
    )

    def __init__(self, path: Path, reason: str | Text) -> None:
        self.path = path
        self.reason = reason if isinstance(reason, str) else reason.en
        super().__init__(path=path, reason=reason)


class StartingWeightsUnreachable(MedclsError):
    """ImageNet weights can't be fetched here; facts: `network`, `reason`."""

    template = Text(
        "ImageNet weights for {network} cannot be fetched ({reason}): "
        "give a weights file with --init FILE.",
        "无法获取 {network} 的 ImageNet 权重（{reason}）：请用 --init FILE 给出权重文件。",
    )

    def __init__(self, network: str, reason: str) -> None:
        self.network = network
        self.reason = reason
        super().__init__(network=network, reason=reason)


class GpuPackFailed(MedclsError):
    """The pack for NVIDIA GPUs can't be fetched or doesn't compute here; fact: `reason`."""

    template = Text(
        "The GPU pack could not be installed: {reason}. Nothing was changed.",
        "无法安装 GPU 包：{reason}。未做任何更改。",
    )

    def __init__(self, reason: Text) -> None:
        super().__init__(reason=reason)
