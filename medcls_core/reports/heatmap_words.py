"""Every phrase about heatmaps and their tests in both languages."""

from medcls_core.explain.evidence import EvidenceMethod
from medcls_core.language import Text

MEANINGS: dict[EvidenceMethod, Text] = {
    EvidenceMethod.GRAD_CAM: Text(
        "places that raised the score of the answer", "使模型所给类别得分升高的位置"
    ),
    EvidenceMethod.CBAM_CHANNEL: Text(
        "features the channel attention weighted most; speaks for no class",
        "通道注意力权重最高的特征所在位置；不针对任何类别",
    ),
    EvidenceMethod.CBAM_SPATIAL: Text(
        "where the spatial attention let features pass; speaks for no class",
        "空间注意力允许特征通过的位置；不针对任何类别",
    ),
    EvidenceMethod.SE_CHANNEL: Text(
        "features the SE modules weighted most; speaks for no class",
        "SE 模块权重最高的特征所在位置；不针对任何类别",
    ),
    EvidenceMethod.SELF_ATTENTION: Text(
        "how much all other places attended to this one; speaks for no class",
        "其他所有位置对此处的关注程度；不针对任何类别",
    ),
    EvidenceMethod.PROBABILITY: Text(
        "probability of the object at every place", "各处为目标的概率"
    ),
    EvidenceMethod.MASK: Text("what the network drew as the object", "网络勾画的目标"),
    EvidenceMethod.INPUT_GRADIENT: Text(
        "pixels that the score of the answer hangs on", "模型所给类别得分所依赖的像素"
    ),
}

OF_OBJECT: dict[EvidenceMethod, Text] = {
    EvidenceMethod.GRAD_CAM: Text(
        "places that raised the score of the object that the network drew",
        "使网络所绘目标的得分升高的位置",
    ),
}
"""What these show where the network draws masks."""

TITLE = Text("{task}: heatmaps of labelled examples", "{task}：带标签示例的热图")
MODEL = Text(
    "Model {version} ({network}), weights {sha}", "模型 {version}（{network}），权重 {sha}"
)
DRAWN_BY_CHANCE = Text(
    "{shown} of {all} images of {data}, drawn by chance (seed {seed}), every class alike; "
    "none was picked by eye. {right} of {shown} are answered right.",
    "取自 {data} 的 {all} 幅图像中的 {shown} 幅，按随机种子 {seed} 抽取，各类数量尽量相同；"
    "未经人工挑选。其中 {right} 幅回答正确。",
)
COLOURS = Text(
    "Colours: least to most within each map. Compare places in one map, never two maps.",
    "颜色：单幅热图内由低到高。只能比较同一热图内的不同位置，不能比较两幅热图。",
)
PROBABILITY_COLOURS = Text("Probability alone runs from 0 to 1.", "仅概率图为 0 至 1。")
HELD_OUT = Text("The model was not trained on them.", "该模型未用其训练。")
SEEN = Text(
    "Whether the model was trained on some of them is not known here.",
    "此处无法得知该模型是否曾用其中部分图像训练。",
)
UNITS = {
    "patient": Text("patient", "患者"),
    "case": Text("case", "病例"),
    "group": Text("group", "组"),
    "slide": Text("slide", "切片"),
    "acquisition": Text("acquisition", "采集"),
    "image": Text("image", "图像"),
}
LOW, HIGH = Text("least", "低"), Text("most", "高")
EXAMPLE, IMAGE = Text("Example", "示例"), Text("Image", "图像")
LABEL, ANSWER = Text("Label", "标签"), Text("Answer", "回答")
RIGHT, WRONG = Text("right", "正确"), Text("wrong", "错误")
NOTHING_RAISED = Text("no place raised\nthis score", "没有位置使\n该得分升高")
NOTHING_FOUND = Text("no object found\nto explain", "未发现\n可解释的目标")
SQUEEZED = Text(
    "The network saw every image at {width} x {height} pixels.",
    "网络看到的每幅图像均为 {width} x {height} 像素。",
)
LIMITS = Text("Limits of this model", "该模型的局限")
NO_MAPS = Text("This network offers no heatmaps.", "该网络不提供热图。")

DELETION = Text("Deletion and insertion", "删除与插入测试")
DELETION_NOTE = Text(
    "Area under the probability of the model's own answer while the hottest of 14x14 blocks are "
    "filled with the mean colour (deletion, low is good) or put back into a blurred image "
    "(insertion, high is good). Gain: how much better than {orders} random orders of the same "
    "blocks on the same image; 95 % interval by {unit}, n = {images} images.",
    "将图像分为 14x14 块，从最热处开始依次填为平均色（删除，低者为佳），"
    "或依次放回模糊图像（插入，高者为佳），所列为模型自身回答概率的曲线下面积。"
    "增益：在同一图像上优于 {orders} 次随机顺序的幅度；95% 区间按{unit}计算，图像数 {images}。",
)
DELETION_OF_MASK = Text(
    "Probability here: the mean probability of the object inside the mask that the network drew on "
    "the untouched image. Images in which it found nothing are left out ({left}).",
    "此处概率：网络在原图上所绘掩膜内的平均目标概率。未发现目标的图像不计入（{left} 幅）。",
)
METHOD = Text("Heatmap", "热图")
BY_HEAT, BY_CHANCE = Text("by heat", "按热度"), Text("at random", "随机")
GAIN, INTERVAL = Text("gain", "增益"), Text("95 % interval", "95% 区间")
DELETED, INSERTED = Text("Deletion", "删除"), Text("Insertion", "插入")
VERDICT = Text("Better than random?", "优于随机？")
BETTER, WORSE = Text("yes", "是"), Text("no: worse", "否：更差")
NOT_SHOWN = Text("not shown", "未能证明")

SANITY = Text("Randomisation of the network", "网络随机化检验")
SANITY_NOTE = Text(
    "Rank correlation (SSIM in brackets) of each map with the trained network's while the network "
    "forgets from its head backwards, n = {images} images. Near 1 at the right: the map shows the "
    "image, not what was learnt.",
    "网络自输出端起逐步遗忘时，各热图与原网络热图的秩相关（括号内为 SSIM），图像数 {images}。"
    "最右列接近 1：热图只反映图像本身，而非网络所学。",
)
FORGOTTEN = Text("{percent} forgotten", "遗忘 {percent}")
FOLLOWS = Text("Follows what was learnt?", "反映所学？")
YES, NO = Text("yes", "是"), Text("no", "否")
