"""A model card for reading in a terminal."""

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Plain

from medcls_core.cli.speech import results, say
from medcls_core.cli.tables import plain_table
from medcls_core.evaluation.card_facts import claim_words, weights_facts
from medcls_core.evaluation.doubts import doubts
from medcls_core.evaluation.figure_words import (
    data_words,
    figure_value,
    figure_words,
    unit_words,
)
from medcls_core.language import Text
from medcls_core.networks import Metric, ModelCard
from medcls_core.tasks import ClassLabel, Task, labels_for

_UNTRAINED = Text(
    "There are no trained weights yet: the task can't be run.", "尚无训练权重：此任务暂不能运行。"
)


def print_card(card: ModelCard, task: Task) -> None:
    """Print everything that the card says, in the language of this run."""
    out = results()
    out.print(f"[bold]{say(task.title)}[/]  {card.version}  ({card.network})")
    if card.weights is None:
        out.print(say(_UNTRAINED), style="yellow")
    for doubt in doubts(card):
        out.print(say(doubt.sentence), style="yellow")
    for head, texts in _sections(card, task):
        out.print(f"\n[bold]{say(head)}[/]")
        for text in texts:
            out.print(Padding(Plain(text), (0, 0, 0, 2), expand=False))
    if card.metrics:
        out.print(f"\n[bold]{say(Text('Measured on held-out data', '留出数据上的指标'))}[/]")
        out.print(
            Padding(metrics_table(card.metrics, labels_for(card, task)), (0, 0, 0, 2), expand=False)
        )


def _sections(card: ModelCard, task: Task) -> list[tuple[Text, list[str]]]:
    sections = [
        (Text("Intended use", "预期用途"), [say(card.intended_use)]),
        (
            Text("Classes", "类别"),
            [f"{one.key}: {say(one.name)}" for one in labels_for(card, task)],
        ),
        (Text("Trained on", "训练数据"), [say(text) for text in card.data]),
        (Text("Limits", "局限"), [say(text) for text in card.limits]),
        (Text("Licence", "许可"), [say(card.licence)]),
        (Text("Origin", "来源"), [] if card.origin is None else [say(card.origin)]),
    ]
    if card.weights is not None:
        facts = [say(fact) for fact in weights_facts(card)]
        sections.append((Text("Weights", "权重"), facts))
        recipe = [f"{card.recipe}, {card.seed}"] if card.recipe else []
        sections.append((Text("Recipe and seed", "配方与随机种子"), recipe))
    claimed = claim_words(card)
    claims = [] if claimed is None else [say(claimed)]
    sections.append((Text("What the source claims", "来源文献的数值"), claims))
    return [(head, texts) for head, texts in sections if texts]


def metrics_table(metrics: Sequence[Metric], labels: Sequence[ClassLabel]) -> Table:
    """Figures with their intervals, n and data, in words."""
    heads = (
        Text("Figure", "指标"),
        Text("Value", "数值"),
        Text("95 % interval", "95% 区间"),
        Text("n", "样本数"),
        Text("Data", "数据"),
    )
    table = plain_table(heads, {1, 2, 3})
    for one in metrics:
        interval = "-"
        if one.low is not None and one.high is not None:
            interval = f"{figure_value(one.low)}, {figure_value(one.high)}"
        name, unit = say(figure_words(one.name, labels)), say(unit_words(one.unit))
        data = say(data_words(one.data))
        table.add_row(name, figure_value(one.value), interval, f"{one.n} {unit}", data)
    return table
