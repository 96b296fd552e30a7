<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About medcls</source>
        <translation>关于 medcls</translation>
    </message>
    <message>
        <source>Labels: {place}</source>
        <translation>标注库：{place}</translation>
    </message>
    <message>
        <source>A second look at cells and tissue: models propose, a person decides, and every verdict is kept.</source>
        <translation>对细胞与组织的第二次审视：模型提出建议，由人作出判断，每一次判断都会保存。</translation>
    </message>
    <message>
        <source>For research. Not for primary diagnosis.</source>
        <translation>仅供研究使用，不得用于初步诊断。</translation>
    </message>
</context>
<context>
    <name>ClassListPanel</name>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>Class of new marks; the digit gives it to the finding</source>
        <translation>新标记所用的类别；按数字键可将其赋予当前对象</translation>
    </message>
    <message>
        <source>{name}: by the model</source>
        <translation>{name}：模型判定</translation>
    </message>
    <message>
        <source>{name}: by the reader</source>
        <translation>{name}：阅片者判定</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Open an image first.</source>
        <translation>请先打开图像。</translation>
    </message>
    <message>
        <source>Written: {name}</source>
        <translation>已写入：{name}</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>正在写入 {name}</translation>
    </message>
    <message>
        <source>Mark {number} added.</source>
        <translation>已添加标记 {number}。</translation>
    </message>
    <message>
        <source>Not opened: {names}</source>
        <translation>未能打开：{names}</translation>
    </message>
    <message>
        <source>pixel size unknown</source>
        <translation>像素尺寸未知</translation>
    </message>
    <message>
        <source>The model {name} isn&apos;t there any more: {task} uses the bundled one.</source>
        <translation>模型 {name} 已不存在：{task}改用随附模型。</translation>
    </message>
    <message>
        <source>Open an image first: drop it on the window.</source>
        <translation>请先打开图像：将其拖放到窗口中即可。</translation>
    </message>
    <message>
        <source>Stopped; nothing of this run was kept.</source>
        <translation>已停止，本次运行未保留任何结果。</translation>
    </message>
    <message>
        <source>{task}: running the model</source>
        <translation>{task}：正在运行模型</translation>
    </message>
    <message>
        <source>The pixel size of {name} is unknown and the task needs it.</source>
        <translation>{name} 的像素尺寸未知，而此任务需要它。</translation>
    </message>
    <message>
        <source>{count} findings in {seconds} s on {device}, {tiles} tiles.</source>
        <translation>共 {count} 个对象，用时 {seconds} 秒（{device}，{tiles} 个图块）。</translation>
    </message>
    <message>
        <source>No model answered here: give the class by its digit.</source>
        <translation>此处没有模型判定：请按数字键给出类别。</translation>
    </message>
    <message>
        <source>Nothing to undo here.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>Mark {number} taken back.</source>
        <translation>标记 {number} 已撤回。</translation>
    </message>
    <message>
        <source>Back at {name}: once more takes its verdict back.</source>
        <translation>已回到 {name}：再按一次撤销其结论。</translation>
    </message>
    <message>
        <source>Choose a finding first: ] goes to the next.</source>
        <translation>请先选择一个对象：按 ] 前往下一个。</translation>
    </message>
    <message>
        <source>This model has answered all {count} images already.</source>
        <translation>该模型已对全部 {count} 幅图像给出结果。</translation>
    </message>
    <message>
        <source>{task}: image {number} of {count}</source>
        <translation>{task}：第 {number} / {count} 幅图像</translation>
    </message>
    <message>
        <source>{done} of {count} images done; left out: {names}. The first: {problem}</source>
        <translation>已完成 {done} / {count} 幅图像；未处理：{names}。第一个原因：{problem}</translation>
    </message>
    <message>
        <source>{done} images done.</source>
        <translation>已完成 {done} 幅图像。</translation>
    </message>
    <message>
        <source>{done} images done; {known} had been answered before.</source>
        <translation>已完成 {done} 幅图像；另有 {known} 幅此前已有结果。</translation>
    </message>
    <message>
        <source>Stopped after {done} of {count} images; what was done is kept.</source>
        <translation>已在完成 {done} / {count} 幅图像后停止；已完成的结果均已保存。</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>A defect in medcls</source>
        <translation>medcls 出现缺陷</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Something went wrong inside the program</source>
        <translation>程序内部出现错误</translation>
    </message>
    <message>
        <source>Verdicts shown as saved are safe on disk. Please send the log to whoever looks after the program; it holds no patient names and no folder names.</source>
        <translation>显示为已保存的判断均已安全写入磁盘。请将日志发送给程序维护人员；日志不含患者姓名和文件夹名称。</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>Guide</source>
        <translation>使用指南</translation>
    </message>
</context>
<context>
    <name>ImageListPanel</name>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Drop slides or a folder here</source>
        <translation>将切片或文件夹拖放到此处</translation>
    </message>
    <message>
        <source>Whole slides, DICOM, TIFF, PNG, JPEG and BMP open alike.</source>
        <translation>全切片、DICOM、TIFF、PNG、JPEG 和 BMP 均可打开。</translation>
    </message>
    <message>
        <source>Files …</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Folder …</source>
        <translation>文件夹…</translation>
    </message>
</context>
<context>
    <name>InfoStrip</name>
    <message>
        <source>levels adjusted</source>
        <translation>已调整色阶</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 像素</translation>
    </message>
    <message>
        <source>%1 nominal</source>
        <translation>标称 %1</translation>
    </message>
    <message>
        <source>pixel size unknown</source>
        <translation>像素尺寸未知</translation>
    </message>
    <message>
        <source>given by reader</source>
        <translation>阅片者给定</translation>
    </message>
    <message>
        <source>from file</source>
        <translation>来自文件</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>In the slide</source>
        <translation>切片视图中</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Guide</source>
        <translation>使用指南</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>阅片</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一幅图像</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一幅图像</translation>
    </message>
    <message>
        <source>Set pixel size</source>
        <translation>设置像素尺寸</translation>
    </message>
    <message>
        <source>Run the model</source>
        <translation>运行模型</translation>
    </message>
    <message>
        <source>Run the model on all images</source>
        <translation>对全部图像运行模型</translation>
    </message>
    <message>
        <source>Stop the model</source>
        <translation>停止运行</translation>
    </message>
    <message>
        <source>Accept the model&apos;s class, next</source>
        <translation>接受模型判定并前往下一个</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记存疑</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>下一个对象</translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation>上一个对象</translation>
    </message>
    <message>
        <source>Mark an object</source>
        <translation>标记对象</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>全图</translation>
    </message>
    <message>
        <source>Turn clockwise</source>
        <translation>顺时针旋转</translation>
    </message>
    <message>
        <source>Turn anticlockwise</source>
        <translation>逆时针旋转</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>左右镜像</translation>
    </message>
    <message>
        <source>Heatmap: none, light, strong</source>
        <translation>热图：无、淡、浓</translation>
    </message>
    <message>
        <source>中文</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型卡</translation>
    </message>
    <message>
        <source>About medcls</source>
        <translation>关于 medcls</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Class of the finding, next</source>
        <translation>赋予类别并前往下一个</translation>
    </message>
    <message>
        <source>Put the mark tool down</source>
        <translation>放下标记工具</translation>
    </message>
    <message>
        <source>Hide overlays while held, or toggle</source>
        <translation>按住隐藏叠加层，轻按切换</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Pan by dragging, in any tool</source>
        <translation>任何工具下按住拖动平移</translation>
    </message>
    <message>
        <source>Heatmap opacity</source>
        <translation>热图不透明度</translation>
    </message>
</context>
<context>
    <name>LayersPanel</name>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Score from</source>
        <translation>得分下限</translation>
    </message>
    <message>
        <source>Opacity of the heatmap</source>
        <translation>热图的不透明度</translation>
    </message>
    <message>
        <source>Findings with a lower score are left out</source>
        <translation>不显示得分更低的对象</translation>
    </message>
    <message>
        <source>Outlines of findings (H hides all)</source>
        <translation>对象轮廓（H 键全部隐藏）</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Run again (R) for the heatmaps; verdicts stay.</source>
        <translation>再次运行（R）可得热图；已有判断不变。</translation>
    </message>
    <message>
        <source>The model offers no heatmap of this finding.</source>
        <translation>该模型不提供此目标的热图。</translation>
    </message>
    <message>
        <source>Heatmaps appear when the model has run.</source>
        <translation>运行模型后显示热图。</translation>
    </message>
</context>
<context>
    <name>LevelsHistogram</name>
    <message>
        <source>Display levels</source>
        <translation>显示色阶</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Gamma of the display</source>
        <translation>显示伽马值</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Histogram with black and white point</source>
        <translation>带黑白场的直方图</translation>
    </message>
    <message>
        <source>Changed for the eye only; the model sees the scan.</source>
        <translation>仅改变显示效果；模型使用原始扫描数据。</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Messages are kept here until the window closes.</source>
        <translation>消息保留至窗口关闭。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>阅片(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Set the pixel size …</source>
        <translation>设置像素尺寸…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>Methods</name>
    <message>
        <source>Probability map</source>
        <translation>概率图</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
    <message>
        <source>Attention: where</source>
        <translation>注意力：位置</translation>
    </message>
    <message>
        <source>Attention: what</source>
        <translation>注意力：特征</translation>
    </message>
    <message>
        <source>Attention: SE</source>
        <translation>注意力：SE</translation>
    </message>
    <message>
        <source>Input gradient</source>
        <translation>输入梯度</translation>
    </message>
    <message>
        <source>Features that the SE modules weighted most, where they lie.</source>
        <translation>SE 模块赋予权重最高的特征及其所在位置。</translation>
    </message>
    <message>
        <source>Which pixels the score hangs on: coarse, for models of others.</source>
        <translation>得分取决于哪些像素：较粗略，用于他人的模型。</translation>
    </message>
    <message>
        <source>Self-attention</source>
        <translation>自注意力</translation>
    </message>
    <message>
        <source>How much attention each place received from all others.</source>
        <translation>每个位置从其他所有位置获得的关注程度。</translation>
    </message>
    <message>
        <source>Probability of the class at every place.</source>
        <translation>每个位置属于该类别的概率。</translation>
    </message>
    <message>
        <source>What the network drew as the object.</source>
        <translation>网络勾画出的对象。</translation>
    </message>
    <message>
        <source>Which places raised the score of the class.</source>
        <translation>哪些位置提高了该类别的得分。</translation>
    </message>
    <message>
        <source>Where the attention module let features pass.</source>
        <translation>注意力模块让特征通过的位置。</translation>
    </message>
    <message>
        <source>Features that the channel attention weighted most, where they lie.</source>
        <translation>通道注意力权重最高的特征所在位置。</translation>
    </message>
</context>
<context>
    <name>ModelCardDialog</name>
    <message>
        <source>Model card</source>
        <translation>模型卡</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models of your own are added with &apos;medcls models import&apos; and chosen here.</source>
        <translation>用“medcls models import”添加自己的模型，并在此处选择。</translation>
    </message>
    <message>
        <source>Bundled, version {version}</source>
        <translation>随附，版本 {version}</translation>
    </message>
    <message>
        <source>The model is still being looked up.</source>
        <translation>正在查找模型。</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Intended use</source>
        <translation>预期用途</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>局限</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>No trained weights yet for this task</source>
        <translation>此任务尚无训练好的权重</translation>
    </message>
    <message>
        <source>threshold {value}</source>
        <translation>阈值 {value}</translation>
    </message>
    <message>
        <source>Trained on composed or rendered cells.</source>
        <translation>使用合成或渲染的细胞训练。</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>实测指标</translation>
    </message>
</context>
<context>
    <name>Openers</name>
    <message>
        <source>Open images</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>打开图像文件夹</translation>
    </message>
    <message>
        <source>Open an image first.</source>
        <translation>请先打开图像。</translation>
    </message>
</context>
<context>
    <name>OverviewMap</name>
    <message>
        <source>Click or drag to move there</source>
        <translation>单击或拖动以移动到该处</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Type a few letters of a command</source>
        <translation>输入命令的几个字</translation>
    </message>
</context>
<context>
    <name>PixelSizeDialog</name>
    <message>
        <source>Pixel size</source>
        <translation>像素尺寸</translation>
    </message>
    <message>
        <source>Micrometres per pixel</source>
        <translation>每像素微米数</translation>
    </message>
    <message>
        <source>The file doesn&apos;t say how large a pixel is. Sizes, areas and the model&apos;s input depend on it, so it is asked and never guessed. It is remembered for this image.</source>
        <translation>文件中没有像素尺寸。尺寸、面积和模型输入均取决于它，因此需要询问而绝不猜测。此值将随该图像保存。</translation>
    </message>
    <message>
        <source>The value given here replaces the one in use, and is remembered.</source>
        <translation>此处给出的值将替换当前值并被记住。</translation>
    </message>
    <message>
        <source>Usual for a scan at this objective power</source>
        <translation>此物镜倍率扫描的常用值</translation>
    </message>
    <message>
        <source>Use this size</source>
        <translation>使用此尺寸</translation>
    </message>
    <message>
        <source>Type the size, or take a usual one.</source>
        <translation>请输入尺寸，或选用常见值。</translation>
    </message>
    <message>
        <source>The image is then {width} × {height} mm.</source>
        <translation>图像大小为 {width} × {height} 毫米。</translation>
    </message>
</context>
<context>
    <name>ProbabilityPlot</name>
    <message>
        <source>Model probabilities</source>
        <translation>模型概率</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判断</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Review queue</source>
        <translation>阅片队列</translation>
    </message>
    <message>
        <source>Least sure first</source>
        <translation>最不确定的优先</translation>
    </message>
    <message>
        <source>Surest first</source>
        <translation>最确定的优先</translation>
    </message>
    <message>
        <source>Reader and model disagree</source>
        <translation>阅片者与模型不一致</translation>
    </message>
    <message>
        <source>From top to bottom</source>
        <translation>自上而下</translation>
    </message>
    <message>
        <source>Order of the queue</source>
        <translation>队列顺序</translation>
    </message>
    <message>
        <source>{done} of {count} read</source>
        <translation>已阅 {done} / {count}</translation>
    </message>
    <message>
        <source>No disagreement</source>
        <translation>没有分歧</translation>
    </message>
    <message>
        <source>Findings appear here when your verdict differs from the model&apos;s class.</source>
        <translation>当您的判断与模型类别不同时，对象会出现在这里。</translation>
    </message>
    <message>
        <source>Nothing reaches the threshold</source>
        <translation>没有对象达到阈值</translation>
    </message>
    <message>
        <source>Lower it in the layers panel to see less probable findings.</source>
        <translation>在图层面板中降低阈值，可查看概率较低的对象。</translation>
    </message>
    <message>
        <source>Nothing to review yet</source>
        <translation>暂无待阅对象</translation>
    </message>
    <message>
        <source>Findings of the model and your own marks will queue up here.</source>
        <translation>模型发现的对象和您自己的标记会在此排队。</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>PDF report</source>
        <translation>PDF 报告</translation>
    </message>
    <message>
        <source>Counts of model and reader apart, crop sheet with evidence, model version, pixel size and its origin. For research use.</source>
        <translation>模型与阅片者分别计数、带依据的截图页、模型版本、像素尺寸及其来源。仅供研究使用。</translation>
    </message>
    <message>
        <source>GeoJSON</source>
        <translation>GeoJSON</translation>
    </message>
    <message>
        <source>Outlines with classes; QuPath opens it by a drop.</source>
        <translation>带类别的轮廓；拖放到 QuPath 即可打开。</translation>
    </message>
    <message>
        <source>CSV table</source>
        <translation>CSV 表格</translation>
    </message>
    <message>
        <source>One line a finding, for statistics.</source>
        <translation>每个对象一行，用于统计。</translation>
    </message>
    <message>
        <source>{done} of {count} findings are read by {reader}.</source>
        <translation>{reader} 已阅 {count} 个对象中的 {done} 个。</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>GPU if there is one</source>
        <translation>有 GPU 时使用 GPU</translation>
    </message>
    <message>
        <source>labels.sqlite in your data folder</source>
        <translation>数据文件夹中的 labels.sqlite</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Label store</source>
        <translation>标注库</translation>
    </message>
    <message>
        <source>Verdicts are kept under the reader&apos;s name and reports are signed with it. Without one verdicts go by the account&apos;s name, and the line for the signature stays open. A label store is a file path or an SQLAlchemy URL; a server lets several readers work on the same labels.</source>
        <translation>判断以阅片者姓名保存，报告亦以此署名。未填姓名时，判断记在系统账户名下，签名栏留空。标注库可以是文件路径或 SQLAlchemy URL；使用服务器可让多名阅片者共用同一标注库。</translation>
    </message>
</context>
<context>
    <name>SlidePanel</name>
    <message>
        <source>Drop a slide here</source>
        <translation>将切片拖放到此处</translation>
    </message>
    <message>
        <source>Then R runs the model, ] goes to the next finding, A accepts, a digit names the class. F1 shows every key.</source>
        <translation>然后按 R 运行模型，按 ] 前往下一个对象，按 A 接受，按数字键指定类别。按 F1 查看全部按键。</translation>
    </message>
    <message>
        <source>Open files …</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Open folder …</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Marking: {name} · a click marks, Esc ends</source>
        <translation>标记中：{name} · 单击标记，Esc 退出</translation>
    </message>
</context>
<context>
    <name>SlideView</name>
    <message>
        <source>overlays hidden (H)</source>
        <translation>叠加层已隐藏（H）</translation>
    </message>
    <message>
        <source>turned {degrees}°</source>
        <translation>已旋转 {degrees}°</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>已镜像</translation>
    </message>
    <message>
        <source>Open an image, or drop one here</source>
        <translation>打开图像，或将图像拖放到此处</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Ending: waiting for what still runs …</source>
        <translation>正在退出：等待未完成的工作 …</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止 (Esc)</translation>
    </message>
    <message>
        <source>Device: {name}</source>
        <translation>设备：{name}</translation>
    </message>
    <message>
        <source>Reader: {name}</source>
        <translation>阅片者：{name}</translation>
    </message>
    <message>
        <source>µm/px unknown</source>
        <translation>µm/px 未知</translation>
    </message>
    <message>
        <source>Nothing can be measured in mm until it is set (Ctrl+M).</source>
        <translation>设置之前无法以毫米测量 (Ctrl+M)。</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source> · looking up the model …</source>
        <translation> · 正在查找模型…</translation>
    </message>
    <message>
        <source> · no trained weights yet</source>
        <translation> · 尚无训练好的权重</translation>
    </message>
    <message>
        <source> · composed cells</source>
        <translation> · 合成细胞</translation>
    </message>
    <message>
        <source>{done} of {count} read</source>
        <translation>已阅 {done} / {count}</translation>
    </message>
    <message>
        <source>Saving {count} …</source>
        <translation>正在保存 {count} 项…</translation>
    </message>
    <message>
        <source>All saved</source>
        <translation>全部已保存</translation>
    </message>
    <message>
        <source>{title}: stopping …</source>
        <translation>{title}：正在停止 …</translation>
    </message>
    <message>
        <source>sweep</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>细胞</translation>
    </message>
    <message>
        <source>heatmaps</source>
        <translation>热图</translation>
    </message>
</context>
<context>
    <name>TaskBar</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>As through a {power:g}x objective</source>
        <translation>相当于 {power:g} 倍物镜</translation>
    </message>
</context>
<context>
    <name>VerdictButtons</name>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Accept: {name}</source>
        <translation>接受：{name}</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>Verdict</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>as scanned</source>
        <translation>原始扫描</translation>
    </message>
    <message>
        <source>Crop of the finding</source>
        <translation>对象截图</translation>
    </message>
    <message>
        <source>Crop of the finding with its heatmap</source>
        <translation>带热图的对象截图</translation>
    </message>
    <message>
        <source>Finding {number} · {place} of {count}</source>
        <translation>对象 {number} · 第 {place} / {count} 个</translation>
    </message>
    <message>
        <source>No trained weights yet for this task</source>
        <translation>此任务尚无训练好的权重</translation>
    </message>
    <message>
        <source>Open an image</source>
        <translation>请打开图像</translation>
    </message>
    <message>
        <source>Then R runs the model.</source>
        <translation>然后按 R 运行模型。</translation>
    </message>
    <message>
        <source>No findings yet</source>
        <translation>尚无对象</translation>
    </message>
    <message>
        <source>R runs the model, M marks an object by hand.</source>
        <translation>按 R 运行模型，按 M 手动标记对象。</translation>
    </message>
    <message>
        <source>No finding chosen</source>
        <translation>未选择对象</translation>
    </message>
    <message>
        <source>] goes to the next one.</source>
        <translation>按 ] 前往下一个。</translation>
    </message>
    <message>
        <source>outline</source>
        <translation>轮廓</translation>
    </message>
</context>
<context>
    <name>VerdictText</name>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记存疑</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Marked by {reader}</source>
        <translation>由 {reader} 标记</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Model: {name} {score}</source>
        <translation>模型：{name} {score}</translation>
    </message>
    <message>
        <source>Flagged · </source>
        <translation>存疑 · </translation>
    </message>
    <message>
        <source>Not reviewed yet</source>
        <translation>尚未判断</translation>
    </message>
    <message>
        <source>{name} · saving …</source>
        <translation>{name} · 正在保存…</translation>
    </message>
    <message>
        <source>{name} · saved {time}</source>
        <translation>{name} · 已保存 {time}</translation>
    </message>
</context>
</TS>
