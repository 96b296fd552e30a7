"""What `medcls demo` says at its end: where everything is, and how the model did."""

import json
import os
from collections import Counter
from pathlib import Path

from medcls_core.cli.demo_run import DemoOutcome
from medcls_core.cli.speech import notes, results, say
from medcls_core.language import Text

_HEADS = {
    "slide": Text("Slide", "切片"),
    "results": Text("Report, GeoJSON, CSV, evidence", "报告、GeoJSON、CSV、依据"),
    "store": Text("Label store", "标注库"),
    "windows": Text("Pictures of the window", "窗口截图"),
}
_SAID = Text(
    "Model {version}: {findings} findings. Scripted reader: {said}.",
    "模型 {version}：{findings} 个目标。脚本阅片人：{said}。",
)
_WORDS = {
    "accept": Text("{n} accepted", "确认 {n}"),
    "reject": Text("{n} rejected", "否定 {n}"),
    "flag": Text("{n} flagged", "标记 {n}"),
    "added": Text("{n} added", "补充 {n}"),
}
_NO_EYES = Text(
    "No truth is known here, and the script looked at nothing: it went by the model's score to "
    "show the way of a verdict. Its reads are marked 'demo script'.",
    "此处没有已知真值，脚本也未看图像："
    "它仅按模型得分给出判读，以演示流程。其判读均标为“demo script”。",
)
_NEXT = Text(
    "Look at it: medcls review {image} --store {store}",
    "查看：medcls review {image} --store {store}",
)
_TOOK = Text("{seconds:.0f} s in all.", "共 {seconds:.0f} 秒。")


def tell(outcome: DemoOutcome, *, as_json: bool) -> None:
    """Say it, as sentences or as JSON."""
    if outcome.no_window is not None:
        notes().print(say(outcome.no_window), markup=False)
    if as_json:
        results().print_json(json.dumps(_as_json(outcome)), indent=2)
        return
    for line in _lines(outcome):
        results().print(line, markup=False)


def _lines(outcome: DemoOutcome) -> list[str]:
    lines = [f"{say(_HEADS[key])}: {', '.join(places)}" for key, places in _places(outcome).items()]
    said = ", ".join(say(_WORDS[key]).format(n=n) for key, n in _tally(outcome).items())
    lines.append(
        say(_SAID).format(version=outcome.model_version, findings=outcome.findings, said=said)
    )
    if outcome.figures is None:
        lines.append(say(_NO_EYES))
    else:
        lines += [say(line) for line in outcome.figures.lines()]
    lines.append(say(_NEXT).format(image=outcome.image, store=outcome.store))
    return [*lines, say(_TOOK).format(seconds=outcome.seconds)]


def _tally(outcome: DemoOutcome) -> dict[str, int]:
    counted = Counter(str(verdict) for _, verdict in outcome.opinion.verdicts)
    return {**counted, "added": len(outcome.opinion.missed)}


def _places(outcome: DemoOutcome) -> dict[str, list[str]]:
    def shown(path: Path) -> str:
        return os.path.normpath(path)

    places = {
        "slide": [shown(outcome.image)],
        "results": [shown(outcome.results)],
        "store": [outcome.store],
        "windows": [shown(path) for path in outcome.windows],
    }
    return {key: some for key, some in places.items() if some}


def _as_json(outcome: DemoOutcome) -> dict[str, object]:
    return {
        "image": str(outcome.image),
        "results": str(outcome.results),
        "store": outcome.store,
        "windows": [str(path) for path in outcome.windows],
        "no_window": None if outcome.no_window is None else outcome.no_window.en,
        "model_version": outcome.model_version,
        "findings": outcome.findings,
        "reads": _tally(outcome),
        "truth": None if outcome.figures is None else outcome.figures.as_json(),
        "seconds": round(outcome.seconds, 1),
    }
