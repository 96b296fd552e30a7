"""The sections of a report from top to bottom."""

from datetime import UTC, datetime

from reportlab.platypus import Flowable, KeepTogether, Spacer

from medcls_core.language import Language, Text
from medcls_core.quantify import Density
from medcls_core.quantify.mitotic_count import MitoticCount
from medcls_core.reports.case_report import CaseReport, DensityLine
from medcls_core.reports.pdf.blocks import beside, facts, figures, grid, warnings
from medcls_core.reports.pdf.crops import crop_sheet
from medcls_core.reports.pdf.legend import legend
from medcls_core.reports.pdf.look import WIDTH, Look
from medcls_core.reports.pdf.mitotic_count import count_lines
from medcls_core.reports.pdf.model_card import model_card
from medcls_core.reports.pdf.overview import overview
from medcls_core.reports.words import FLAGGED_NUMBERS, PIXEL_SIZE_ORIGINS

_REPORT = Text("Second-look report", "二次复核报告")
_SUBTITLE = Text("{name}  ·  made {time} UTC", "{name}  ·  生成于 {time} UTC")
_IMAGE = Text("Image", "图像")
_MODEL = Text("Model", "模型")
_COUNTS = Text("Counts", "计数")
_READING = Text("Reading", "复核")
_INTEGRITY = Text("Integrity", "完整性校验")
_PER_MM2 = Text("Per mm², 95 % interval of the count", "每 mm²（计数的 95% 区间）")
_NONE_YET = Text("none yet", "尚无")
_TOGETHER = Text("{name} together", "{name}合计")
_UNKNOWN = Text("unknown", "未知")
_HOT_SPOT = Text("Hot spot of {area} mm²", "{area} mm² 热点区")
_NOBODY = Text("nobody yet", "尚无")


def whole_story(report: CaseReport, look: Look) -> list[Flowable]:
    """Everything between head and foot."""
    return [
        *_title(report, look),
        *_facts(report, look),
        *_counts(report, look),
        *_reading(report, look),
        *overview(report, look),
        *crop_sheet(report, look),
        *model_card(report, look),
        *_integrity(report, look),
    ]


def moment(time: datetime) -> str:
    """A moment in UTC, to the minute."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M}"


def _title(report: CaseReport, look: Look) -> list[Flowable]:
    gap = " " if look.language is Language.ENGLISH else ""
    dash = "\u2013" if look.language is Language.ENGLISH else ""
    name = f"{look.say(report.title)} {dash}{gap}{look.say(_REPORT)}"
    line = look.say(_SUBTITLE, name=report.image.name, time=moment(report.made_utc))
    story: list[Flowable] = [look.title(name), look.subtitle(line), Spacer(0, 8)]
    story.append(figures(_leading_figures(report, look), look))
    if report.warnings:
        story += [Spacer(0, 8), warnings([look.say(one) for one in report.warnings], look)]
    return story


def _leading_figures(report: CaseReport, look: Look) -> list[tuple[str, str]]:
    progress = report.progress
    read = progress.confirmed + progress.corrected + progress.rejected + progress.undecided
    findings = read + progress.ai_only + progress.added
    pairs: list[tuple[str, str]] = []
    for density in report.densities:
        name = look.say(density.label.name)
        human = density.reader
        pairs += [
            (str(density.model.count), f"{name}: {look.say(Text('AI alone', '仅 AI'))}"),
            (
                "\u2013" if human is None else str(human.count),
                f"{name}: {look.say(Text('stood for by a reader', '人工确认'))}",
            ),
        ]
    if not pairs:
        pairs.append((str(findings), look.say(Text("findings", "目标数"))))
    pairs.append((f"{read + progress.added} / {findings}", look.say(Text("read", "已复核"))))
    for density in report.densities[:1]:
        shown = density.reader or density.model
        whose = Text("per mm², reader", "每 mm²（人工）")
        if density.reader is None:
            whose = Text("per mm², AI alone", "每 mm²（仅 AI）")
        pairs.append((_short(shown.per_mm2), look.say(whose)))
    return pairs


def _facts(report: CaseReport, look: Look) -> list[Flowable]:
    left = facts(_image_rows(report, look), look, WIDTH / 2 - 9)
    right = facts(_model_rows(report, look), look, WIDTH / 2 - 9)
    heads = beside(look.heading(look.say(_IMAGE)), look.heading(look.say(_MODEL)))
    return [Spacer(0, 9), heads, beside(left, right)]


def _image_rows(report: CaseReport, look: Look) -> list[tuple[str, str]]:
    image, region = report.image, report.region
    unknown = look.say(_UNKNOWN)
    rows = [
        (look.say(Text("Name", "名称")), image.name),
        (look.say(Text("Format", "格式")), image.format_name),
        (
            look.say(Text("Size", "尺寸")),
            f"{image.size_l0.width} \u00d7 {image.size_l0.height} px",
        ),
        (look.say(Text("Pixel size", "像素尺寸")), _pixel_size(report, look)),
        (
            look.say(Text("Objective", "物镜")),
            unknown if image.objective_power is None else f"{image.objective_power:g}\u00d7",
        ),
        (look.say(Text("Analysed", "分析区域")), _region(report, look)),
    ]
    if region.area_mm2 is not None:
        rows.append((look.say(Text("Its area", "区域面积")), f"{region.area_mm2:.3f} mm²"))
    if region.tissue_area_mm2 is not None:
        rows.append(
            (look.say(Text("Tissue in it", "其中组织")), f"{region.tissue_area_mm2:.3f} mm²")
        )
    return rows


def _pixel_size(report: CaseReport, look: Look) -> str:
    size = report.image.pixel_size
    if size is None:
        return look.say(_UNKNOWN)
    origin = look.say(PIXEL_SIZE_ORIGINS[str(size.origin)])
    return look.say(
        Text("{mpp:.4g} µm ({origin})", "{mpp:.4g} µm（{origin}）"), mpp=size.mpp, origin=origin
    )


def _region(report: CaseReport, look: Look) -> str:
    if report.region.whole_image:
        return look.say(Text("the whole image", "整幅图像"))
    box = report.region.box_l0
    return look.say(
        Text(
            "x {x:.0f}, y {y:.0f}, {w:.0f} \u00d7 {h:.0f} px, chosen by the user",
            "x {x:.0f}，y {y:.0f}，{w:.0f} \u00d7 {h:.0f} px，由用户选定",
        ),
        x=box.x_l0,
        y=box.y_l0,
        w=box.width_l0,
        h=box.height_l0,
    )


def _model_rows(report: CaseReport, look: Look) -> list[tuple[str, str]]:
    model = report.model
    return [
        (look.say(Text("Question", "问题")), look.say(report.question)),
        (look.say(Text("Version", "版本")), model.version),
        (look.say(Text("Network", "网络")), model.network),
        (
            look.say(Text("Trained at", "训练分辨率")),
            look.say(_UNKNOWN) if model.mpp is None else f"{model.mpp:g} µm/px",
        ),
        (look.say(Text("Threshold", "阈值")), f"{model.threshold:.2f}"),
        (look.say(Text("Ran on", "运行设备")), model.device or look.say(_UNKNOWN)),
        (look.say(Text("Program", "程序")), report.software),
        (look.say(Text("Weights", "权重")), f"sha256 {model.sha256[:16]}\u2026"),
    ]


def _counts(report: CaseReport, look: Look) -> list[Flowable]:
    head = [
        look.quiet(look.say(Text("Class", "类别"))),
        look.quiet_right(look.say(Text("AI alone", "仅 AI"))),
        look.quiet_right(look.say(Text("Reader stands for", "人工确认"))),
    ]
    progress = report.progress
    anything_read = any((progress.confirmed, progress.corrected, progress.added, progress.rejected))
    rows = [
        [
            legend([count.label], report, look),
            look.number(str(count.model)),
            look.number(str(count.reader) if anything_read else "\u2013"),
        ]
        for count in report.counts
    ]
    rows += [
        [
            look.body(look.say(_TOGETHER, name=look.say(group.name))),
            look.number(str(group.model)),
            look.number(str(group.reader) if anything_read else "\u2013"),
        ]
        for group in report.groups
    ]
    story: list[Flowable] = [
        look.heading(look.say(_COUNTS)),
        grid(head, rows, [WIDTH * 0.5, WIDTH * 0.25, WIDTH * 0.25]),
        Spacer(0, 3),
        look.quiet(_progress(report, look)),
    ]
    if report.flagged:
        numbers = ", ".join(str(number) for number in report.flagged)
        story.append(look.body(look.say(FLAGGED_NUMBERS, numbers=numbers)))
    if report.densities:
        story += [Spacer(0, 5), _densities(report, look)]
    if report.mitotic_count is not None:
        story += [Spacer(0, 3), *(look.quiet(line) for line in count_lines(report, look))]
    story += [Spacer(0, 4), *(look.quiet(look.say(note)) for note in report.notes)]
    return [KeepTogether(story)]


def _progress(report: CaseReport, look: Look) -> str:
    progress = report.progress
    return look.say(
        Text(
            "Of the findings {confirmed} confirmed, {corrected} corrected, {added} added by a "
            "reader, {rejected} rejected, {undecided} undecided, {ai_only} not read. "
            "The two columns are never added up.",
            "目标中：已确认 {confirmed}，已更正 {corrected}，人工添加 {added}，已排除 {rejected}，"
            "未定 {undecided}，未复核 {ai_only}。两列数字互不相加。",
        ),
        confirmed=progress.confirmed,
        corrected=progress.corrected,
        added=progress.added,
        rejected=progress.rejected,
        undecided=progress.undecided,
        ai_only=progress.ai_only,
    )


def _densities(report: CaseReport, look: Look) -> Flowable:
    head = [
        look.quiet(
            look.say(Text("Per mm², 95 % interval of the count", "每 mm²（计数的 95% 区间）"))
        ),
        look.quiet_right(look.say(Text("Area", "面积"))),
        look.quiet_right(look.say(Text("AI alone", "仅 AI"))),
        look.quiet_right(look.say(Text("Reader stands for", "人工确认"))),
    ]
    rows = [
        [
            look.strong(look.say(density.label.name)),
            look.number(_area(density, look)),
            look.number(_figure(density.model)),
            look.number("\u2013" if density.reader is None else _figure(density.reader)),
        ]
        for density in report.densities
    ]
    if report.mitotic_count is not None:
        rows.append(_hot_spot(report.mitotic_count, look))
    return grid(head, rows, [WIDTH * 0.28, WIDTH * 0.22, WIDTH * 0.25, WIDTH * 0.25])


def _hot_spot(count: MitoticCount, look: Look) -> list[Flowable]:
    own = count.reader_density
    tissue = Text("{area:.3f} mm² (tissue)", "{area:.3f} mm²（组织）")
    return [
        look.strong(look.say(_HOT_SPOT, area=f"{count.area_mm2:g}")),
        look.number(look.say(tissue, area=count.tissue_mm2)),
        look.number(_figure(count.model_density)),
        look.number("\u2013" if own is None else _figure(own)),
    ]


def _area(density: DensityLine, look: Look) -> str:
    kind = Text("tissue", "组织") if density.area_is_tissue else Text("region", "区域")
    said = Text("{area:.3f} mm² ({kind})", "{area:.3f} mm²（{kind}）")
    return look.say(said, area=density.model.area_mm2, kind=look.say(kind))


def _figure(figure: Density) -> str:
    return f"{_short(figure.per_mm2)}  [{_short(figure.low)} \u2013 {_short(figure.high)}]"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"  # noqa: PLR2004


def _reading(report: CaseReport, look: Look) -> list[Flowable]:
    reading = report.reading
    none = look.say(_NOBODY)
    last = look.say(_NONE_YET)
    if reading.last_read_utc is not None:
        last = f"{moment(reading.last_read_utc)} UTC"
    left = [
        (look.say(Text("Readers", "复核者")), ", ".join(reading.readers) or none),
        (look.say(Text("Signed by", "签署")), reading.signed_by or "_" * 24),
    ]
    right = [
        (look.say(Text("Last verdict", "最后判读")), last),
        (look.say(Text("Report made", "报告生成")), f"{moment(report.made_utc)} UTC"),
    ]
    half = WIDTH / 2 - 9
    tables = beside(facts(left, look, half), facts(right, look, half))
    return [KeepTogether([look.heading(look.say(_READING)), tables])]


def _integrity(report: CaseReport, look: Look) -> list[Flowable]:
    no_store = look.say(Text("no label store was used", "未使用标注库"))
    hashes = [
        (Text("Weights", "模型权重"), report.model.sha256),
        (Text("Image, by its content", "图像内容"), report.image.content_hash or "\u2013"),
        (
            Text("Label store, head of its chain", "标注库链首"),
            report.reading.chain_head or no_store,
        ),
        (Text("This report", "本报告"), report.digest),
    ]
    rows = [[look.quiet(look.say(label)), look.hashed(text)] for label, text in hashes]
    head = [look.quiet(look.say(Text("Digest of", "校验对象"))), look.quiet("sha256")]
    caption = Text(
        "'medcls labels verify' proves that no verdict up to that head was changed.",
        "运行“medcls labels verify”可验证链首之前的判读均未被更改。",
    )
    story: list[Flowable] = [
        look.heading(look.say(_INTEGRITY)),
        grid(head, rows, [WIDTH * 0.26, WIDTH * 0.74]),
        Spacer(0, 3),
        look.quiet(look.say(caption)),
    ]
    return [KeepTogether(story)]
