"""The self-test's result as JSON and as a page that a person can read, print or send."""

import html
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from medcls_core.language import Language, Text
from medcls_core.selftest.checks import Check
from medcls_core.whole_file import written_beside

_TITLE = Text("medcls: does everything work here?", "medcls：本机是否一切正常？")
_GOOD = Text("Everything that was tried works.", "已尝试的各项均正常。")
_BAD = Text("{count} of {all} checks failed.", "{all} 项检查中有 {count} 项失败。")
_WHEN = Text("Tried on {time}", "检查时间：{time}")
_HEADS = (Text("Check", "检查"), Text("Result", "结果"), Text("Detail", "详情"))
STATE_WORDS = {
    "ok": Text("ok", "正常"),
    "note": Text("note", "提示"),
    "failed": Text("FAILED", "失败"),
}
"""How a check ended, for people."""

_STYLE = """
body{font:15px/1.5 system-ui,"Microsoft YaHei",sans-serif;margin:2.5rem auto;max-width:56rem;
padding:0 1rem;color:#1a2430;background:#fff}
h1{font-size:1.35rem;margin:0 0 .25rem}p{margin:.25rem 0 1rem}.muted{color:#566170}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:600;border-bottom:2px solid #d3d9e0}
td,th{padding:.4rem .8rem .4rem 0;vertical-align:top}
td{border-bottom:1px solid #e8edf3;overflow-wrap:anywhere}
td:nth-child(-n+2){white-space:nowrap}
.ok{color:#17703f}.note{color:#8a5a00}.failed{color:#a3221b;font-weight:600}
img{max-width:100%;margin-top:1.5rem;border:1px solid #d3d9e0}
"""


def as_json(checks: Sequence[Check]) -> str:
    """The result for programs: `ok`, and every check with its state and detail."""
    good = all(check.state != "failed" for check in checks)
    return json.dumps(
        {"ok": good, "checks": [asdict(check) for check in checks]}, ensure_ascii=False, indent=2
    )


def write_page(
    checks: Sequence[Check], path: Path, language: Language, picture: str | None = None
) -> None:
    """Write the result as one HTML file that needs no other.

    Args:
        checks: what was tried.
        path: of the file.
        language: of the page.
        picture: name of a picture beside the page, shown below; None shows none.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    failed = sum(check.state == "failed" for check in checks)
    verdict = _BAD.say(language).format(count=failed, all=len(checks))
    if not failed:
        verdict = _GOOD.say(language)
    heads = "".join(f"<th>{head.say(language)}</th>" for head in _HEADS)
    rows = "\n".join(_row(check, language) for check in checks)
    time = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    shown = "" if picture is None else f'<img src="{html.escape(picture)}" alt="">'
    with written_beside(path) as part:
        part.write_text(
            f'<!DOCTYPE html><html lang="{language.value}"><meta charset="utf-8">'
            f"<title>{_TITLE.say(language)}</title><style>{_STYLE}</style>"
            f'<h1>{_TITLE.say(language)}</h1><p class="{"failed" if failed else "ok"}">{verdict}'
            f'</p><table><tr>{heads}</tr>\n{rows}</table><p class="muted">'
            f"{_WHEN.say(language).format(time=time)}</p>{shown}</html>\n",
            "utf-8",
        )


def _row(check: Check, language: Language) -> str:
    state = STATE_WORDS[check.state].say(language)
    return (
        f'<tr><td>{html.escape(check.name)}</td><td class="{check.state}">{state}</td>'
        f"<td>{html.escape(check.detail)}</td></tr>"
    )
