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
    <name>BinDialog</name>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Images and marks in the bin</source>
        <translation>回收站中的图像与标记</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>The bin is empty. Marks that you take away and images that you put away are kept here, with all that was said of them.</source>
        <translation>回收站为空。您移除的标记和放入的图像会连同全部判读保存在此处。</translation>
    </message>
    <message>
        <source>Nothing here counts in any list, file or training set, and nothing of it is lost.</source>
        <translation>此处内容不计入任何列表、文件或训练集，且不会丢失。</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>未注明原因</translation>
    </message>
    <message>
        <source>Mark {number}</source>
        <translation>标记 {number}</translation>
    </message>
    <message>
        <source>{reader} alone can take it back.</source>
        <translation>仅 {reader} 本人可以取回。</translation>
    </message>
</context>
<context>
    <name>CardDialog</name>
    <message>
        <source>Model card</source>
        <translation>模型卡</translation>
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
        <source>All tissue was seen at {power}× or higher.</source>
        <translation>全部组织已在 {power}× 或更高倍数下看过。</translation>
    </message>
    <message>
        <source>Open an image first.</source>
        <translation>请先打开图像。</translation>
    </message>
    <message>
        <source>It isn&apos;t kept where you look: the settings&apos; privacy page switches it on.</source>
        <translation>未记录阅片位置：可在设置的隐私页中开启。</translation>
    </message>
    <message>
        <source>The pixel size is unknown, so no power can be told: {key} sets it.</source>
        <translation>像素尺寸未知，无法得知倍数：按 {key} 设置。</translation>
    </message>
    <message>
        <source>What was seen before is still being read.</source>
        <translation>正在读取此前的阅片记录。</translation>
    </message>
    <message>
        <source>Waiting for your own read: {count}; the report comes after it.</source>
        <translation>{count} 个对象等待您先行判读；之后才能生成报告。</translation>
    </message>
    <message>
        <source>Written: {name}</source>
        <translation>已写入：{name}</translation>
    </message>
    <message>
        <source>Left out for want of a class: {count}; GeoJSON and CSV hold them.</source>
        <translation>因无有效类别未写入：{count} 个；GeoJSON 和 CSV 含有它们。</translation>
    </message>
    <message>
        <source>Left out as points of unknown size: {count}; set the image&apos;s pixel size.</source>
        <translation>尺寸未知的点未写入：{count} 个；请设定图像的像素尺寸。</translation>
    </message>
    <message>
        <source>Answers that wait for your own read, left out: {count}.</source>
        <translation>需您先行判读的模型结果未写入：{count} 个。</translation>
    </message>
    <message>
        <source>Taken back since then, and so not in it: {count}.</source>
        <translation>此后被撤回、因而未写入：{count} 个。</translation>
    </message>
    <message>
        <source>Findings in it: {count}.</source>
        <translation>含 {count} 个对象。</translation>
    </message>
    <message>
        <source>{name} is a case capsule: open it by itself, without other files.</source>
        <translation>{name} 是病例包：请单独打开，不要与其他文件一起。</translation>
    </message>
    <message>
        <source>Findings to read: {count}. What anybody said of them stays hidden; when you are done, choose Send a case back.</source>
        <translation>共 {count} 个对象待判读。他人的判读均不显示；完成后请选择“寄回病例包”。</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>正在打开 {name}</translation>
    </message>
    <message>
        <source>Written: {name}. Reads in it: {reads}, new marks: {marked}.</source>
        <translation>已写入：{name}。含判读 {reads} 条，新标记 {marked} 个。</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>正在写入 {name}</translation>
    </message>
    <message>
        <source>Merged reads: {reads}, new marks: {marked}; here already: {known}.</source>
        <translation>已合并判读 {reads} 条，新标记 {marked} 个；此前已有 {known} 条。</translation>
    </message>
    <message>
        <source>Findings on which readers differ: {count}; both answers stay.</source>
        <translation>判读不一致的对象：{count} 个；双方判读均保留。</translation>
    </message>
    <message>
        <source>Merging {name}</source>
        <translation>正在合并 {name}</translation>
    </message>
    <message>
        <source>A cell&apos;s box needs the pixel size.</source>
        <translation>细胞框需要像素尺寸。</translation>
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
        <source>Findings: {count}, in {seconds} s on {device}; tiles: {tiles}.</source>
        <translation>发现对象：{count}，用时 {seconds} 秒（{device}）；图块：{tiles}。</translation>
    </message>
    <message>
        <source>Model: {answer}; {seconds} s on {device}.</source>
        <translation>模型：{answer}；用时 {seconds} 秒（{device}）。</translation>
    </message>
    <message>
        <source>Your read first: give the class by its digit, then see the model&apos;s.</source>
        <translation>请先判读：按数字给出类别，随后显示模型结果。</translation>
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
        <source>Nothing to do again here.</source>
        <translation>这里没有可重做的操作。</translation>
    </message>
    <message>
        <source>Mark {number} is back.</source>
        <translation>标记 {number} 已恢复。</translation>
    </message>
    <message>
        <source>Mark {number} taken back.</source>
        <translation>标记 {number} 已撤回。</translation>
    </message>
    <message>
        <source>{count} verdicts taken back.</source>
        <translation>已撤回 {count} 条判断。</translation>
    </message>
    <message>
        <source>{count} verdicts given again.</source>
        <translation>已恢复 {count} 条判读。</translation>
    </message>
    <message>
        <source>The last verdict is on {name}, which isn&apos;t there any more.</source>
        <translation>最后一次判断在 {name} 上，但该文件已不存在。</translation>
    </message>
    <message>
        <source>Back at {name}: once more takes its verdict back.</source>
        <translation>已回到 {name}：再按一次撤销其结论。</translation>
    </message>
    <message>
        <source>Back at {name}: once more gives its verdict again.</source>
        <translation>已回到 {name}：再按一次即可恢复其判读。</translation>
    </message>
    <message>
        <source>These are the verdicts of {name}: choose your own above to give yours.</source>
        <translation>这些是 {name} 的判断：请在上方选择您自己的名字后再判断。</translation>
    </message>
    <message>
        <source>Choose findings first, with a click.</source>
        <translation>请先点击选择对象。</translation>
    </message>
    <message>
        <source>Choose a finding first: ] goes to the next.</source>
        <translation>请先选择一个对象：按 ] 前往下一个。</translation>
    </message>
    <message>
        <source>This image shows far more than one cell: box its cells with the cell tool.</source>
        <translation>此图像显示的远不止一个细胞：请用细胞工具框出各个细胞。</translation>
    </message>
    <message>
        <source>No class of this task has the digit {digit}.</source>
        <translation>此任务没有数字 {digit} 对应的类别。</translation>
    </message>
    <message>
        <source>Here the objects in an image get a verdict: Enter opens it to mark them.</source>
        <translation>此任务判断图像中的对象：按回车打开图像进行标记。</translation>
    </message>
    <message>
        <source>What you decided for others is changed on its slide: Enter opens it.</source>
        <translation>您裁定的对象请在其切片上更改：按回车打开。</translation>
    </message>
    <message>
        <source>The model says something else. A takes its class; your digit again keeps yours.</source>
        <translation>模型结果不同。按 A 采用模型类别；再按一次您的数字则保留您的判读。</translation>
    </message>
    <message>
        <source>{count} verdicts saved.</source>
        <translation>已保存 {count} 条判断。</translation>
    </message>
    <message>
        <source>{count} verdicts saved; {left_out} findings have no model&apos;s class.</source>
        <translation>已保存 {count} 条判断；{left_out} 个对象没有模型类别。</translation>
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
        <source>Images done: {done} of {count}; left out: {names}. The first: {problem}</source>
        <translation>已完成图像：{done} / {count}；未处理：{names}。第一个原因：{problem}</translation>
    </message>
    <message>
        <source>Images done: {done}.</source>
        <translation>已完成图像：{done}。</translation>
    </message>
    <message>
        <source>Images done: {done}; answered before: {known}.</source>
        <translation>已完成图像：{done}；此前已有结果：{known}。</translation>
    </message>
    <message>
        <source>Stopped after {done} of {count} images; what was done is kept.</source>
        <translation>已在完成 {done} / {count} 幅图像后停止；已完成的结果均已保存。</translation>
    </message>
    <message>
        <source>Rendering the demo slide</source>
        <translation>正在生成演示切片</translation>
    </message>
    <message>
        <source>It doesn&apos;t touch what is chosen.</source>
        <translation>与所选目标没有相接。</translation>
    </message>
    <message>
        <source>Nothing would be left: {key} takes it away.</source>
        <translation>将不剩任何区域；要移除请按 {key}。</translation>
    </message>
    <message>
        <source>The line doesn&apos;t cross what is chosen.</source>
        <translation>这条线没有穿过所选目标。</translation>
    </message>
    <message>
        <source>Choose two findings or more: {key}, then Shift and click.</source>
        <translation>请至少选取两个目标：按 {key}，再按住 Shift 单击。</translation>
    </message>
    <message>
        <source>They don&apos;t touch each other.</source>
        <translation>它们彼此没有相接。</translation>
    </message>
    <message>
        <source>Simplified: {before} corners became {after}.</source>
        <translation>已简化：{before} 个顶点减为 {after} 个。</translation>
    </message>
    <message>
        <source>Its border has no corner to spare.</source>
        <translation>其边界没有多余的顶点。</translation>
    </message>
    <message>
        <source>Locked: drawing doesn&apos;t change it.</source>
        <translation>已锁定：绘制不会改变它。</translation>
    </message>
    <message>
        <source>Unlocked.</source>
        <translation>已解锁。</translation>
    </message>
    <message>
        <source>Mark {number} is in the bin.</source>
        <translation>标记 {number} 已放入回收站。</translation>
    </message>
    <message>
        <source>{marks} marks are in the bin.</source>
        <translation>{marks} 个标记已放入回收站。</translation>
    </message>
    <message>
        <source>Rejected: what a model found stays in its place, crossed out.</source>
        <translation>已拒绝：模型找到的对象保留原处并划去。</translation>
    </message>
    <message>
        <source>{marks} marks are in the bin; {rejected} findings are rejected and stay.</source>
        <translation>{marks} 个标记已放入回收站；{rejected} 个对象已拒绝并保留原处。</translation>
    </message>
    <message>
        <source>Choose a finding first.</source>
        <translation>请先选择一个目标。</translation>
    </message>
    <message>
        <source>It is locked: {key} unlocks it.</source>
        <translation>它已锁定：按 {key} 解锁。</translation>
    </message>
    <message>
        <source>One draws on the slide: {key} goes there.</source>
        <translation>绘制在切片上进行：按 {key} 返回切片。</translation>
    </message>
    <message>
        <source>A point has no area to change.</source>
        <translation>点没有可修改的区域。</translation>
    </message>
    <message>
        <source>Imported: {name}. Choose it in the model card to let it answer.</source>
        <translation>已导入：{name}。请在模型卡中选择后使用。</translation>
    </message>
    <message>
        <source>This image is in the bin: it counts in no list, file or training set.</source>
        <translation>此图像在回收站中，不计入任何列表、文件或训练集。</translation>
    </message>
    <message>
        <source>Reading the findings of {name}</source>
        <translation>正在读取 {name} 的目标</translation>
    </message>
    <message>
        <source>There already: {count}.</source>
        <translation>{count} 个此前已存在。</translation>
    </message>
    <message>
        <source>Classes that the task doesn&apos;t know, kept without an answer: {names}.</source>
        <translation>本任务没有的类别，已保留但无判读：{names}。</translation>
    </message>
    <message>
        <source>{name}: findings that came: {count}, with an answer of yours: {answered}.</source>
        <translation>{name}：导入 {count} 个对象，其中 {answered} 个带有您的判读。</translation>
    </message>
    <message>
        <source>Left out: {count} ({reasons}).</source>
        <translation>未导入：{count} 个（{reasons}）。</translation>
    </message>
    <message>
        <source>The round&apos;s process could not be started.</source>
        <translation>无法启动训练进程。</translation>
    </message>
    <message>
        <source>The round runs on its own; go on reading.</source>
        <translation>训练在独立进程中进行，可继续阅片。</translation>
    </message>
    <message>
        <source>In use from now on: version {version}.</source>
        <translation>现已采用：版本 {version}。</translation>
    </message>
    <message>
        <source>The snapshot is the label store now, with {rescued} later reads that could still be read. The one before is kept as {name}.</source>
        <translation>已用快照恢复标注库，并补回 {rescued} 条仍可读取的后续判读。原标注库保留为 {name}。</translation>
    </message>
    <message>
        <source>No image of the label store is missing.</source>
        <translation>标注库中的图像均未缺失。</translation>
    </message>
    <message>
        <source>{found} of {total} missing images found again.</source>
        <translation>已重新找到 {total} 幅缺失图像中的 {found} 幅。</translation>
    </message>
    <message>
        <source> Still missing: {names}.</source>
        <translation>仍缺失：{names}。</translation>
    </message>
    <message>
        <source>Copying {name} without names</source>
        <translation>正在生成 {name} 的去标识副本</translation>
    </message>
    <message>
        <source>Findings that wait for your decision: {count}, in images: {images}.</source>
        <translation>{images} 幅图像中有 {count} 个对象待您裁定。</translation>
    </message>
    <message>
        <source>Nothing waits for your decision.</source>
        <translation>没有待您裁定的对象。</translation>
    </message>
    <message>
        <source>Readers disagree in images that aren&apos;t where they were: {names}.</source>
        <translation>有分歧的图像已不在原位置：{names}。</translation>
    </message>
    <message>
        <source>{name} is in the bin.</source>
        <translation>{name} 已放入回收站。</translation>
    </message>
    <message>
        <source>{name} is back.</source>
        <translation>{name} 已取回。</translation>
    </message>
    <message>
        <source>It is so already.</source>
        <translation>已是该状态。</translation>
    </message>
    <message>
        <source>It stands again as it did then.</source>
        <translation>已恢复到当时的状态。</translation>
    </message>
    <message>
        <source>Every figure in the hot spot has an answer.</source>
        <translation>热点区内的核分裂象均已回答。</translation>
    </message>
    <message>
        <source>This task counts no mitoses.</source>
        <translation>此任务不计核分裂象。</translation>
    </message>
    <message>
        <source>The pixel size is unknown, so nothing is counted per mm²: {key} sets it.</source>
        <translation>像素尺寸未知，无法按 mm² 计数：按 {key} 设置。</translation>
    </message>
    <message>
        <source>More than {most:,} figures: raise the threshold to find a hot spot.</source>
        <translation>核分裂象超过 {most:,} 个：请提高阈值后再找热点区。</translation>
    </message>
    <message>
        <source>There is no mitotic figure here yet to find a hot spot by.</source>
        <translation>此处尚无核分裂象，无法确定热点区。</translation>
    </message>
    <message>
        <source>Looking for what teaches the model most</source>
        <translation>正在寻找最能帮助模型学习的对象</translation>
    </message>
    <message>
        <source>All {count} that were asked for are read; ask again for the next.</source>
        <translation>所选的 {count} 个对象均已判读；可再次选取下一批。</translation>
    </message>
    <message>
        <source>{count} chosen of {pool} open findings; images: {images}; {why}.</source>
        <translation>从 {pool} 个未判读对象中选出 {count} 个；图像：{images}；{why}。</translation>
    </message>
    <message>
        <source>Stopped; nothing was asked for.</source>
        <translation>已停止，未选取任何对象。</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Open an image first.</source>
        <translation>请先打开图像。</translation>
    </message>
    <message>
        <source>Shown on the right</source>
        <translation>右侧显示</translation>
    </message>
    <message>
        <source>Shown on the left</source>
        <translation>左侧显示</translation>
    </message>
    <message>
        <source>Slide, second view</source>
        <translation>切片，第二视图</translation>
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
    <name>DeidentifiedDialog</name>
    <message>
        <source>De-identified copy</source>
        <translation>去标识副本</translation>
    </message>
    <message>
        <source>Bytes of stored pixels compared: {count}; all are equal.</source>
        <translation>已比较 {count} 字节像素数据，完全一致。</translation>
    </message>
    <message>
        <source>What was removed</source>
        <translation>已去除的内容</translation>
    </message>
</context>
<context>
    <name>DisputeText</name>
    <message>
        <source>≠ Readers disagree; you are one of them.</source>
        <translation>≠ 阅片人有分歧，您是其中之一。</translation>
    </message>
    <message>
        <source>≠ Readers disagree.</source>
        <translation>≠ 阅片人有分歧。</translation>
    </message>
    <message>
        <source>{key} lets you decide, unseen who said what.</source>
        <translation>按 {key} 由您裁定（不显示各人判读）。</translation>
    </message>
    <message>
        <source>≠ You decide. Your word first: what readers said is shown after it.</source>
        <translation>≠ 由您裁定。请先给出判读，随后显示各阅片人的答案。</translation>
    </message>
    <message>
        <source>≠ You decide. Readers said: {answers}.</source>
        <translation>≠ 由您裁定。阅片人的答案：{answers}。</translation>
    </message>
    <message>
        <source>Decided by {reader}: {answer}.</source>
        <translation>{reader} 裁定：{answer}。</translation>
    </message>
</context>
<context>
    <name>DrawingDesk</name>
    <message>
        <source>Select: a click chooses, Shift several; drag to move, pull the grips</source>
        <translation>选择：单击选取，按住 Shift 选取多个；拖动可移动，拉动控制点可改形</translation>
    </message>
    <message>
        <source>Marking: {name} · a click marks, Esc ends</source>
        <translation>标记：{name} · 单击标记，Esc 结束</translation>
    </message>
    <message>
        <source>Cell: {name} · a click is a cell, Esc ends</source>
        <translation>细胞：{name} · 单击一次标记一个细胞，Esc 结束</translation>
    </message>
    <message>
        <source>Polygon: {name} · Enter closes, Backspace takes a corner back</source>
        <translation>多边形：{name} · Enter 闭合，Backspace 退回一个顶点</translation>
    </message>
    <message>
        <source>Freehand: {name} · draw around it</source>
        <translation>自由绘制：{name} · 沿目标画一圈</translation>
    </message>
    <message>
        <source>Brush: {name} · [ ] size, Shift adds, Alt takes away</source>
        <translation>画笔：{name} · [ ] 调整大小，Shift 并入，Alt 减去</translation>
    </message>
    <message>
        <source>Eraser: takes from what is chosen · [ ] size</source>
        <translation>橡皮擦：从所选目标中擦除 · [ ] 调整大小</translation>
    </message>
    <message>
        <source>Wand: {name} · press, drag until it fits, let go</source>
        <translation>魔棒：{name} · 按住并拖动至边界合适，松开即可</translation>
    </message>
    <message>
        <source>Split: draw a line through what is chosen</source>
        <translation>切分：画一条线穿过所选目标</translation>
    </message>
    <message>
        <source>Ruler: press, drag, let go; nothing is kept, Esc takes it away</source>
        <translation>标尺：按下、拖动、松开；不保存，Esc 清除</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Report and export</source>
        <translation>报告与导出</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>Only what changed since this was last written</source>
        <translation>仅自上次写入以来有变化的内容</translation>
    </message>
    <message>
        <source>Call the image by a code, not by its file name</source>
        <translation>用代码代替图像文件名</translation>
    </message>
    <message>
        <source>Only findings with a flag</source>
        <translation>仅已标记的对象</translation>
    </message>
    <message>
        <source>Only findings that somebody has read</source>
        <translation>仅已有人判读的对象</translation>
    </message>
    <message>
        <source>{done} of {count} findings are read by {reader}.</source>
        <translation>{reader} 已判读 {count} 个对象中的 {done} 个。</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Save {kind}</source>
        <translation>保存{kind}</translation>
    </message>
    <message>
        <source>Make the folder in …</source>
        <translation>文件夹的位置…</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Film strip</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>Finding {number}</source>
        <translation>对象 {number}</translation>
    </message>
    <message>
        <source>The findings before and after the one on screen appear here.</source>
        <translation>当前对象前后的对象显示在这里。</translation>
    </message>
</context>
<context>
    <name>GalleryFilters</name>
    <message>
        <source>Class by the model</source>
        <translation>模型给出的类别</translation>
    </message>
    <message>
        <source>Class by the reader</source>
        <translation>阅片者给出的类别</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Whose verdicts</source>
        <translation>谁的判断</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Model: all</source>
        <translation>模型：全部</translation>
    </message>
    <message>
        <source>Model: no answer</source>
        <translation>模型：未回答</translation>
    </message>
    <message>
        <source>Reader: all</source>
        <translation>阅片者：全部</translation>
    </message>
    <message>
        <source>Reader: no class</source>
        <translation>阅片者：无类别</translation>
    </message>
    <message>
        <source>By image and place</source>
        <translation>按图像和位置</translation>
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
        <source>Teaches the model most first</source>
        <translation>最能帮助模型学习者在前</translation>
    </message>
    <message>
        <source>Likely wrong first</source>
        <translation>可能有误的优先</translation>
    </message>
    <message>
        <source>Highest entropy first</source>
        <translation>熵最高的优先</translation>
    </message>
    <message>
        <source>Smallest margin first</source>
        <translation>概率差最小的优先</translation>
    </message>
    <message>
        <source>Latest verdict first</source>
        <translation>最近判断的优先</translation>
    </message>
    <message>
        <source>State: all</source>
        <translation>状态：全部</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未判断</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>已更正</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Images without finding</source>
        <translation>无对象的图像</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记存疑</translation>
    </message>
    <message>
        <source>Likely wrong</source>
        <translation>可能有误</translation>
    </message>
    <message>
        <source>Readers disagree</source>
        <translation>阅片人有分歧</translation>
    </message>
    <message>
        <source>Teaches the model most</source>
        <translation>最能帮助模型学习</translation>
    </message>
    <message>
        <source>Verdicts of {name}</source>
        <translation>{name} 的判断</translation>
    </message>
</context>
<context>
    <name>GalleryKeys</name>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>No finding in this image yet</source>
        <translation>此图像尚无对象</translation>
    </message>
    <message>
        <source>Finding {number}</source>
        <translation>对象 {number}</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记存疑</translation>
    </message>
    <message>
        <source>Readers disagree</source>
        <translation>阅片人有分歧</translation>
    </message>
    <message>
        <source>No model&apos;s answer</source>
        <translation>模型未回答</translation>
    </message>
    <message>
        <source>Model: {name} {score}</source>
        <translation>模型：{name} {score}</translation>
    </message>
    <message>
        <source>Not reviewed yet</source>
        <translation>尚未判断</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>saving …</source>
        <translation>正在保存……</translation>
    </message>
</context>
<context>
    <name>GalleryPanel</name>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Show the images</source>
        <translation>显示这些图像</translation>
    </message>
    <message>
        <source>Size of the crops</source>
        <translation>裁剪图大小</translation>
    </message>
    <message>
        <source>{shown} of {count} findings</source>
        <translation>显示 {shown} 个，共 {count} 个对象</translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation>已选 {count} 个</translation>
    </message>
    <message>
        <source>Every listed image has a finding</source>
        <translation>列表中的每幅图像都已有对象</translation>
    </message>
    <message>
        <source>No finding matches the filters</source>
        <translation>没有对象符合筛选条件</translation>
    </message>
    <message>
        <source>Images without finding: {count}</source>
        <translation>无对象的图像 {count} 幅</translation>
    </message>
    <message>
        <source>Images to look up: {images} …</source>
        <translation>还有 {images} 张图像待查找……</translation>
    </message>
    <message>
        <source>No longer match: {count}; leave them out</source>
        <translation>{count} 个已不符合筛选：将其移出</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Findings that they leave out: {count}.</source>
        <translation>筛选隐去了 {count} 个对象。</translation>
    </message>
    <message>
        <source>Looking up the listed images …</source>
        <translation>正在查找列表中的图像……</translation>
    </message>
    <message>
        <source>No image is listed</source>
        <translation>列表中没有图像</translation>
    </message>
    <message>
        <source>Drop slides or a folder on the window; their findings appear here.</source>
        <translation>将切片或文件夹拖到窗口上，其中的对象会显示在这里。</translation>
    </message>
    <message>
        <source>Run the model on all images</source>
        <translation>对所有图像运行模型</translation>
    </message>
    <message>
        <source>No findings yet</source>
        <translation>尚无对象</translation>
    </message>
    <message>
        <source>Shift+R runs the model on all listed images, M marks an object by hand.</source>
        <translation>Shift+R 对列表中所有图像运行模型，M 手动标记对象。</translation>
    </message>
</context>
<context>
    <name>GalleryTile</name>
    <message>
        <source>Can&apos;t be read</source>
        <translation>无法读取</translation>
    </message>
</context>
<context>
    <name>GpuSection</name>
    <message>
        <source>Where the GPU pack comes from</source>
        <translation>GPU 包来源</translation>
    </message>
    <message>
        <source>Use my NVIDIA GPU</source>
        <translation>使用我的 NVIDIA GPU</translation>
    </message>
    <message>
        <source>From a folder …</source>
        <translation>从文件夹…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Use the processor again</source>
        <translation>改回处理器</translation>
    </message>
    <message>
        <source>The program comes with torch for the processor. The GPU pack is torch built for CUDA: about {download} GB to fetch, {disk} GB of disk while it is unpacked, in your own data folder. It is tried before it is used. Without a network, choose a folder with the wheels, fetched elsewhere by &apos;medcls gpu fetch&apos;.</source>
        <translation>程序自带面向处理器的 torch。GPU 包是支持 CUDA 的 torch：下载约 {download} GB，解压时需约 {disk} GB 磁盘空间，存放在您自己的数据文件夹中，测试通过后才会启用。没有网络时，请选择含 wheel 的文件夹（可在其他电脑上用“medcls gpu fetch”下载）。</translation>
    </message>
    <message>
        <source>A GPU pack is being installed or removed.</source>
        <translation>正在安装或移除 GPU 包。</translation>
    </message>
    <message>
        <source>The program&apos;s own torch is built for CUDA {cuda}: no pack is needed.</source>
        <translation>程序自带的 torch 已支持 CUDA {cuda}：无需 GPU 包。</translation>
    </message>
    <message>
        <source>Not installed: models run on the processor.</source>
        <translation>未安装：模型在处理器上运行。</translation>
    </message>
    <message>
        <source>Installed: torch {torch} for CUDA {cuda}, tried on {device}.</source>
        <translation>已安装：torch {torch}（CUDA {cuda}），已在 {device} 上测试。</translation>
    </message>
    <message>
        <source>Folder with the wheels</source>
        <translation>含 wheel 的文件夹</translation>
    </message>
    <message>
        <source>Being fetched; the program can be used meanwhile.</source>
        <translation>正在下载；期间可继续使用程序。</translation>
    </message>
    <message>
        <source>Being tried on the GPU.</source>
        <translation>正在 GPU 上测试。</translation>
    </message>
    <message>
        <source>Being fetched: {done} of {total} MB.</source>
        <translation>正在下载：{done}/{total} MB。</translation>
    </message>
    <message>
        <source>It is used from the next start.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed.</source>
        <translation>已停止，未做任何更改。</translation>
    </message>
    <message>
        <source>Removed; from the next start models run on the processor.</source>
        <translation>已移除；下次启动起模型在处理器上运行。</translation>
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
    <name>HistoryModel</name>
    <message>
        <source>The beginning</source>
        <translation>最初</translation>
    </message>
    <message>
        <source>Nothing was said yet</source>
        <translation>尚无判读</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>整幅图像</translation>
    </message>
    <message>
        <source>Finding in focus</source>
        <translation>当前对象</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>By whom</source>
        <translation>阅片人</translation>
    </message>
    <message>
        <source>History, newest first</source>
        <translation>历史记录（最新在前）</translation>
    </message>
    <message>
        <source>Return to this state</source>
        <translation>恢复到此状态</translation>
    </message>
    <message>
        <source>All readers</source>
        <translation>全部阅片人</translation>
    </message>
    <message>
        <source>No image is open</source>
        <translation>未打开图像</translation>
    </message>
    <message>
        <source>No finding chosen</source>
        <translation>未选中对象</translation>
    </message>
    <message>
        <source>Nothing was said yet</source>
        <translation>尚无判读</translation>
    </message>
    <message>
        <source>Verdicts and outlines appear here, and any state of them can return.</source>
        <translation>判读与轮廓会列在此处，并可恢复到任一状态。</translation>
    </message>
    <message>
        <source>Of other readers, shown after your own answers: {count}.</source>
        <translation>其他阅片人的 {count} 条记录将在您判读后显示。</translation>
    </message>
    <message>
        <source>Returning changes nothing of yours.</source>
        <translation>恢复不会改变您的任何内容。</translation>
    </message>
    <message>
        <source>Returning changes, of yours:</source>
        <translation>恢复将改变您的：</translation>
    </message>
    <message>
        <source>No. {number}: {change}</source>
        <translation>{number} 号：{change}</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>……另有 {count} 个</translation>
    </message>
</context>
<context>
    <name>HistoryText</name>
    <message>
        <source>{answer}, said again</source>
        <translation>{answer}，再次给出</translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>{number} 号</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>未判读</translation>
    </message>
    <message>
        <source>{answer} (adjudicated)</source>
        <translation>{answer}（裁定）</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>已标记存疑</translation>
    </message>
    <message>
        <source>flag taken away</source>
        <translation>取消存疑</translation>
    </message>
    <message>
        <source>outline as it was found</source>
        <translation>恢复原轮廓</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>unlocked</source>
        <translation>已解锁</translation>
    </message>
    <message>
        <source>outline changed</source>
        <translation>轮廓已改</translation>
    </message>
    <message>
        <source>taken away</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>merged into another</source>
        <translation>并入其他对象</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>done again</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>returned to</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>adjudicated</source>
        <translation>裁定</translation>
    </message>
</context>
<context>
    <name>HotSpotBar</name>
    <message>
        <source>Hot spot</source>
        <translation>热点区</translation>
    </message>
    <message>
        <source>Area of the hot spot</source>
        <translation>热点区面积</translation>
    </message>
    <message>
        <source>The circle of this area that holds the most mitotic figures.</source>
        <translation>该面积下核分裂象最多的圆形区域。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Next unread</source>
        <translation>下一个未复核</translation>
    </message>
    <message>
        <source>Go there and draw the circle ({key})</source>
        <translation>前往并绘制圆圈（{key}）</translation>
    </message>
    <message>
        <source>Go to a figure in it without an answer ({key})</source>
        <translation>前往其中一个尚未回答的核分裂象（{key}）</translation>
    </message>
    <message>
        <source>Reader {count}</source>
        <translation>阅片人 {count}</translation>
    </message>
    <message>
        <source>model {count}</source>
        <translation>模型 {count}</translation>
    </message>
    <message>
        <source>{unread} unread</source>
        <translation>{unread} 个未复核</translation>
    </message>
    <message>
        <source>model {figure} per mm²</source>
        <translation>模型 {figure} 个/mm²</translation>
    </message>
    <message>
        <source>reader {figure} per mm²</source>
        <translation>阅片人 {figure} 个/mm²</translation>
    </message>
    <message>
        <source>mitotic score {score}</source>
        <translation>核分裂评分 {score}</translation>
    </message>
    <message>
        <source>only {tissue:.2f} mm² of the circle is tissue</source>
        <translation>圆内仅 {tissue:.2f} mm² 为组织</translation>
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
    <name>ImportModelDialog</name>
    <message>
        <source>Import a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>As the card says</source>
        <translation>按卡片所述</translation>
    </message>
    <message>
        <source>What would be imported</source>
        <translation>将要导入的内容</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.pt *.onnx);;All files (*)</source>
        <translation>模型 (*.safetensors *.pt *.onnx);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Cards (*.json);;All files (*)</source>
        <translation>卡片 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>The file&apos;s name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Check it</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>safetensors of this program&apos;s networks, TorchScript or ONNX of others, with a card.json or WSInfer&apos;s config.json. It is read, checked and tried on a blank input; nothing is written before you say so.</source>
        <translation>本程序网络的 safetensors，或他人的 TorchScript、ONNX，附 card.json 或 WSInfer 的 config.json。将读取、核对并用空白输入试运行；经您确认后才会写入。</translation>
    </message>
    <message>
        <source>Reading, checking, trying …</source>
        <translation>正在读取、核对、试运行…</translation>
    </message>
    <message>
        <source>There is a model called &apos;{name}&apos; already; give another name.</source>
        <translation>已有名为“{name}”的模型，请另行命名。</translation>
    </message>
    <message>
        <source>It fits. Nothing was written yet.</source>
        <translation>检查通过，尚未写入任何内容。</translation>
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
        <source>Drawing</source>
        <translation>绘制</translation>
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
        <source>Open recent</source>
        <translation>打开最近使用过的</translation>
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
        <source>Find moved images in a folder</source>
        <translation>在文件夹中查找移动过的图像</translation>
    </message>
    <message>
        <source>Restore a snapshot</source>
        <translation>恢复快照</translation>
    </message>
    <message>
        <source>Put the image into the bin</source>
        <translation>将图像放入回收站</translation>
    </message>
    <message>
        <source>Bin: what was put away</source>
        <translation>回收站</translation>
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
        <source>Enter</source>
        <translation>回车</translation>
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
        <source>Redo</source>
        <translation>重做</translation>
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
        <source>Gallery of all findings</source>
        <translation>全部对象的图库</translation>
    </message>
    <message>
        <source>Find what teaches the model most</source>
        <translation>选取最能帮助模型学习的对象</translation>
    </message>
    <message>
        <source>Select and move</source>
        <translation>选择并移动</translation>
    </message>
    <message>
        <source>Mark an object</source>
        <translation>标记对象</translation>
    </message>
    <message>
        <source>Mark a cell with a box</source>
        <translation>用方框标记细胞</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Freehand</source>
        <translation>自由绘制</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <source>Split by a line</source>
        <translation>用线切分</translation>
    </message>
    <message>
        <source>Measure a length</source>
        <translation>测量长度</translation>
    </message>
    <message>
        <source>Merge what is chosen</source>
        <translation>合并所选目标</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>Simplify the border</source>
        <translation>简化边界</translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation>锁定或解锁</translation>
    </message>
    <message>
        <source>Take the mark away</source>
        <translation>移除标记</translation>
    </message>
    <message>
        <source>Decide where readers disagree</source>
        <translation>裁定有分歧的对象</translation>
    </message>
    <message>
        <source>History, and back to an earlier state</source>
        <translation>历史记录与恢复</translation>
    </message>
    <message>
        <source>My reading</source>
        <translation>我的判读</translation>
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
        <source>Veil unseen tissue on the map</source>
        <translation>在导航图上遮暗未看过的组织</translation>
    </message>
    <message>
        <source>Next unseen field</source>
        <translation>下一个未看过的视野</translation>
    </message>
    <message>
        <source>Mitotic hot spot</source>
        <translation>核分裂热点区</translation>
    </message>
    <message>
        <source>Next unread figure in the hot spot</source>
        <translation>热点区内下一个未复核的核分裂象</translation>
    </message>
    <message>
        <source>Two views side by side</source>
        <translation>双视图并排</translation>
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
        <source>First page and self-test</source>
        <translation>首页与自检</translation>
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
        <source>Put the tool down</source>
        <translation>放下工具</translation>
    </message>
    <message>
        <source>Add to what is chosen while drawing</source>
        <translation>绘制时并入所选目标</translation>
    </message>
    <message>
        <source>Take from what is chosen while drawing</source>
        <translation>绘制时从所选目标中减去</translation>
    </message>
    <message>
        <source>Choose several findings, with Select</source>
        <translation>用“选择”工具选取多个目标</translation>
    </message>
    <message>
        <source>Shift + click</source>
        <translation>Shift + 单击</translation>
    </message>
    <message>
        <source>Close the polygon; one corner back</source>
        <translation>闭合多边形；退回一个顶点</translation>
    </message>
    <message>
        <source>Enter; Backspace</source>
        <translation>回车；退格</translation>
    </message>
    <message>
        <source>Smaller or larger brush, with one in hand</source>
        <translation>持画笔时缩小或放大笔刷</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Ctrl + wheel</source>
        <translation>Ctrl + 滚轮</translation>
    </message>
    <message>
        <source>In the gallery: open the finding</source>
        <translation>图库中：打开该对象</translation>
    </message>
    <message>
        <source>In the gallery: choose several</source>
        <translation>图库中：选择多个</translation>
    </message>
    <message>
        <source>Shift + arrow, Ctrl + click</source>
        <translation>Shift + 方向键，Ctrl + 单击</translation>
    </message>
    <message>
        <source>In the gallery: choose all</source>
        <translation>图库中：全选</translation>
    </message>
    <message>
        <source>Hide overlays while held, or toggle</source>
        <translation>按住隐藏叠加层，轻按切换</translation>
    </message>
    <message>
        <source>Import findings</source>
        <translation>导入对象</translation>
    </message>
    <message>
        <source>Open a case capsule</source>
        <translation>打开病例包</translation>
    </message>
    <message>
        <source>Send a case back</source>
        <translation>寄回病例包</translation>
    </message>
    <message>
        <source>Merge a colleague&apos;s answers</source>
        <translation>合并同行的答复</translation>
    </message>
    <message>
        <source>De-identify the slide</source>
        <translation>切片去标识</translation>
    </message>
    <message>
        <source>Report and export</source>
        <translation>报告与导出</translation>
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
    <name>KeysPage</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>查找命令或按键</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>使用此键</translation>
    </message>
    <message>
        <source>Add as another key</source>
        <translation>添加为另一按键</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>不设按键</translation>
    </message>
    <message>
        <source>Take it from there</source>
        <translation>改为用于此命令</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>The usual keys of this command</source>
        <translation>此命令的默认按键</translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation>全部恢复默认</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令与按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Another key for &apos;{name}&apos;</source>
        <translation>“{name}”的新按键</translation>
    </message>
    <message>
        <source>{key} is free.</source>
        <translation>{key} 可用。</translation>
    </message>
    <message>
        <source>Press a key in the field; digits belong to the classes.</source>
        <translation>请在输入框中按下按键；数字键用于类别。</translation>
    </message>
    <message>
        <source>{key} is the key of &apos;{name}&apos;.</source>
        <translation>{key} 是“{name}”的按键。</translation>
    </message>
</context>
<context>
    <name>LanguagePage</name>
    <message>
        <source>Language and look</source>
        <translation>语言与外观</translation>
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
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Of the window, and of the files and reports that it writes.</source>
        <translation>界面以及所写文件和报告的语言。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Slides look the same in both.</source>
        <translation>切片显示不受主题影响。</translation>
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
        <source>Waiting for your own read: {count}; the heatmap of the image comes after.</source>
        <translation>{count} 个对象等待您先行判读；之后才显示整幅图像的热图。</translation>
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
    <name>LearningChanges</name>
    <message>
        <source>Changed cells: {wrong} right to wrong, {right} wrong to right</source>
        <translation>结论改变的细胞：{wrong} 个由对变错，{right} 个由错变对</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>……另有 {count} 个</translation>
    </message>
    <message>
        <source>right to wrong</source>
        <translation>由对变错</translation>
    </message>
    <message>
        <source>wrong to right</source>
        <translation>由错变对</translation>
    </message>
    <message>
        <source>wrong to wrong</source>
        <translation>由错变错</translation>
    </message>
    <message>
        <source>{what}: readers say {said}; {before} {was} → {after} {now}</source>
        <translation>{what}：阅片人认为 {said}；{before} {was} → {after} {now}</translation>
    </message>
</context>
<context>
    <name>LearningCurves</name>
    <message>
        <source>cells learnt from</source>
        <translation>学习细胞</translation>
    </message>
    <message>
        <source>cells watched</source>
        <translation>监测细胞</translation>
    </message>
    <message>
        <source>Loss by epoch:</source>
        <translation>各轮损失：</translation>
    </message>
</context>
<context>
    <name>LearningPage</name>
    <message>
        <source>What to ask next</source>
        <translation>接下来判读什么</translation>
    </message>
    <message>
        <source>Which findings teach the model most</source>
        <translation>哪些对象最能帮助模型学习</translation>
    </message>
    <message>
        <source>How many at once</source>
        <translation>一次选取多少个</translation>
    </message>
    <message>
        <source>They are sought among the findings without an answer of all listed images. That one is asked for doesn&apos;t tell what the model answers.</source>
        <translation>在列表中全部图像的未判读对象中选取；被选中并不透露模型的答案。</translation>
    </message>
    <message>
        <source>The model looks at up to 2,000 findings once more: seconds to minutes.</source>
        <translation>模型须重新查看最多 2,000 个对象，需数秒至数分钟。</translation>
    </message>
    <message>
        <source>Told at once, from the answers that the label store keeps.</source>
        <translation>直接依据标注库中保存的结果，立即得出。</translation>
    </message>
</context>
<context>
    <name>LearningPanel</name>
    <message>
        <source>Learning</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Learn from verdicts</source>
        <translation>从判读中学习</translation>
    </message>
    <message>
        <source>Start a round</source>
        <translation>开始一轮训练</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回退</translation>
    </message>
    <message>
        <source>Reason, kept in the history</source>
        <translation>理由（记入历史）</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Looking at the label store …</source>
        <translation>正在读取标注库…</translation>
    </message>
    <message>
        <source>In use: version {version}</source>
        <translation>当前模型：版本 {version}</translation>
    </message>
    <message>
        <source>Left out: {parts}</source>
        <translation>未使用：{parts}</translation>
    </message>
    <message>
        <source>To learn from</source>
        <translation>可学习</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on with the round</source>
        <translation>继续本轮训练</translation>
    </message>
    <message>
        <source>The gate doesn&apos;t pass it: give a reason to promote it.</source>
        <translation>比较未通过：如要采用请给出理由。</translation>
    </message>
    <message>
        <source>Round {number}</source>
        <translation>第 {number} 轮</translation>
    </message>
</context>
<context>
    <name>LevelsHistogram</name>
    <message>
        <source>Display levels</source>
        <translation>显示色阶</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑点</translation>
    </message>
    <message>
        <source>Black point of the display</source>
        <translation>显示的黑点</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白点</translation>
    </message>
    <message>
        <source>White point of the display</source>
        <translation>显示的白点</translation>
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
        <source>&amp;Drawing</source>
        <translation>绘制(&amp;D)</translation>
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
        <source>Restore a snapshot …</source>
        <translation>恢复快照…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型卡</translation>
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
    <name>ModelCard</name>
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
        <source>Measured</source>
        <translation>实测指标</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>What the source claims</source>
        <translation>来源文献的数值</translation>
    </message>
    <message>
        <source>No trained weights yet for this task</source>
        <translation>此任务尚无训练好的权重</translation>
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
        <source>Import a model …</source>
        <translation>导入模型…</translation>
    </message>
    <message>
        <source>Bundled, version {version}</source>
        <translation>随附，版本 {version}</translation>
    </message>
    <message>
        <source>The model is still being looked up.</source>
        <translation>正在查找模型。</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models and device</source>
        <translation>模型与设备</translation>
    </message>
    <message>
        <source>GPU if there is one</source>
        <translation>有 GPU 时使用 GPU</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Looking for devices …</source>
        <translation>正在查找设备…</translation>
    </message>
    <message>
        <source>Models in use</source>
        <translation>使用中的模型</translation>
    </message>
    <message>
        <source>Import a model …</source>
        <translation>导入模型…</translation>
    </message>
    <message>
        <source>Where a task has several models, the model card chooses the one that answers.</source>
        <translation>一个任务有多个模型时，在模型卡中选择使用哪一个。</translation>
    </message>
    <message>
        <source>being looked up</source>
        <translation>正在查找</translation>
    </message>
    <message>
        <source>no trained weights yet</source>
        <translation>尚无训练权重</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Model card: {task}</source>
        <translation>模型卡：{task}</translation>
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
        <source>Import findings (GeoJSON, COCO, CSV, YOLO, VOC, masks, SlideRunner)</source>
        <translation>导入对象（GeoJSON、COCO、CSV、YOLO、VOC、掩膜、SlideRunner）</translation>
    </message>
    <message>
        <source>Open a case capsule</source>
        <translation>打开病例包</translation>
    </message>
    <message>
        <source>Which case goes back?</source>
        <translation>要寄回哪个病例包？</translation>
    </message>
    <message>
        <source>{case}-answers.medcase</source>
        <translation>{case}-答复.medcase</translation>
    </message>
    <message>
        <source>Save the answers</source>
        <translation>保存答复</translation>
    </message>
    <message>
        <source>Merge a colleague&apos;s answers</source>
        <translation>合并同行的答复</translation>
    </message>
    <message>
        <source>Open an image first.</source>
        <translation>请先打开图像。</translation>
    </message>
    <message>
        <source>Save a copy that names nobody</source>
        <translation>保存去标识副本</translation>
    </message>
    <message>
        <source>Written: {name}</source>
        <translation>已写入：{name}</translation>
    </message>
    <message>
        <source>Find moved images in a folder</source>
        <translation>在文件夹中查找移动过的图像</translation>
    </message>
</context>
<context>
    <name>OverlaidView</name>
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
</context>
<context>
    <name>OverviewMap</name>
    <message>
        <source>Click or drag to move there</source>
        <translation>单击或拖动以移动到该处</translation>
    </message>
</context>
<context>
    <name>OwnReadingDialog</name>
    <message>
        <source>My reading</source>
        <translation>我的判读</translation>
    </message>
    <message>
        <source>How {name} reads</source>
        <translation>{name} 的判读方式</translation>
    </message>
    <message>
        <source>My card</source>
        <translation>我的记录</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>一小时</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>一天</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>一周</translation>
    </message>
    <message>
        <source>four weeks</source>
        <translation>四周</translation>
    </message>
    <message>
        <source>My read first</source>
        <translation>先行判读</translation>
    </message>
    <message>
        <source>Of this share of findings the model&apos;s answer is shown only when I have given mine. Which ones is fixed, but can&apos;t be told by looking.</source>
        <translation>对这一比例的对象，在我判读之后才显示模型结果。具体是哪些对象是固定的，但无法从外观看出。</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重复判读</translation>
    </message>
    <message>
        <source>This share of the findings I have read comes once more as open, without my first read. Both are kept; the second one stands.</source>
        <translation>我已判读对象的这一比例会再次以未判读的形式出现，不显示首次判读。两次均保留，以第二次为准。</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>间隔至少</translation>
    </message>
    <message>
        <source> hours</source>
        <translation> 小时</translation>
    </message>
    <message>
        <source>My first read</source>
        <translation>首次判读</translation>
    </message>
    <message>
        <source>Model the same</source>
        <translation>与模型相同</translation>
    </message>
    <message>
        <source>Changed to the model&apos;s</source>
        <translation>改为模型类别</translation>
    </message>
    <message>
        <source>Changed away</source>
        <translation>改离模型类别</translation>
    </message>
</context>
<context>
    <name>PageSwitch</name>
    <message>
        <source>Slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
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
    <message>
        <source>No command has these letters in its name.</source>
        <translation>没有名称含这些字的命令。</translation>
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
    <name>PrivacyPage</name>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <source>Nothing leaves this computer, unless the label store is a server. The program asks no network for updates, licences or models.</source>
        <translation>除非标注库位于服务器，任何数据都不会离开本机。程序不会联网检查更新、许可或模型。</translation>
    </message>
    <message>
        <source>Label and macro photographs in slide files, which can show a patient&apos;s name, are never read.</source>
        <translation>切片文件中的标签图和宏观图可能含有患者姓名，程序从不读取。</translation>
    </message>
    <message>
        <source>The label store keeps where an image was last seen, its size and a hash of its content; no pixels and nothing from its header but the pixel size.</source>
        <translation>标注库只保存图像最后所在位置、尺寸和内容哈希值；不保存像素，文件头中只取像素尺寸。</translation>
    </message>
    <message>
        <source>Keep where I looked, at which power, for how long</source>
        <translation>记录我看过的位置、倍数和时长</translation>
    </message>
    <message>
        <source>Tissue seen</source>
        <translation>已看组织</translation>
    </message>
    <message>
        <source>For the veil on the map and the next unseen field. It lies in the label store under your name and nowhere else; half a minute without a sign of you ends a look.</source>
        <translation>用于导航图遮暗和下一个未看视野。仅以您的姓名保存在标注库中，别处没有；半分钟无操作即停止计时。</translation>
    </message>
    <message>
        <source>Remember images and folders that I opened</source>
        <translation>记住我打开过的图像和文件夹</translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation>最近打开过</translation>
    </message>
    <message>
        <source>For File, Open recent, and the first page. The names, which can be a patient&apos;s, lie in your settings file; switched off, those that are there go.</source>
        <translation>用于“文件”菜单的“打开最近使用过的”和首页。文件名可能含患者姓名，保存在您的设置文件中；关闭后，已有记录即被删除。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Log, without names of folders</source>
        <translation>日志（不含文件夹名称）</translation>
    </message>
    <message>
        <source>Copies of large flat images, for quick reading</source>
        <translation>大幅平面图像的副本（用于快速读取）</translation>
    </message>
    <message>
        <source>Copies may be deleted whenever the program is closed.</source>
        <translation>程序关闭时可随时删除这些副本。</translation>
    </message>
    <message>
        <source>Heatmaps, so that an image opened again has them at once</source>
        <translation>热图，供再次打开图像时立即显示</translation>
    </message>
    <message>
        <source>Delete them</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>At most {limit} MB; those used least recently go first.</source>
        <translation>最多 {limit} MB；最久未用的先被删除。</translation>
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
    <name>PutAwayDialog</name>
    <message>
        <source>Put the image into the bin</source>
        <translation>将图像放入回收站</translation>
    </message>
    <message>
        <source>Reason, kept with it</source>
        <translation>原因（一并保存）</translation>
    </message>
    <message>
        <source>Put into the bin</source>
        <translation>放入回收站</translation>
    </message>
    <message>
        <source>No list, count, file or training set has it any more. Its findings, verdicts and outlines are kept, and the bin gives all of it back. The file stays where it is.</source>
        <translation>它将不再计入任何列表、计数、文件或训练集。其对象、判读与轮廓均予保留，可从回收站全部取回。图像文件保持原位。</translation>
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
        <source>Margin</source>
        <translation>差距</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>By how much the likeliest class leads the second; the order goes by it.</source>
        <translation>最可能类别领先第二类别的概率差；按此排序。</translation>
    </message>
    <message>
        <source>Probability that it is what the task looks for, or of the likeliest class.</source>
        <translation>所寻对象的概率，或最可能类别的概率。</translation>
    </message>
    <message>
        <source>your read first</source>
        <translation>请先判读</translation>
    </message>
    <message>
        <source>readers disagree</source>
        <translation>阅片人有分歧</translation>
    </message>
</context>
<context>
    <name>QueueOrders</name>
    <message>
        <source>In this image</source>
        <translation>当前图像</translation>
    </message>
    <message>
        <source>In all listed images</source>
        <translation>列表中全部图像</translation>
    </message>
    <message>
        <source>My flags, in the gallery</source>
        <translation>我标记存疑的（图库）</translation>
    </message>
    <message>
        <source>Likely wrong, in the gallery</source>
        <translation>可能有误的（图库）</translation>
    </message>
    <message>
        <source>Readers disagree, in the gallery</source>
        <translation>阅片人有分歧的（图库）</translation>
    </message>
    <message>
        <source>There is no finding here.</source>
        <translation>此处没有对象。</translation>
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
        <source>From top to bottom</source>
        <translation>自上而下</translation>
    </message>
    <message>
        <source>Likely wrong first</source>
        <translation>可能有误的优先</translation>
    </message>
    <message>
        <source>No verdict of yours differs from the model&apos;s class here.</source>
        <translation>此处您的判断与模型类别均一致。</translation>
    </message>
    <message>
        <source>My flags</source>
        <translation>我标记存疑的</translation>
    </message>
    <message>
        <source>Blind reads and hidden repeats</source>
        <translation>盲读与隐藏重复</translation>
    </message>
    <message>
        <source>Nothing here waits for your own read; Review, My reading sets the share.</source>
        <translation>此处没有等待您先行判读的对象；比例在“阅片”菜单的“我的判读”中设置。</translation>
    </message>
    <message>
        <source>Readers disagree</source>
        <translation>阅片人有分歧</translation>
    </message>
    <message>
        <source>Readers disagree on no finding here.</source>
        <translation>此处没有阅片人意见分歧的对象。</translation>
    </message>
    <message>
        <source>To be decided by you, blind</source>
        <translation>待您盲法裁定</translation>
    </message>
    <message>
        <source>Nothing here waits for you: others must disagree on what you haven&apos;t read.</source>
        <translation>此处没有待您裁定的对象：须为他人有分歧而您尚未判读者。</translation>
    </message>
    <message>
        <source>All of class: {name}</source>
        <translation>全部属于：{name}</translation>
    </message>
    <message>
        <source>No finding here is flagged: {key} flags one.</source>
        <translation>此处没有标记存疑的对象：按 {key} 标记。</translation>
    </message>
    <message>
        <source>Teaches the model most</source>
        <translation>最能帮助模型学习</translation>
    </message>
    <message>
        <source>All tissue was seen at {power}× or higher.</source>
        <translation>全部组织已在 {power}× 或更高倍数下看过。</translation>
    </message>
    <message>
        <source>Unseen tissue</source>
        <translation>未看过的组织</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Review queue</source>
        <translation>阅片队列</translation>
    </message>
    <message>
        <source>Order of the queue</source>
        <translation>队列顺序</translation>
    </message>
    <message>
        <source>Unseen tissue</source>
        <translation>未看过的组织</translation>
    </message>
    <message>
        <source>Fields: {count}</source>
        <translation>{count} 个视野</translation>
    </message>
    <message>
        <source>Looking for tissue …</source>
        <translation>正在查找组织…</translation>
    </message>
    <message>
        <source>All tissue was seen</source>
        <translation>组织已全部看过</translation>
    </message>
    <message>
        <source>At {power}× or higher.</source>
        <translation>在 {power}× 或更高倍率下。</translation>
    </message>
    <message>
        <source>{done} of {count} read</source>
        <translation>已阅 {done} / {count}</translation>
    </message>
    <message>
        <source>{more} more in other images</source>
        <translation>其他图像中还有 {more} 个</translation>
    </message>
    <message>
        <source>No disagreement</source>
        <translation>没有分歧</translation>
    </message>
    <message>
        <source>Findings appear here when your verdict differs from the model&apos;s class, or when the model hardly believes it.</source>
        <translation>当您的判断与模型类别不同，或模型几乎不认可该判断时，对象会出现在这里。</translation>
    </message>
    <message>
        <source>No flags</source>
        <translation>没有存疑标记</translation>
    </message>
    <message>
        <source>Findings appear here when you flag them.</source>
        <translation>您标记存疑的对象会出现在这里。</translation>
    </message>
    <message>
        <source>Nothing is read blind here</source>
        <translation>此处没有盲读对象</translation>
    </message>
    <message>
        <source>Findings appear here when the model&apos;s answer, or your own earlier one, waits for your read. Review, My reading sets the share.</source>
        <translation>当模型结果或您先前的判断需等您先行判读时，对象会出现在这里。比例在“阅片”菜单的“我的判读”中设置。</translation>
    </message>
    <message>
        <source>Readers agree</source>
        <translation>阅片人意见一致</translation>
    </message>
    <message>
        <source>Findings appear here when two readers give different answers.</source>
        <translation>两名阅片人判读不同时，对象会列在此处。</translation>
    </message>
    <message>
        <source>Nothing to decide here</source>
        <translation>此处无需裁定</translation>
    </message>
    <message>
        <source>Looking for what teaches the model most …</source>
        <translation>正在寻找最能帮助模型学习的对象 …</translation>
    </message>
    <message>
        <source>Go on reading meanwhile; {cancel} stops it.</source>
        <translation>其间可继续阅片；按 {cancel} 停止。</translation>
    </message>
    <message>
        <source>Nothing was asked for yet</source>
        <translation>尚未选取对象</translation>
    </message>
    <message>
        <source>{ask_next} finds the open findings of all listed images whose labels would teach the model most.</source>
        <translation>按 {ask_next}，在列表中全部图像的未判读对象中选取标注后最能帮助模型学习者。</translation>
    </message>
    <message>
        <source>Nothing to ask</source>
        <translation>没有可选取的对象</translation>
    </message>
    <message>
        <source>No finding of the listed images is without an answer. {run_all} runs the model on images that it hasn&apos;t seen.</source>
        <translation>列表中各图像的对象均已判读。按 {run_all} 对尚未运行过的图像运行模型。</translation>
    </message>
    <message>
        <source>Nothing could be weighed</source>
        <translation>无法比较</translation>
    </message>
    <message>
        <source>This model has answered about none of the open findings: {run_all} runs it on all images.</source>
        <translation>该模型尚未对任何未判读对象给出结果：按 {run_all} 对全部图像运行。</translation>
    </message>
    <message>
        <source>None of them lies in this image</source>
        <translation>所选对象不在此图像中</translation>
    </message>
    <message>
        <source>{next} goes to the image of the next one.</source>
        <translation>按 {next} 前往下一个对象所在的图像。</translation>
    </message>
    <message>
        <source>All that were asked for are read</source>
        <translation>所选对象均已判读</translation>
    </message>
    <message>
        <source>{ask_next} asks for the next.</source>
        <translation>按 {ask_next} 选取下一批。</translation>
    </message>
    <message>
        <source>None of this class</source>
        <translation>没有该类别的对象</translation>
    </message>
    <message>
        <source>Choose another queue above to see the other findings.</source>
        <translation>请在上方选择其他队列以查看其余对象。</translation>
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
        <source>Findings appear here when others disagree on what you haven&apos;t read. {adjudicate} looks for them in all images.</source>
        <translation>他人有分歧而您尚未判读的对象会列在此处。按 {adjudicate} 在全部图像中查找。</translation>
    </message>
    <message>
        <source>Findings of the model and your own marks will queue up here.</source>
        <translation>模型发现的对象和您自己的标记会在此排队。</translation>
    </message>
</context>
<context>
    <name>ReaderPage</name>
    <message>
        <source>Reader</source>
        <translation>阅片者</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Verdicts are kept under this name and reports are signed with it. Without one verdicts go by the account&apos;s name, and the line for the signature stays open.</source>
        <translation>判读以此姓名保存，报告以此署名。未填写时，判读使用账户名，报告签名处留空。</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Forget them</source>
        <translation>清除这些记录</translation>
    </message>
</context>
<context>
    <name>RecentPlaces</name>
    <message>
        <source>Opened before</source>
        <translation>最近打开过</translation>
    </message>
    <message>
        <source>Open {place}</source>
        <translation>打开 {place}</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore a snapshot</source>
        <translation>恢复快照</translation>
    </message>
    <message>
        <source>The chosen snapshot takes the place of the label store. The store as it is now is kept beside it, and later reads that can still be read are added.</source>
        <translation>所选快照将取代当前标注库。当前标注库会保留在旁边，仍可读取的后续判读会补入。</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>{when}   {reads} reads</source>
        <translation>{when}   {reads} 条判读</translation>
    </message>
    <message>
        <source>There is no snapshot of this label store yet. The window takes one every half hour in which something changed; a database server makes its own backups.</source>
        <translation>此标注库尚无快照。窗口在有改动时每半小时自动建立一次；数据库服务器自行备份。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>SideContent</name>
    <message>
        <source>As scanned</source>
        <translation>扫描原图</translation>
    </message>
    <message>
        <source>Findings and the chosen heatmap</source>
        <translation>对象与所选热图</translation>
    </message>
    <message>
        <source>Heatmap: {name}</source>
        <translation>热图：{name}</translation>
    </message>
    <message>
        <source>Model: {name}</source>
        <translation>模型：{name}</translation>
    </message>
    <message>
        <source>No model yet; waiting for your own read: {count}</source>
        <translation>暂无模型可选：{count} 个对象等待您先行判读</translation>
    </message>
    <message>
        <source>No model has answered here: {run} runs one</source>
        <translation>此处尚无模型结果：按 {run} 运行</translation>
    </message>
    <message>
        <source>One model only: choose another in its card, then {run}</source>
        <translation>仅有一个模型：在模型卡中选择另一个，再按 {run}</translation>
    </message>
    <message>
        <source>Heatmaps aren&apos;t kept: {run} makes them again</source>
        <translation>热图不保存：按 {run} 重新生成</translation>
    </message>
    <message>
        <source>bundled, {version}</source>
        <translation>随附，{version}</translation>
    </message>
</context>
<context>
    <name>Sizes</name>
    <message>
        <source>Box {width} × {height}</source>
        <translation>方框 {width} × {height}</translation>
    </message>
    <message>
        <source>Area {area} · longest diameter {length}</source>
        <translation>面积 {area} · 最长径 {length}</translation>
    </message>
    <message>
        <source>pixel size unknown</source>
        <translation>像素尺寸未知</translation>
    </message>
</context>
<context>
    <name>SlidePanel</name>
    <message>
        <source>Drop a slide here</source>
        <translation>将切片拖放到此处</translation>
    </message>
    <message>
        <source>Then {run} runs the model, {next} goes to the next finding, {accept} accepts, a digit names the class. {keys} shows every key.</source>
        <translation>然后按 {run} 运行模型，{next} 转到下一个对象，{accept} 接受，数字键指定类别。{keys} 显示所有按键。</translation>
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
</context>
<context>
    <name>SlideView</name>
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
        <source> · the model expects {mpp}</source>
        <translation> · 模型预期 {mpp}</translation>
    </message>
    <message>
        <source>{share} of tissue seen at {power}×</source>
        <translation>{power}× 下已看组织 {share}</translation>
    </message>
    <message>
        <source>By you, at that power or higher. N goes to the next unseen field.</source>
        <translation>由您在该倍数或更高倍数下看过。按 N 前往下一个未看过的视野。</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
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
        <source>{done} of {count} read</source>
        <translation>已阅 {done} / {count}</translation>
    </message>
    <message>
        <source>{done} of {count} images read</source>
        <translation>已阅 {done} / {count} 幅图像</translation>
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
    <message>
        <source>images</source>
        <translation>图像</translation>
    </message>
</context>
<context>
    <name>StorePage</name>
    <message>
        <source>Label store</source>
        <translation>标注库</translation>
    </message>
    <message>
        <source>The label store is being looked at.</source>
        <translation>正在查看标注库。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open the label store&apos;s folder</source>
        <translation>打开标注库所在文件夹</translation>
    </message>
    <message>
        <source>labels.sqlite in your data folder</source>
        <translation>数据文件夹中的 labels.sqlite</translation>
    </message>
    <message>
        <source>Another store</source>
        <translation>其他标注库</translation>
    </message>
    <message>
        <source>A file, or an SQLAlchemy URL: a server lets several readers work on the same labels. Empty is the file in your data folder.</source>
        <translation>文件或 SQLAlchemy URL：使用服务器可让多位阅片人共用同一标注库。留空则使用数据文件夹中的文件。</translation>
    </message>
    <message>
        <source>Use this store</source>
        <translation>使用此标注库</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Label stores (*.sqlite)</source>
        <translation>标注库 (*.sqlite)</translation>
    </message>
    <message>
        <source>In use: {place}</source>
        <translation>使用中：{place}</translation>
    </message>
    <message>
        <source>In use: {place} · {size} MB</source>
        <translation>使用中：{place} · {size} MB</translation>
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
    <message>
        <source>More tools</source>
        <translation>更多工具</translation>
    </message>
</context>
<context>
    <name>ToolStrip</name>
    <message>
        <source>Brush in screen pixels; [ and ] change it</source>
        <translation>笔刷直径（屏幕像素）；按 [ 和 ] 调整</translation>
    </message>
</context>
<context>
    <name>UnseenList</name>
    <message>
        <source>{x:.1f} mm right, {y:.1f} mm down · {area:.2f} mm² unseen</source>
        <translation>向右 {x:.1f} mm，向下 {y:.1f} mm · 未看 {area:.2f} mm²</translation>
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
    <message>
        <source>Accept: after your own read</source>
        <translation>接受：须先判读</translation>
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
        <source>Then {run} runs the model.</source>
        <translation>然后按 {run} 运行模型。</translation>
    </message>
    <message>
        <source>{run} runs the model, a digit names the class of the image.</source>
        <translation>{run} 运行模型，数字键指定图像的类别。</translation>
    </message>
    <message>
        <source>{run} runs the model, {mark} marks an object by hand.</source>
        <translation>{run} 运行模型，{mark} 手动标记对象。</translation>
    </message>
    <message>
        <source>{next} goes to the next one.</source>
        <translation>按 {next} 转到下一个。</translation>
    </message>
    <message>
        <source>No findings yet</source>
        <translation>尚无对象</translation>
    </message>
    <message>
        <source>No finding chosen</source>
        <translation>未选择对象</translation>
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
        <source>Your read first: a digit gives the class, X rejects, U cannot tell. Then the model&apos;s answer is shown.</source>
        <translation>请先判读：数字给出类别，X 排除，U 无法判断。随后显示模型结果。</translation>
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
        <source>Unsure: {names} (one of these is right in {level} of such cells)</source>
        <translation>不确定：{names}（此类细胞中 {level} 的正确类别在其中）</translation>
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
<context>
    <name>ViewerPage</name>
    <message>
        <source>Viewer</source>
        <translation>切片视图</translation>
    </message>
    <message>
        <source>Show the colours that the scanner&apos;s ICC profile asks for</source>
        <translation>按扫描仪 ICC 配置文件显示颜色</translation>
    </message>
    <message>
        <source>Memory for tiles</source>
        <translation>图块内存</translation>
    </message>
    <message>
        <source>Tiles seen last stay in memory and come back at once. Two views side by side share them.</source>
        <translation>最近看过的图块保留在内存中，可立即再次显示。并排双视图共用。</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>For the slide view alone. Models, crops and reports see the pixels as scanned.</source>
        <translation>仅影响切片视图。模型、裁剪图和报告使用扫描原始像素。</translation>
    </message>
    <message>
        <source>Tissue counts as seen from</source>
        <translation>视为已看的最低倍数</translation>
    </message>
    <message>
        <source>The veil on the map, the share in the status bar and the next unseen field.</source>
        <translation>用于导航图遮暗、状态栏中的比例和下一个未看视野。</translation>
    </message>
    <message>
        <source>{name} carries no ICC profile.</source>
        <translation>{name} 不含 ICC 配置文件。</translation>
    </message>
    <message>
        <source>{name} carries the profile &apos;{profile}&apos;.</source>
        <translation>{name} 含配置文件“{profile}”。</translation>
    </message>
</context>
<context>
    <name>WelcomePanel</name>
    <message>
        <source>Welcome to medcls</source>
        <translation>欢迎使用 medcls</translation>
    </message>
    <message>
        <source>Models propose, a person decides, and every verdict is kept. For research. Not for primary diagnosis.</source>
        <translation>模型提出，由人决定，每次判读均予保存。仅供研究，不用于原发诊断。</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Where your data lives</source>
        <translation>数据所在位置</translation>
    </message>
    <message>
        <source>Does everything work here?</source>
        <translation>本机是否一切正常？</translation>
    </message>
    <message>
        <source>Verdicts are kept under it and reports signed with it. It can wait.</source>
        <translation>判读以此姓名保存，报告以此署名。可稍后填写。</translation>
    </message>
    <message>
        <source>{folder}: labels and imported models. Nothing leaves this computer.</source>
        <translation>{folder}：标注和导入的模型。数据不会离开本机。</translation>
    </message>
    <message>
        <source>Open this folder</source>
        <translation>打开此文件夹</translation>
    </message>
    <message>
        <source>Try the demo slide</source>
        <translation>试用演示切片</translation>
    </message>
    <message>
        <source>Open a folder of images …</source>
        <translation>打开图像文件夹…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{check}: {state}, {detail}</source>
        <translation>{check}：{state}，{detail}</translation>
    </message>
</context>
</TS>
