# Applicant

casework-nav-track = 办件查询
casework-my = 我的办事
casework-colon = ：
casework-yes = 是
casework-no = 否
casework-number = 办件编号
casework-state = 状态
casework-body = 办理部门
casework-waits = 现在
casework-licence = 证照编号：
casework-fee = 费用
casework-fee-none = 不收费
casework-on-the-spot = 当场办结

# 申请前

casework-apply-title = 申请前请看
casework-apply-lead = 由{ $body }办理，适用于{ $place }的事项。
casework-apply-elsewhere = 您选择的地方是{ $chosen }，这个事项由{ $place }办理。如果您要办的事不在{ $place }，请先回到指南，换一个地方。
casework-apply-who = 谁可以申请
casework-audience-both = 个人、企业和其他组织都可以申请。
casework-audience-persons = 个人可以申请。
casework-audience-enterprises = 企业和其他组织可以申请。登录后，请先选择您代表的企业。
casework-apply-needs = 需要什么
casework-apply-known = 已经为您备好 { $fields } 项信息和 { $papers } 份材料，不用再提交。
casework-apply-no-papers = 不需要提交材料。
casework-apply-form-made = 申请表由系统根据您的回答生成，不用下载填写。
casework-need-held = 已有，免交
casework-need-state = 政府已有的免交
casework-need-later = 可以后补
casework-need-conditional = 符合条件才需要
casework-need-yours = 请您准备
casework-apply-how-long = 需要多久
casework-apply-receipt = 告知是否受理
casework-no-limit = 没有规定期限
casework-apply-division = 要办的事在哪里
casework-apply-division-hint = 由这个地方的部门先办理。
casework-apply-sign-in = 开始时需要登录。不登录也可以到窗口办理。
casework-apply-start = 开始申请
casework-no-case-here = 这个事项不在本平台申请，指南里写明了怎么办。
casework-to-guide = 查看办事指南
casework-wrong-audience = 这个事项不适用于您现在的身份。如果您代表企业办理，请先在“我的账号”里切换到该企业；如果是个人办理，请切换回本人。
casework-no-body = 还没有确定由当地哪个部门办理，请与政务服务窗口联系。

# 填写申请

casework-draft-title = 办理申请
casework-draft-known = 有 { $count } 项内容已由政府掌握的信息填好，您可以核对和更改。
casework-draft-kept = 保存于 { $at }
casework-draft-tag = 草稿
casework-draft-discard = 删除草稿
casework-task-done = 已完成
casework-task-unfinished = 还有要改的
casework-task-todo = 待填写
casework-task-ready = 可以提交
casework-task-later = 填完后再做
casework-save-next = 保存并继续
casework-save-later = 保存，以后再填
casework-back-to-tasks = 返回申请清单
casework-why-asked = 为什么要问这个
casework-only-if = 仅在“{ $label }”选“{ $value }”时填写。
casework-origin-person = 来自统一身份认证，{ $day }
casework-origin-person-why = 这是您实名登录的账号中登记的信息，由身份认证平台提供，避免您重复填写。如有变化，可以直接改写这一项。
casework-origin-enterprise = 来自法人登记信息，{ $day }
casework-origin-enterprise-why = 这是您所代表的企业的登记信息，由登记机关提供，避免您重复填写。如有变化，可以直接改写这一项。
casework-origin-licence = 来自《{ $name }》，{ $day }
casework-origin-licence-why = 由{ $issuer }签发的电子证照提供，证照编号 { $identifier }。法律规定能通过共享取得的，不得要求您重复提交。您也可以改写或另行上传。

casework-papers-title = 材料
casework-papers-wanting = 还差 { $count } 份
casework-papers-wanting-lead = 还需要提交 { $count } 份材料。
casework-papers-complete = 材料已经齐全。
casework-paper-handed = 已提交
casework-paper-held = 政府已有，免交
casework-paper-later = 可以后补
casework-paper-conditional = 符合条件才交
casework-paper-missing = 待提交
casework-paper-left-out = 未提交
casework-paper-change = 更换
casework-paper-replace = 改用自己的文件
casework-paper-add = 提交
casework-paper-held-words = 这份材料政府已经有了，不用提交。如果内容不对，可以上传您自己的文件代替。
casework-paper-there = 已收到：{ $file }
casework-paper-remove = 撤下这个文件
casework-paper-choose = 选择文件
casework-paper-hint = 一个文件，PDF、OFD、图片、Word 或 Excel，最大 20 MB。有多页时请合并成一个 PDF。
casework-paper-send = 上传
casework-back-to-papers = 返回材料清单
casework-file = { $name }（{ $size }）
casework-to-check = 检查并提交

casework-check-title = 检查并提交
casework-check-lead = 请核对“{ $item }”的申请内容。提交后由{ $body }办理。
casework-check-missing = 还有 { $count } 处需要补充或更改：
casework-not-answered = 未填写
casework-declaration = 声明
casework-declaration-label = 声明
casework-declaration-truth = 本人承诺所填写的内容和提交的材料真实、合法、有效，并对其真实性负责。
casework-declaration-check = 本人同意办理部门为办理本事项核验上述信息。
casework-declaration-tick = { $name }已阅读并同意以上声明
casework-declaration-wanting = 请先勾选声明，再提交
casework-submit = 提交申请

casework-submitted-title = 申请已提交
casework-secret-title = 查询码
casework-secret-words = 请记下。不用登录，凭办件编号和查询码就能查进度，也可以交给帮您办事的人。查询码以后印在收件凭证上。
casework-next-title = 接下来
casework-submitted-told = 每一步有进展，都会发到您的站内消息。
casework-to-case = 查看办件
casework-application-form = 申请表（PDF）

# 我的办事

casework-mine-whom = 以下是{ $whom }的办件。
casework-mine-open = 办理中
casework-mine-drafts = 草稿
casework-mine-past = 已结束
casework-mine-nothing = 这里会列出您的草稿和办件。找到要办的事，点“开始申请”，就会出现在这里。
casework-find = 找要办的事
casework-by-day = { $day } 前
casework-ended-on = { $day } 结束
casework-correct-now = 去补正
casework-waits-you = 等您处理
casework-waits-applicant = 等申请人
casework-waits-window = 等窗口
casework-waits-body = 等{ $body }
casework-waits-bodies = 等 { $count } 个部门同时办理
casework-light-late = 已超期
casework-light-soon = 快到期

# 办件

casework-state-submitted = 已提交
casework-state-received = 已接件
casework-state-correction = 等待补正
casework-state-not-required = 不受理
casework-state-refused = 不予受理
casework-state-accepted = 已受理
casework-state-special = 特别程序中
casework-state-approved = 准予
casework-state-denied = 不予许可
casework-state-withdrawn = 已撤回
casework-state-terminated = 已终止
casework-deemed-words = （逾期未告知，依法自收到材料之日起视为受理）

casework-next-examined = { $body }正在看您的材料，{ $day } 前告诉您是否受理，或者一次说清要补正什么。
casework-next-examined-permit = { $body }正在看您的材料，{ $day } 前告诉您是否受理，或者一次说清要补正什么。到期没有答复，就自收到材料之日起视为受理。
casework-next-correction = 请补正材料。要补正的内容已经一次列全；补正齐全后，部门应当受理。
casework-next-handled = 正在办理，{ $waits }。最迟 { $day } 作出决定。
casework-next-handled-open = 正在办理，{ $waits }。
casework-next-special = 正在进行依法不计入期限的程序（如听证、检验、专家评审），结束后继续计时。详见通知书。
casework-next-licence = 已经准予，电子证照已放进“我的证照”，可以马上使用。
casework-next-delivered = 已经准予，结果已经送达。
casework-next-collect = 已经准予，10 个工作日内向您颁发、送达。
casework-next-denied = 决定不予许可。决定书写明了理由，以及申请行政复议或者提起诉讼的途径和期限。
casework-next-refused = 不予受理。决定书写明了理由、应当去哪个部门，以及救济途径。
casework-next-not-required = 这件事依法不需要取得许可，您不用再申请。
casework-next-withdrawn = 您已撤回申请。以后可以重新申请。
casework-next-terminated = 办件已终止。以后可以重新申请。

casework-late-title = 这个办件超期了
casework-late-words = 应当在 { $day } 前办完，现在已经超过 { $late }。
casework-late-by = 停在哪里
casework-late-why = 原因
casework-late-why-none = 部门还没有说明原因
casework-late-now = 您现在可以
casework-late-now-words = 打电话询问；向上级部门或者监督部门投诉；对行政机关不作为，依法申请行政复议或者提起诉讼。
casework-correct-by = 请在 { $day } 前补正。

casework-clock-receipt = 受理期限
casework-clock-statutory = 法定时限
casework-clock-promised = 承诺时限
casework-clock-decision = 办理时限
casework-clock-delivery = 送达期限
casework-clock-task = 部门办理时限
casework-clock-task-of = 部门办理时限（第 { $number } 环节）
casework-clock-receipt-basis = 《行政许可法》第三十二条：五日内一次告知需要补正的全部内容，逾期不告知的，自收到申请材料之日起即为受理。
casework-clock-statutory-basis = 法律、法规规定的期限；没有规定的许可，适用《行政许可法》第四十二条。
casework-clock-promised-basis = 办理部门对外承诺的期限，不长于法定时限。
casework-clock-delivery-basis = 《行政许可法》第四十四条：作出准予决定之日起十日内颁发、送达。
casework-clock-task-basis = 一个部门办理自己环节的期限。
casework-standing-left = { $day } 截止，还剩 { $left }。
casework-standing-late = 应于 { $day } 办完，已超过 { $late }。
casework-standing-paused = 暂停计时。按今天恢复计算，{ $day } 截止。
casework-standing-ended = 按时办完，截止日是 { $day }。
casework-standing-ended-late = 已办完，比截止日 { $day } 晚 { $late }。
casework-standing-provisional = 当年放假安排还没有公布，日期可能调整。
casework-days-title = 时限明细
casework-days-lead = 办件 { $number } 的每一天。申请人、办理人员和监督人员看到的是同一份。
casework-days-none = 受理以后，这里会列出每一天。
casework-days-all = 查看每一天的明细
casework-lanes-title = 部门并联办理
casework-lanes-meeting = 全部同意后作出决定
casework-task-waiting = 未开始
casework-task-open = 办理中
casework-task-dropped = 未办理
casework-task-agree = 已同意
casework-task-disagree = 不同意
casework-notices-title = 文书
casework-notices-none = 文书出具后会列在这里，可以打开和下载。
casework-papers-none = 没有材料。
casework-timeline = 经过
casework-who-you = 您
casework-who-applicant = 申请人
casework-who-law = 依法自动
casework-copy = 照此再申请一次
casework-withdraw = 撤回申请
casework-file-gone = 文件已不在

casework-event-submitted = 提交申请
casework-event-received = 接件
casework-event-correction-asked = 告知补正
casework-event-corrected = 提交补正
casework-event-accepted = 受理
casework-event-deemed-accepted = 视为受理
casework-event-not-required = 不受理
casework-event-refused = 不予受理
casework-event-body-finished = 部门审核完成
casework-event-paused = 特别程序开始，暂停计时
casework-event-resumed = 特别程序结束，恢复计时
casework-event-extended = 延长期限
casework-event-delay-explained = 说明超期原因
casework-event-approved = 准予
casework-event-denied = 不予许可
casework-event-delivered = 送达
casework-event-withdrawn = 撤回
casework-event-terminated = 终止

casework-source-licence = 电子证照
casework-source-record = 政府信息
casework-source-applicant = 申请人提交
casework-source-later = 稍后补交
casework-level-a = 签发机关出具
casework-level-b = 窗口已核对原件
casework-level-c = 上传的文件
casework-level-d = 申请人承诺

# 补正、撤回、查询

casework-correction-title = 补正材料
casework-correction-lead = { $body }请您补正以下内容，请在 { $day } 前提交。
casework-correction-once = 全部要补正的内容都在这里。补正齐全后应当受理，不会再提新的要求。
casework-defect = 第 { $number } 处
casework-correction-send = 提交补正
casework-withdrawal-title = 撤回申请
casework-withdrawal-lead = 您要撤回“{ $item }”的申请（办件编号 { $number }）吗？
casework-withdrawal-words = 撤回后部门不再办理，已经走过的时间不保留。以后可以重新申请，填过的内容可以沿用。
casework-withdrawal-ended = 这个办件已经结束，不能再撤回。
casework-withdraw-now = 确认撤回
casework-withdraw-not = 不撤回
casework-track-title = 查询办件进度
casework-track-lead = 不用登录。编号和查询码印在收件凭证上，提交时也显示过。
casework-track-number = 办件编号
casework-track-number-hint = 如 440106001 2026 A 00000001 X，空格和短横可以不写。
casework-track-secret = 查询码
casework-track-secret-hint = 十位字母和数字，不分大小写。
casework-track-follow = 查询
casework-track-wrong = 没有这样的办件。请核对编号和查询码
casework-track-another = 查询另一个办件
casework-tracked-title = 办件进度
casework-tracked-no-data = 这里不显示申请人的个人信息。要看全部内容，请申请人登录。

# 消息

casework-message-submitted = “{ $item }”的申请已经收到，办件编号 { $number }。
casework-message-received = “{ $item }”（{ $number }）已由窗口接件。
casework-message-correction = “{ $item }”（{ $number }）需要补正，请在 { $day } 前提交。要补正的内容已一次列全。
casework-message-accepted = “{ $item }”（{ $number }）已受理。
casework-message-deemed = “{ $item }”（{ $number }）逾期未告知，依法自收到材料之日起视为受理。
casework-message-turned-away = “{ $item }”（{ $number }）未予受理，理由见文书。
casework-message-paused = “{ $item }”（{ $number }）进入特别程序，预计 { $day } 结束，期间不计时。
casework-message-resumed = “{ $item }”（{ $number }）特别程序结束，恢复计时。
casework-message-extended = “{ $item }”（{ $number }）延长了办理期限，最迟 { $day } 决定，理由见文书。
casework-message-delay = “{ $item }”（{ $number }）已超期，部门说明了原因；办件页面写有你可以怎么做。
casework-message-approved = “{ $item }”（{ $number }）已准予。
casework-message-denied = “{ $item }”（{ $number }）决定不予许可，理由和救济途径见决定书。
casework-message-delivered = “{ $item }”（{ $number }）的结果已送达。
casework-message-withdrawn = “{ $item }”（{ $number }）已按您的要求撤回。

# 文书

casework-notice-slip = 收件凭证
casework-notice-acceptance = 受理通知书
casework-notice-correction = 补正告知书
casework-notice-not-required = 不受理告知书
casework-notice-refusal = 不予受理决定书
casework-notice-special = 特别程序告知书
casework-notice-extension = 延期告知书
casework-notice-delay = 超期说明
casework-notice-approval = 准予决定书
casework-notice-denial = 不予许可决定书
casework-notice-withdrawal = 撤回申请确认书
casework-basis-al-32 = 《中华人民共和国行政许可法》第三十二条
casework-basis-al-38 = 《中华人民共和国行政许可法》第三十八条
casework-basis-al-42 = 《中华人民共和国行政许可法》第四十二条
casework-basis-al-45 = 《中华人民共和国行政许可法》第四十五条
casework-remedies = 如不服本决定，可以自收到之日起六十日内依法申请行政复议，也可以自收到之日起六个月内依法向人民法院提起行政诉讼。
casework-remedies-delay = 对逾期不履行的，你可以向上级单位或者监督单位投诉，可以申请行政复议；对复议决定不服的，可以向人民法院起诉。
casework-day-answer-by = 补正截止日
casework-day-was-due = 应办结日
casework-day-expected-end = 预计结束日
casework-day-new-end = 延长后的截止日
casework-extended = 延长期限
casework-special-hearing = 听证
casework-special-tender = 招标
casework-special-auction = 拍卖
casework-special-inspection = 检验
casework-special-testing = 检测
casework-special-quarantine = 检疫
casework-special-appraisal = 鉴定
casework-special-expert-review = 专家评审
casework-printed-application = { $item }申请表
casework-printed-signed-by = 签名人
casework-printed-method = 签名方式
casework-printed-online = 实名登录后在线确认
casework-printed-time = 签名时间
casework-printed-licence = 电子证照
casework-printed-record = 政府信息
casework-printed-file = 电子文件
casework-printed-later = 稍后补交
casework-printed-seal = 政务服务专用章
casework-printed-case = 办件编号
casework-printed-item = 事项名称
casework-printed-applicant = 申请人
casework-printed-body = 办理部门
casework-printed-received-at = 收到时间
casework-printed-phone = 咨询电话
casework-printed-address = 地址
casework-printed-remedy = 请按告知内容补正后重新提交
casework-printed-right-body = 应当向{ $body }提出申请。
casework-printed-next = 办理部门最迟于 { $day } 告知是否受理，或者一次告知需要补正的全部内容。
casework-printed-next-law = 凭办件编号和查询码可以查询进度。
casework-printed-deemed = 因未在法定期限内一次告知需要补正的内容，自收到申请材料之日起即为受理。
casework-printed-acceptance = 你于 { $day } 提出的“{ $item }”申请，符合受理条件，现予受理。
casework-printed-correction = 你于 { $day } 提出的“{ $item }”申请已经收到。经审查，申请材料需要补正，现将需要补正的全部内容一次告知如下。补正齐全后，我单位将予以受理。
casework-printed-not-required = 你于 { $day } 提出的“{ $item }”申请，依法不需要取得行政许可，不予受理，特此告知。
casework-printed-refusal = 你于 { $day } 提出的“{ $item }”申请，经审查，决定不予受理。
casework-printed-special = 你申请的“{ $item }”进入下列特别程序，所需时间依法不计算在办理期限内。
casework-printed-extension = 你申请的“{ $item }”不能在规定期限内作出决定，经批准延长办理期限，理由如下。
casework-printed-delay = 你申请的“{ $item }”没有按期办结，现将原因说明如下。
casework-printed-approval = 你于 { $day } 提出的“{ $item }”申请，经审查，符合法定条件、标准，决定准予。
casework-printed-denial = 你于 { $day } 提出的“{ $item }”申请，经审查，决定不予许可，理由如下。
casework-printed-withdrawal = 你已撤回于 { $day } 提出的“{ $item }”申请，本单位不再办理。

# 每一天


# 哪里不对

casework-not-now = 办件目前是“{ $state ->
    [submitted] 已提交
    [received] 已接件
    [correction] 等待补正
    [not_required] 不受理
    [refused] 不予受理
    [accepted] 已受理
    [special] 特别程序中
    [approved] 准予
    [denied] 不予许可
    [withdrawn] 已撤回
   *[terminated] 已终止
 }”，依法不能这样做（{ $article ->
    [al-32] 《行政许可法》第三十二条
    [al-32-4] 《行政许可法》第三十二条第一款第四项
    [al-32-5] 《行政许可法》第三十二条第一款第五项：补正齐全的应当受理
    [al-32-1-32-2] 《行政许可法》第三十二条第一款第一、二项
    [al-38] 《行政许可法》第三十八条
    [al-38-42] 《行政许可法》第三十八条、第四十二条
    [al-42] 《行政许可法》第四十二条：只能延长一次
    [al-44] 《行政许可法》第四十四条
   *[al-45] 《行政许可法》第四十五条
 }）
casework-reason-wanting = 请写明理由或内容
casework-defect-untouched = 这一处还没有补正
casework-paper-wanting = 请提交这份材料
casework-field-wanting = 请填写
casework-field-control = 含有不能显示的字符，请删除
casework-field-number = 请填数字
casework-field-less = 不能小于 { $least }
casework-field-more = 不能大于 { $most }
casework-field-date = 请填日期，如 2026-11-22
casework-field-date-far = 日期太早或太晚，请核对
casework-field-choice = 请从列出的选项里选
casework-field-phone = 请填电话号码，如 13800138000 或 020-12345678
casework-field-email = 请填电子邮箱，如 name@example.com
casework-field-division = 请选择行政区划
casework-field-long = 最多 { $most } 个字
casework-file-none = 请选择一个文件
casework-file-empty = 文件是空的，请重新选择
casework-file-large = 文件太大，最大 { $most } MB
casework-file-type = 不收这种文件。请用 PDF、OFD、图片、Word 或 Excel
casework-file-lies = 文件的扩展名与内容（{ $media }）不符，请核对后重新选择
casework-file-program = 不收可以运行的程序文件
casework-file-fault = 文件没有保存成功，请再试一次
casework-file-quota = 今天上传的文件已达 200 MB，请明天再传，或者把文件压小
casework-paper-twice = 同一份材料写了两次
casework-key-used = 这个 Idempotency-Key 已用于另一个请求

# Staff

casework-desk-title = 工作台
casework-desk-views = 工作台分类
casework-desk-view-tasks = 我的待办
casework-desk-view-submitted = 待接件
casework-desk-view-received = 待受理
casework-desk-view-correction = 补正中
casework-desk-view-accepted = 办理中
casework-desk-view-special = 特别程序
casework-desk-view-deliver = 待送达
casework-desk-none-tasks = 没有待办。轮到本部门审核或决定的办件会出现在这里，最急的排在最前面。
casework-desk-none-submitted = 没有待接的办件。网上提交的申请会出现在这里。
casework-desk-none-received = 没有待受理的办件。接件以后，办件会出现在这里。
casework-desk-none-correction = 没有正在补正的办件。告知补正以后，办件在这里等申请人。
casework-desk-none-accepted = 没有办理中的办件。受理以后，办件会出现在这里。
casework-desk-none-special = 没有在特别程序中的办件。
casework-desk-none-deliver = 没有待送达的结果。准予以后需要当面领取的结果会出现在这里。
casework-desk-elsewhere = 您的岗位不办理具体办件。
casework-desk-masked = 列表中的姓名已遮盖，看列表不算查看个人信息。
casework-desk-item = 事项
casework-desk-applicant = 申请人
casework-desk-due = 截止
casework-desk-age = 已等
casework-desk-no-limit = 没有期限
casework-desk-late-by = 超期 { $days }
casework-desk-last-day = 今天截止
casework-desk-left = 还剩 { $days }
casework-desk-stopped = 不计时
casework-desk-task-review = 审核
casework-desk-task-decide = 决定
casework-desk-waits-nobody = 不等谁
casework-desk-keys = 快捷键
casework-desk-keys-hint = 按 ? 看快捷键。
casework-desk-key-rows = 下一行、上一行
casework-desk-key-open = 打开这一行
casework-desk-key-views = 换一类
casework-desk-close = 关闭
casework-desk-acts = 现在可以做的
casework-desk-no-acts = 您现在不用做什么（{ $waits }）。
casework-desk-and-next = { $act }并看下一件
casework-desk-next-case = 下一件
casework-desk-back-to-list = 回到列表
casework-desk-back-to-case = 回到办件
casework-desk-save = 提交
casework-desk-save-next = 提交并看下一件
casework-desk-deemed = 依法视为受理
casework-desk-submitted = 提交时间
casework-desk-channel = 申请渠道
casework-desk-channel-online = 网上
casework-desk-channel-window = 窗口
casework-desk-channel-program = 系统接口
casework-desk-declared = 申请内容
casework-desk-covered = 已遮盖
casework-desk-unmask = 查看被遮盖的内容
casework-desk-unmask-why = 为什么需要查看
casework-desk-unmask-hint = 您的姓名、单位、时间和原因会记录下来，申请人在“谁看过我的信息”里能看到。
casework-desk-unmask-act = 记录并显示
casework-desk-unmasked = 正在显示完整内容，15 分钟后重新遮盖。您的查看已经记录。
casework-desk-parts = 各部门办理情况
casework-desk-by = { $day } 前
casework-desk-act-receive = 接件
casework-desk-hint-receive = 收下申请。申请人会收到通知。
casework-desk-act-accept = 受理
casework-desk-hint-accept = 出具受理通知书，办理期限开始计算。
casework-desk-act-correction = 告知补正
casework-desk-hint-correction = 一次告知全部问题，只能告知一次。
casework-desk-act-refusal = 不受理
casework-desk-hint-refusal = 不需要许可、不属于本机关职权或者不符合受理条件。
casework-desk-act-opinion = 提出审核意见
casework-desk-hint-opinion = 最后一个部门提出意见后，自动进入下一环节。
casework-desk-act-decision = 作出决定
casework-desk-hint-decision = 准予的当场生成结果，不予的说明理由。
casework-desk-act-pause = 开始特别程序
casework-desk-hint-pause = 听证、检验、检测、鉴定、专家评审等所需时间不计入期限。
casework-desk-act-resume = 结束特别程序
casework-desk-hint-resume = 从下一个工作日起恢复计时。
casework-desk-act-extension = 延长期限
casework-desk-act-delay = 说明超期原因
casework-desk-hint-extension = 经负责人批准，可以延长一次，理由告知申请人。
casework-desk-hint-delay = 申请人马上看到原因，时限照常计算。
casework-desk-act-deliver = 登记送达
casework-desk-hint-deliver = 结果已经当面交给申请人。
casework-desk-correction-once = 补正只能告知一次。请把全部问题一次列出：没有列出的，以后不能再要求补正；申请人补齐后，应当受理（《行政许可法》第三十二条）。
casework-desk-correction-answer-by = 请申请人在 { $day } 前补正。
casework-desk-defect-hint = 勾选后写明：哪里不对，怎样补正
casework-desk-defect-label = “{ $what }”哪里不对，怎样补正
casework-desk-defect-words = 请写明哪里不对、怎样补正
casework-desk-defect-long = 最多 500 字，不能有控制字符
casework-desk-defect-none = 请至少勾选一处需要补正的地方
casework-desk-ground = 依据
casework-desk-ground-not-required = 依法不需要取得许可
casework-desk-ground-not-required-hint = 《行政许可法》第三十二条第一款第一项：即时告知不受理
casework-desk-ground-not-ours = 不属于本机关职权范围
casework-desk-ground-not-ours-hint = 《行政许可法》第三十二条第一款第二项：不予受理，并告知应当向哪个机关申请
casework-desk-ground-not-eligible = 明显不符合受理条件
casework-desk-ground-not-eligible-hint = 不予受理，说明理由和救济途径
casework-desk-right-body = 应当向哪个机关申请
casework-desk-right-body-hint = 不属于本机关职权时必须填写
casework-desk-reason = 理由
casework-desk-refusal-hint = 用申请人能看懂的话写，会印在告知书上
casework-desk-reason-told = 会书面告知申请人
casework-desk-opinion = 审核意见
casework-desk-decision = 决定
casework-desk-agree = 同意
casework-desk-agree-hint = 本部门负责的部分符合条件
casework-desk-disagree = 不同意
casework-desk-disagree-hint = 写明不符合哪一条
casework-desk-approve = 准予
casework-desk-approve-hint = 出具准予决定书；结果是电子证照的，当场签发
casework-desk-deny = 不予许可
casework-desk-deny-hint = 说明理由，并告知复议和诉讼的权利（《行政许可法》第三十八条）
casework-desk-words-opinion = 意见内容
casework-desk-words-opinion-hint = 供作出决定的部门参考，不向申请人显示
casework-desk-words-decision = 理由
casework-desk-words-decision-hint = 不予许可时必须填写，会印在决定书上
casework-desk-procedure = 哪一种程序
casework-desk-expected-end = 预计哪天结束
casework-desk-lead-pause = 特别程序所需时间不计入办理期限，应当书面告知申请人（《行政许可法》第四十五条）。要求补充材料不是特别程序。
casework-desk-lead-extension = 二十日内不能作出决定的，经负责人批准可以延长十日；联合办理的可以延长十五日。只能延长一次（《行政许可法》第四十二条）。
casework-desk-lead-delay = 本件已超期。请写明原因和预计办结时间；说明原因不延长期限。
casework-look-case = 打开办件
casework-look-file = 查看提交的文件
casework-look-notice = 查看文书
casework-look-program = 通过系统接口读取办件
casework-look-reason-examine = 查看完整信息：审查申请
casework-look-reason-identify = 查看完整信息：核对身份
casework-look-reason-contact = 查看完整信息：联系申请人
casework-look-reason-complaint = 查看完整信息：处理投诉
casework-window-title = 窗口
casework-window-find = 按办件编号查找
casework-window-find-hint = 印在收件凭证上
casework-window-find-act = 查找
casework-window-not-found = 本窗口没有这个编号的办件，请核对
casework-window-list-submitted = 待接件
casework-window-list-deliver = 待送达
casework-window-more = 查看全部
casework-visit-new = 登记一次没办成的来访
casework-visit-lead = 有人来了，但没有办成件：记下原因和怎么答复的，给来访人一张凭条。不要写来访人的姓名和号码。
casework-visits-title = 没办成的来访
casework-visits-none = 还没有登记。来访没有办成时，在这里登记。
casework-visit-slip = 来访凭条
casework-visit-recorded = 已登记
casework-visit-number = 凭条编号
casework-visit-at = 时间
casework-visit-window = 窗口
casework-visit-item = 事项
casework-visit-item-hint = 想办什么，写事项名称
casework-visit-reason = 为什么没有办成
casework-visit-reason-papers = 材料不齐
casework-visit-reason-not-here = 不在这里办
casework-visit-reason-not-entitled = 不符合条件
casework-visit-reason-system = 系统故障
casework-visit-reason-other = 其他
casework-visit-told = 怎么答复的
casework-visit-told-hint = 缺什么、去哪里、找谁，一次说清；会印在凭条上
casework-visit-by = 接待人
casework-visit-phone = 电话
casework-visit-address = 地址
casework-visit-record = 登记并出凭条
casework-visit-keep = 请保留这张凭条。再来时出示编号，不用从头再说。
casework-visit-print = 打印
casework-board-title = 督办看板
casework-board-lead = 每个数字都能点开，看到是哪些办件。
casework-board-below = 下级区划：
casework-board-body = 部门
casework-board-late = 超期
casework-board-submitted = 待接件
casework-board-received = 待受理
casework-board-correction = 补正中
casework-board-accepted = 办理中
casework-board-special = 特别程序
casework-board-corrected = 告知过补正
casework-board-deemed = 依法视为受理
casework-board-sum = 本页合计
casework-board-period = “告知过补正”和“依法视为受理”是最近 30 天提交的办件；其余是现在的情况。
casework-board-csv = 下载表格（CSV）
casework-board-none = 这个区划没有部门。
casework-board-no-cases = 现在没有这样的办件。
casework-board-head-number = 办件编号
casework-board-head-item = 事项
casework-board-head-body = 部门
casework-board-head-state = 状态
casework-board-head-waits = 等谁
casework-board-head-since = 从哪天起
casework-board-head-due = 截止
casework-board-head-late = 超期
casework-board-head-why = 原因
casework-board-head-now = 现在怎么办
casework-board-why-submitted = 窗口没有接件
casework-board-why-received = 既没有受理，也没有告知补正
casework-board-why-accepted = 没有在期限内提出意见或作出决定
casework-board-now-submitted = 督促窗口接件；属于许可的，依法视为受理
casework-board-now-received = 督促受理；属于许可的，依法视为受理
casework-board-now-accepted = 督促等待中的部门办结，并向申请人说明
casework-desk-sample-item = 食品经营许可
casework-desk-sample-words = 符合条件，建议准予

# A correction that nobody answered
casework-correction-unanswered = 逾期没有补正的，本单位可以终止办理，并书面告知你；以后可以重新申请。
casework-correction-lapses = 逾期没有补正的，依照{ $basis }，视为放弃申请，办件终止；以后可以重新申请。
casework-correct-late = 补正期限 { $day } 已过。办件终止之前，仍然可以补正。
casework-notice-termination = 终止办理决定书
casework-message-lapsed = “{ $item }”（{ $number }）没有在期限内补正，依照规定视为放弃申请，办件已终止。可以重新申请，并沿用已填内容。
casework-message-terminated = “{ $item }”（{ $number }）没有在期限内补正，办件已终止，理由见决定书。可以重新申请，并沿用已填内容。
casework-printed-unanswered = 逾期没有补正的，本单位可以终止办理，并书面告知你；你以后可以重新提出申请。
casework-printed-lapses = 逾期没有补正的，依照{ $basis }，视为放弃申请，本单位不再办理；你以后可以重新提出申请。
casework-printed-termination = 你于 { $day } 提出的“{ $item }”申请，经一次告知，没有在期限内补正，现终止办理。你可以重新提出申请。
casework-printed-lapsed = 依照{ $basis }，逾期没有补正的，视为放弃申请。
casework-answer-still-open = 补正期限到 { $day } 为止，在此之前不能终止办理。
casework-desk-unanswered = 逾期未补正
casework-desk-awaits-answer = 等待补正
casework-desk-act-termination = 终止办理
casework-desk-hint-termination = 申请人逾期没有补正。写明理由，决定书告知救济途径。
casework-desk-lead-termination = 补正期限已过，申请人没有补正。请写明理由；申请人以后可以重新申请。
