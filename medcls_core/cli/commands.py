"""The list of commands: one line each, and the only place that knows their files."""

from dataclasses import dataclass

from medcls_core.cli.help_texts import both


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command: what it is called, the module that holds it, and its line in `medcls --help`.

    The module is imported only when the command is the one asked for, so that help and typing
    errors don't wait for torch. It offers under the command's own name (dashes as underscores)
    either a function with typer's annotations or a `typer.Typer` with commands of its own.
    """

    name: str
    module: str
    summary: str


COMMANDS: tuple[CommandEntry, ...] = (
    CommandEntry(
        "demo",
        "medcls_core.cli.demo",
        both(
            "Show everything once, on a rendered sample slide.", "在生成的示例切片上完整演示一遍。"
        ),
    ),
    CommandEntry(
        "review",
        "medcls_core.cli.review",
        both("Open the window on images.", "在窗口中打开图像进行复核。"),
    ),
    CommandEntry(
        "analyze",
        "medcls_core.cli.analyze",
        both(
            "Analyse images: findings, heatmap, report.",
            "分析图像：输出目标、热图和报告。",
        ),
    ),
    CommandEntry(
        "explain",
        "medcls_core.cli.explain",
        both(
            "Draw where a model looked, and test its heatmaps.",
            "绘制模型关注的位置，并检验其热图。",
        ),
    ),
    CommandEntry(
        "train",
        "medcls_core.cli.train",
        both("Train a model from a named recipe.", "按指定配方训练模型。"),
    ),
    CommandEntry(
        "evaluate",
        "medcls_core.cli.evaluate",
        both("Measure a model on held-out images.", "在留出图像上评估模型。"),
    ),
    CommandEntry(
        "ablate",
        "medcls_core.cli.ablate",
        both("Compare the networks of a seed's table.", "比较来源文献消融表中的各网络。"),
    ),
    CommandEntry(
        "labels",
        "medcls_core.cli.labels",
        both("List, export and verify the label store.", "列出、导出和校验标注库。"),
    ),
    CommandEntry(
        "deidentify",
        "medcls_core.cli.deidentify",
        both("Copy a slide without what names the patient.", "复制切片并去除患者身份信息。"),
    ),
    CommandEntry(
        "learn",
        "medcls_core.cli.learn",
        both(
            "Learn from verdicts: what to ask, a round, the gate, promote or roll back.",
            "从判读中学习：询问、训练、比较、采用或回退。",
        ),
    ),
    CommandEntry(
        "models",
        "medcls_core.cli.models",
        both(
            "List models, read their cards, verify, import and remove them.",
            "列出模型、查看模型卡、校验、导入和移除模型。",
        ),
    ),
    CommandEntry(
        "report",
        "medcls_core.cli.report",
        both("Write the PDF report of an image.", "为图像生成 PDF 报告。"),
    ),
    CommandEntry(
        "bench",
        "medcls_core.cli.bench",
        both(
            "Measure how fast the window and the label store are here.",
            "测量本机上的窗口与标注库速度。",
        ),
    ),
    CommandEntry(
        "gpu",
        "medcls_core.cli.gpu",
        both("Use this computer's NVIDIA GPU, or no longer.", "启用或停用本机的 NVIDIA GPU。"),
    ),
    CommandEntry(
        "selftest",
        "medcls_core.cli.selftest",
        both("Check this installation.", "检查本机安装是否正常。"),
    ),
)
