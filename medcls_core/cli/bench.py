"""`medcls bench`: how fast the window and the label store are on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption

bench = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=both(
        "Measure how fast the window and the label store are here, against their targets.\n\n"
        "The real window does what a reader does, in a process of its own, with settings and a "
        "label store of its own. Let nothing else run meanwhile. Without a screen: xvfb-run -a -s "
        "'-screen 0 2560x1440x24' medcls bench viewer\n\n"
        "[bold]Examples[/]\n\n"
        "Rendered slide:     medcls bench viewer\n\n"
        "A slide of yours:   medcls bench viewer slide.svs --out viewer.json\n\n"
        "Against napari:     medcls bench viewer --napari ~/napari/bin/python\n\n"
        "Verdicts by keys:   medcls bench review --verdicts 5000\n\n"
        "The label store:    medcls bench store",
        "在本机上测量窗口与标注库的速度，并与目标值对照。\n\n"
        "真实窗口在独立进程中、用独立的设置和标注库执行阅片者的操作。测量时请勿运行其他程序。"
        "没有屏幕时：xvfb-run -a -s '-screen 0 2560x1440x24' medcls bench viewer\n\n"
        "[bold]示例[/]\n\n"
        "生成的切片：  medcls bench viewer\n\n"
        "自己的切片：  medcls bench viewer slide.svs --out viewer.json\n\n"
        "与 napari 比较：medcls bench viewer --napari ~/napari/bin/python\n\n"
        "按键判读：    medcls bench review --verdicts 5000\n\n"
        "标注库：      medcls bench store",
    ),
)

OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        show_default=False,
        help=both("JSON of everything that was measured.", "全部测量数据的 JSON 文件。"),
    ),
]
SideOption = Annotated[
    int,
    typer.Option(
        "--side",
        metavar="PX",
        min=1024,
        help=both(
            "Side of the rendered slide, kept in the cache folder; 40000 takes 0.5 GB.",
            "生成切片的边长，保存在缓存文件夹；40000 约占 0.5 GB。",
        ),
    ),
]


@bench.command(
    "viewer",
    help=both(
        "Start, open, pan and zoom, on the rendered slide and on images of yours.",
        "启动、打开、平移和缩放：在生成的切片和自己的图像上测量。",
    ),
)
def viewer(
    images: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[IMAGES]...",
            show_default=False,
            help=both("Real slides to measure too.", "同时测量的真实切片。"),
        ),
    ] = None,
    findings: Annotated[
        list[int] | None,
        typer.Option(
            "--findings",
            metavar="N",
            min=0,
            show_default=False,
            help=both(
                "Findings on the slide; may be repeated. Otherwise 0, 10000 and 500000.",
                "切片上的目标数，可重复给出。默认 0、10000 和 500000。",
            ),
        ),
    ] = None,
    side: SideOption = 40_000,
    steps: Annotated[
        int,
        typer.Option(
            "--steps", metavar="N", min=1, help=both("Steps of the walk.", "平移缩放的步数。")
        ),
    ] = 120,
    napari: Annotated[
        Path | None,
        typer.Option(
            "--napari",
            metavar="PYTHON",
            show_default=False,
            help=both(
                "Python of an environment with napari, tifffile and psutil, to measure beside.",
                "装有 napari、tifffile 和 psutil 的环境的 Python，用于对照测量。",
            ),
        ),
    ] = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure the viewer."""
    from medcls_core.cli.bench_runs import ViewerBench, run_viewer  # noqa: PLC0415  (renderer)

    counts = tuple(findings) if findings else (0, 10_000, 500_000)
    run_viewer(ViewerBench(tuple(images or ()), counts, side, steps, napari), out, as_json=as_json)


@bench.command(
    "review",
    help=both(
        "Give verdicts by keys: from the key press to the redraw and to 'saved'.",
        "按键给出判读：从按键到重绘、到保存的用时。",
    ),
)
def review(
    verdicts: Annotated[
        int,
        typer.Option(
            "--verdicts", metavar="N", min=1, help=both("How many are given.", "判读的数目。")
        ),
    ] = 5000,
    side: SideOption = 40_000,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure the review."""
    from medcls_core.cli.bench_runs import run_review  # noqa: PLC0415  (the renderer is heavy)

    run_review(verdicts, side, out, as_json=as_json)


@bench.command(
    "store",
    help=both(
        "Many programs on one label store, killed programs, a full disk, a very large store.",
        "标注库：多程序同时写入、写入时被强制结束、磁盘写满、超大标注库。",
    ),
)
def store(
    programs: Annotated[
        int,
        typer.Option(
            "--programs",
            metavar="N",
            min=0,
            help=both("Programs that write at once.", "同时写入的程序数。"),
        ),
    ] = 8,
    reads: Annotated[
        int,
        typer.Option(
            "--reads",
            metavar="N",
            min=0,
            help=both("Reads of each of them; 0: none.", "每个程序的判读数；0 为不测。"),
        ),
    ] = 10_000,
    kills: Annotated[
        int,
        typer.Option(
            "--kills",
            metavar="N",
            min=0,
            help=both("So often a program is killed; 0: never.", "强制结束的次数；0 为不测。"),
        ),
    ] = 100,
    large: Annotated[
        int,
        typer.Option(
            "--large",
            metavar="N",
            min=0,
            help=both("Reads of the large store; 0: none.", "超大标注库的判读数；0 为不测。"),
        ),
    ] = 1_000_000,
    findings: Annotated[
        int,
        typer.Option(
            "--findings",
            metavar="N",
            min=0,
            help=both("Findings of the large store.", "超大标注库的目标数。"),
        ),
    ] = 500_000,
    each: Annotated[
        int,
        typer.Option(
            "--each",
            metavar="N",
            min=0,
            help=both("Appends and views that are timed.", "计时的写入与查询次数。"),
        ),
    ] = 2_000,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            metavar="FOLDER",
            show_default=False,
            help=both("On the disk to measure; else the cache.", "被测磁盘上的文件夹；默认缓存。"),
        ),
    ] = None,
    server: Annotated[
        str | None,
        typer.Option(
            "--server",
            metavar="URL",
            show_default=False,
            help=both(
                "An empty PostgreSQL database to measure too.", "同时测量的空 PostgreSQL 库。"
            ),
        ),
    ] = None,
    small_disk: Annotated[
        Path | None,
        typer.Option(
            "--small-disk",
            metavar="FOLDER",
            show_default=False,
            help=both(
                "On a disk of at most 100 MB, which is filled.",
                "位于 100 MB 以内的磁盘，将被写满。",
            ),
        ),
    ] = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure the label store."""
    from medcls_core.cli.bench_store import StoreBench, run_store  # noqa: PLC0415  (the database)

    wanted = StoreBench(
        programs, reads, kills, large, max(1, findings), each, folder, server, small_disk
    )
    run_store(wanted, out, as_json=as_json)
