"""A clinical question: what it asks, of which input, answered in which classes."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from medcls_core.language import Text


class TaskKind(StrEnum):
    """What one input of the network is, and so how an image is worked through."""

    CELL = "cell"  # one crop with one object -> class probabilities
    FIELD = "field"  # one whole field of view -> class probabilities
    MASK = "mask"  # any region, tiled -> a probability map, then objects


class Scaling(StrEnum):
    """How uint8 RGB becomes the network's float input."""

    UNIT = "unit"  # x / 255
    IMAGENET = "imagenet"  # (x / 255 - mean) / std
    SYMMETRIC = "symmetric"  # x / 127.5 - 1
    CAFFE = "caffe"  # BGR minus (104, 117, 123), range 0..255


@dataclass(frozen=True, slots=True)
class ClassLabel:
    """One answer: key in files, name on screen, colour-blind-safe colour, digit on the keyboard."""

    key: str
    name: Text
    color: str
    digit: int


@dataclass(frozen=True, slots=True)
class TraitLabel:
    """What a finding may show beside its class: key in files, words for its presence and absence.

    It never stands in a class's place: an atypical mitotic figure is a mitotic figure.
    """

    key: str
    present: Text
    absent: Text


@dataclass(frozen=True, slots=True)
class ChannelScaling:
    """The scaling of a network of others: (x / 255 - mean) / std, channel by channel in RGB."""

    mean: tuple[float, float, float]
    std: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class InputContract:
    """What the network must be given: size in pixels, mpp (None: any), and value scaling.

    `field_um` is the side of the square field that one input shows, so that a larger region is
    worked through field by field; None means that the region itself is the field.
    """

    width_px: int
    height_px: int
    mpp: float | None
    scaling: Scaling | ChannelScaling
    stain_normalised: bool = False
    field_um: float | None = None


Grouping = tuple[tuple[Text, tuple[str, ...]], ...]
"""Groups of classes that are shown and counted together, each with its class keys."""


@dataclass(frozen=True, slots=True)
class Task:
    """A clinical question as a value.

    `network` is a key of `medcls_core.networks.registry`. `object_radius_um` is half the size of a
    finding box around a point, where the task looks for objects. `cell_um` is the side of the box
    that a reader puts around a cell with one click. `counts_mitoses`: its findings are counted per
    mm2 and where most of them lie. `schemes` are other sets of classes that weights for this task
    may know; `task_for` chooses by the card. `groupings` put the classes of a scheme into groups.
    Images labelled `not_asked` in public sets are none that the question can be asked about.
    """

    key: str
    title: Text
    question: Text
    kind: TaskKind
    classes: tuple[ClassLabel, ...]
    input: InputContract
    network: str
    background: str | None = None
    object_radius_um: float | None = None
    cell_um: float = 20.0
    counts_mitoses: bool = False
    schemes: tuple[tuple[ClassLabel, ...], ...] = ()
    groupings: tuple[Grouping, ...] = ()
    not_asked: tuple[str, ...] = ()
    traits: tuple[TraitLabel, ...] = ()

    @property
    def all_labels(self) -> tuple[ClassLabel, ...]:
        """The task's own classes and those of the other schemes, each key once, its own first."""
        labels: dict[str, ClassLabel] = {}
        for scheme in (self.classes, *self.schemes):
            for label in scheme:
                labels.setdefault(label.key, label)
        return tuple(labels.values())

    @property
    def keys_by_name(self) -> dict[str, str]:
        """Keys of the classes by what people call them, in either language, in small letters."""
        return {
            name.casefold(): label.key
            for label in reversed(self.all_labels)  # of one name in two schemes the first counts
            for name in (label.key, label.name.en, label.name.zh)
        }

    def grouping_of(self, classes: Iterable[str]) -> Grouping:
        """The groups that hold every one of `classes` once; none where the task has no such."""
        wanted = set(classes)
        for grouping in self.groupings:
            if {key for _, keys in grouping for key in keys} == wanted:
                return grouping
        return ()

    def class_label(self, key: str) -> ClassLabel:
        """The class called `key`, of whatever scheme.

        Raises:
            KeyError: if the task has no such class.
        """
        for label in self.all_labels:
            if label.key == key:
                return label
        raise KeyError(key)
