"""Every phrase of a report in both languages."""

from medcls_core.explain.evidence import EvidenceMethod
from medcls_core.language import Text
from medcls_core.reports.case_report import Standing

RESEARCH_USE = Text(
    "For research and second looks. Not for primary diagnosis.",
    "仅供研究和二次复核使用，不用于初次诊断。",
)
AI_ONLY = Text(
    "Nobody has read these findings yet: every number here is the model's alone.",
    "尚无人员复核这些目标：此处所有数字均仅来自模型。",
)
PARTLY_READ = Text(
    "{read} of {all} findings have been read; the reader's numbers count those alone.",
    "{all} 个目标中已复核 {read} 个；人工数字仅统计已复核者。",
)
NO_PIXEL_SIZE = Text(
    "The pixel size is unknown: nothing is given in micrometres or millimetres.",
    "像素尺寸未知：不给出任何微米或毫米数值。",
)

TASK_NOTES: dict[str, tuple[Text, ...]] = {
    "mitosis": (
        Text(
            "No grade is given: its other components aren't seen by this program. Which area and "
            "thresholds count is for your protocol to say.",
            "本报告不给出组织学分级：其他组成部分不由本程序判读，计数面积与评分阈值以贵单位方案为准。",
        ),
        Text(
            "Hyperchromatic, karyorrhectic and apoptotic nuclei aren't mitotic figures and are the "
            "commonest false alarms; reject them.",
            "深染、核碎裂和凋亡的细胞核不是核分裂象，是最常见的假阳性，请予以排除。",
        ),
    ),
    "micronucleus": (
        Text(
            "Frequencies per 1000 binucleate cells need the number of binucleate cells scored; "
            "this report tallies the cells shown.",
            "每 1000 个双核细胞的微核频率需以计数的双核细胞总数为准；本报告仅统计所示细胞。",
        ),
    ),
    "cervical": (
        Text(
            "The classes are cell types, not Bethesda categories. An automated device was used.",
            "各类别为细胞类型，并非 TBS(Bethesda)分类。本报告使用了自动化辅助设备。",
        ),
    ),
    "mammography": (
        Text(
            "A benign or malignant probability of a region isn't a BI-RADS category; "
            "the category is the reader's.",
            "区域的良恶性概率不是 BI-RADS 分类；分类由阅片医师给出。",
        ),
    ),
    "breast_histology": (
        Text(
            "The answer is about the field shown, not about the patient.",
            "结果仅针对所示视野，而非患者整体。",
        ),
    ),
}

FLAGGED = Text("flagged", "已标记")
FLAGGED_NUMBERS = Text(
    "Flagged for a second look: No. {numbers}.",
    "已标记待再次查看：第 {numbers} 号。",
)

STANDINGS: dict[Standing, Text] = {
    Standing.AI_ONLY: Text("AI only", "仅 AI"),
    Standing.CONFIRMED: Text("confirmed", "已确认"),
    Standing.CORRECTED: Text("corrected", "已更正"),
    Standing.ADDED: Text("added by reader", "人工添加"),
    Standing.REJECTED: Text("rejected", "已排除"),
    Standing.UNDECIDED: Text("undecided", "未定"),
}

METHODS: dict[EvidenceMethod, Text] = {
    EvidenceMethod.GRAD_CAM: Text("Grad-CAM", "Grad-CAM"),
    EvidenceMethod.CBAM_CHANNEL: Text("CBAM channel attention", "CBAM 通道注意力"),
    EvidenceMethod.CBAM_SPATIAL: Text("CBAM spatial attention", "CBAM 空间注意力"),
    EvidenceMethod.SE_CHANNEL: Text("SE channel attention", "SE 通道注意力"),
    EvidenceMethod.SELF_ATTENTION: Text("self-attention", "自注意力"),
    EvidenceMethod.PROBABILITY: Text("probability", "概率"),
    EvidenceMethod.MASK: Text("mask", "掩膜"),
    EvidenceMethod.INPUT_GRADIENT: Text("input gradient", "输入梯度"),
}

PIXEL_SIZE_ORIGINS = {
    "file": Text("from the file", "来自文件"),
    "user": Text("given by the reader", "由阅片者给出"),
}
