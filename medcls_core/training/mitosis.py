"""Training the mitosis network, and what its card says whatever the figures come out as."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torchvision.transforms.v2 import functional as transform

from medcls_core.data.mitosis_crops import CropBatch, LabelledField, MitosisCrops, cut_around
from medcls_core.data.mitosis_set import MitosisSet, read_fields
from medcls_core.errors import InputInvalid
from medcls_core.inference import find_objects
from medcls_core.language import Text
from medcls_core.networks import ModelCard, build_network
from medcls_core.progress import Progress
from medcls_core.tasks import get_task
from medcls_core.tasks.reading import scale_unit
from medcls_core.training.fit import EpochReport, fit
from medcls_core.training.recipes import MaskSampling, Recipe

CLASSES = ("non_mitotic", "mitosis")
MPP = 0.25
MINED_SCORE = 0.3
MINED_SPARE_PX = 32
"""A mined place is this much larger than a crop, so that it isn't always in the middle."""


_SECOND_STAGE = Text(
    "Two stages: trained on the data below, then trained on with the places in mitosis-free "
    "fields (as scanned and as at 20x) where the first stage saw mitoses; the weights are 70 % "
    "first, 30 % second stage, chosen on the validation part.",
    "分两个阶段：先用以下数据训练，再加入第一阶段在无核分裂象视野（原始倍率及模拟 20 倍）"
    "中误报的位置继续训练；最终权重为第一阶段 70%、第二阶段 30%，比例在验证部分上选定。",
)


def mitosis_network(recipe: Recipe, device: torch.device) -> nn.Module:
    """The recipe's network, initialised from its seed, channels last."""
    torch.manual_seed(recipe.seed)
    network = build_network(recipe.network, len(CLASSES))
    return network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def train_mitosis(
    network: nn.Module,
    labelled: MitosisSet,
    validate: Callable[[nn.Module], float],
    recipe: Recipe,
    folder: Path,
    progress: Progress,
) -> Iterator[EpochReport]:
    """Train on the set's training part; `validate` scores a network on its validation part.

    Raises:
        Cancelled: from `progress`.
    """
    fields = read_fields(labelled.free_fields.train)
    sampling = mask_sampling(recipe)
    mined = mine_alarms(network, fields, sampling, progress) if sampling.mine else []
    crops = MitosisCrops(
        labelled.patches.train, fields, crop_px=sampling.crop_px, seed=recipe.seed, mined=mined
    )
    drawn = _ScaledCrops(crops, sampling.batches, recipe.batch)
    return fit(network, drawn, validate, recipe, folder, progress)


@dataclass(frozen=True, slots=True)
class _ScaledCrops:
    """The crops as network inputs, so many batches an epoch."""

    crops: MitosisCrops
    batches: int
    batch: int

    def __len__(self) -> int:
        return self.batches

    def epoch(self, number: int) -> Iterator[CropBatch]:
        scaling = get_task("mitosis").input.scaling
        for drawn in self.crops.epoch(number, batches=self.batches, batch=self.batch):
            yield CropBatch(scale_unit(drawn.images, scaling), drawn.targets)


def mask_sampling(recipe: Recipe) -> MaskSampling:
    """How the recipe draws crops.

    Raises:
        InputInvalid: if it doesn't say.
    """
    if recipe.mask is None:
        raise InputInvalid(f"recipe {recipe.name}", "a mask network needs its 'mask' settings")
    return recipe.mask


def mine_alarms(
    network: nn.Module, fields: Sequence[LabelledField], sampling: MaskSampling, progress: Progress
) -> list[LabelledField]:
    """Places in mitosis-free fields where `network` sees mitoses, as scanned and as at 20x.

    Raises:
        Cancelled: from `progress`.
    """
    network.eval()
    mined: list[LabelledField] = []
    seen = [_at_20x(field) for field in fields] + list(fields)
    for done, field in enumerate(seen):
        progress.update(done, len(seen), "mining")
        found = find_objects(_prob_map(network, field), MINED_SCORE, MPP)
        mined += [cut_around(field, one.center, sampling.crop_px + MINED_SPARE_PX) for one in found]
    return mined


def _at_20x(field: LabelledField) -> LabelledField:
    """The field as a 20x scan shows it, enlarged to its own size."""
    rgb = torch.from_numpy(field.rgb.copy()).permute(2, 0, 1)
    height, width = field.mask.shape
    coarse = transform.resize(transform.resize(rgb, [height // 2, width // 2]), [height, width])
    return LabelledField(coarse.permute(1, 2, 0).contiguous().numpy(), field.mask)


def _prob_map(network: nn.Module, field: LabelledField) -> NDArray[np.float32]:
    """Probability of mitosis (H, W), H and W cut down to multiples of 16."""
    height, width = (side // 16 * 16 for side in field.mask.shape)
    device = next(network.parameters()).device
    rgb = torch.from_numpy(field.rgb[:height, :width].copy()).permute(2, 0, 1)[None]
    with torch.inference_mode():
        logits = network(rgb.to(device).float() / 127.5 - 1)
    prob: NDArray[np.float32] = logits.softmax(1)[0, 1].cpu().numpy()
    return prob


@torch.no_grad()
def move_threshold(network: nn.Module, threshold: float) -> None:
    """Shift the last layer's bias so that a probability of `threshold` becomes one half.

    What is found stays the same, and the more probable class is the model's answer everywhere.
    """
    head = network.get_submodule("head")
    bias = head.get_parameter("bias")
    bias[CLASSES.index("mitosis")] += math.log((1 - threshold) / threshold)


def mitosis_card(recipe: Recipe) -> ModelCard:
    """The card without weights and figures, which `release` and the evaluation add."""
    return ModelCard(
        task="mitosis",
        version=version("medcls"),
        network=recipe.network,
        classes=CLASSES,
        weights=None,
        intended_use=Text(
            "Proposes mitotic figures in H&E breast tissue at about 0.25 um per pixel (40x) for "
            "a pathologist to confirm or reject. Research use; not for primary diagnosis.",
            "在约 0.25 um/像素（40 倍）的乳腺 H&E 组织中提示核分裂象，供病理医生确认或否定。"
            "仅供研究使用，不用于初次诊断。",
        ),
        data=(
            *((_SECOND_STAGE,) if recipe.mask and recipe.mask.mine else ()),
            Text(
                "AMi-Br mitotic figures (MIDOG 2021 and TUPAC16, human breast cancer) and TUPAC16 "
                "hard negatives, 128x128 and 80x80 px patches, split by case: 70 % training, 10 % "
                "validation, 20 % test.",
                "AMi-Br 核分裂象（MIDOG 2021 与 TUPAC16，人乳腺癌）及 TUPAC16 困难阴性样本，"
                "128x128 与 80x80 像素小图，按病例划分：训练 70%、验证 10%、测试 20%。",
            ),
            Text(
                "Fields of MoNuSeg 2018 (several organs), taken as free of mitoses, split by file.",
                "MoNuSeg 2018 视野（多种器官），视为不含核分裂象，按文件划分。",
            ),
            Text(
                "The sets give centres only: masks for training were grown in the haematoxylin "
                "channel around them (pseudo-masks), not drawn by a pathologist.",
                "数据集只给出中心点：训练掩膜由中心点在苏木精通道内生长得到（伪掩膜），并非病理医生勾画。",
            ),
        ),
        licence=Text(
            "Weights: research use only. MIDOG images are CC BY-NC-ND, MoNuSeg CC BY-NC-SA, the "
            "AMi-Br labels MIT.",
            "权重：仅限研究使用。MIDOG 图像为 CC BY-NC-ND，MoNuSeg 为 CC BY-NC-SA，"
            "AMi-Br 标注为 MIT。",
        ),
        recipe=recipe.name,
        seed=recipe.seed,
        metrics=(),
        limits=(
            Text(
                "Every test patch holds a mitosis at its centre, so precision on patches is far "
                "higher than on a slide; the alarms per mm2 on unlabelled fields say more about a "
                "slide. How many of those alarms are true mitoses is not known.",
                "每个测试小图的中心都有核分裂象，因此小图上的精确率远高于整张切片；"
                "未标注视野上每平方毫米的报警数更能反映切片情况，其中多少为真核分裂象尚不清楚。",
            ),
            Text(
                "Trained on breast tissue of few scanners and laboratories; stain, focus and "
                "organ outside of these lower it by an unknown amount.",
                "仅用少数扫描仪和实验室的乳腺组织训练；超出该范围的染色、对焦和器官会使性能下降，幅度未知。",
            ),
            Text(
                "The mask figures compare with pseudo-masks, so they are not comparable with the "
                "source's Dice .82 on outlines drawn by people.",
                "掩膜指标以伪掩膜为参照，不能与来源文献中以人工勾画为参照的 Dice .82 直接比较。",
            ),
            Text(
                "Hard negatives of the test part come from one case.",
                "测试部分的困难阴性样本仅来自一个病例。",
            ),
        ),
    )
