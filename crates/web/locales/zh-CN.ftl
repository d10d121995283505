# 页面框架、表单与错误的文字。事项、办件等词语在各自的房间里。

web-home = 首页
web-to-home = 回到首页
web-skip = 跳到正文
web-nav = 主导航
web-crumbs = 当前位置
web-pages = 翻页
web-page-first = 回到第一页
web-page-next = 下一页
web-place = 所在地区：
web-other-language = English
web-size-large = 长者模式
web-size-normal = 标准字号
web-theme-dark = 深色
web-theme-light = 浅色
web-theme-auto = 跟随设备深浅色
web-sign-in = 登录
web-sign-out = 退出
web-acting-for = 正在为 { $whom } 办事
web-unread = { $count } 条未读消息
web-demo-banner = 演示系统：人物、企业和办件均为虚构，办理结果没有法律效力。
web-report-error = 网站找错
web-phone = 服务电话
web-sponsor = 主办单位：
web-site-code = 网站标识码：
web-api-title = Tongban API

web-summary-title = 有内容需要修改
web-labelled = { $label }：
web-restored = 登录前填写的内容已经找回，请核对后重新提交。附件需要重新选择。
web-error = 错误：
web-optional = （选填）
web-choose = 请选择
web-change = 修改
web-steps = 步骤
web-year = 年
web-month = 月
web-day-of-month = 日

web-date = { $year }年{ $month }月{ $day }日
web-day = { $month }月{ $day }日
web-date-weekday = { $date } 星期{ $weekday ->
    [1] 一
    [2] 二
    [3] 三
    [4] 四
    [5] 五
    [6] 六
   *[7] 日
 }
web-moment = { $date } { $time }
web-span = { $unit ->
    [working-days] { $amount } 个工作日
    [calendar-days] { $amount } 天
    [hours] { $amount } 小时
    [months] { $amount } 个月
   *[years] { $amount } 年
 }
web-thousands = ,
web-size = { $amount } { $unit }
web-list-separator = ；

web-day-line = 办理日程
web-day-table = 逐日明细
web-day-date = 日期
web-day-number = 第几天
web-day-note = 说明
web-day-today = 今天
web-day-short = { $month }/{ $day }
web-day-range = { $month }/{ $day }–{ $to }
web-day-several = { $reason } { $days } 天
web-day-not-counted = 不计
web-day-weekend = 周末
web-day-received = 收到当日不计
web-day-provisional = 当年放假安排尚未公布，暂按周末推算
web-day-counted = 已计 { $days } 个工作日。
web-day-promised-by = 承诺 { $date } 前办结。
web-day-statutory-by = 法定期限 { $date }。
web-flag-promised = 承诺期限
web-flag-statutory = 法定期限

web-lanes = 并联审批进度
web-lanes-table = 各部门明细
web-lanes-body = 部门
web-lanes-state = 状态
web-lanes-days = 已用天数
web-light-done = 已完成
web-light-running = 办理中
web-light-waiting = 未开始
web-light-soon = 即将到期
web-light-late = 已超期

web-correlation = 报告问题时请提供编号：
web-status = 状态 { $status }
web-advice-search = 地址可能有误，或内容已经移走。可以从首页搜索要办的事。
web-advice-forbidden = 当前身份不能查看或办理此项。如果您有其他岗位或代理身份，请切换后再试。
web-advice-again = 请返回上一页，刷新后重新操作。您的其他数据没有变化。
web-advice-fault = 这是系统的问题，不是您的错误。刚才的操作没有保存，请稍后再试。
web-advice-wait = 请稍等片刻再试。
web-advice-back = 请返回上一页检查后再试。

problem-not-found = 没有找到这个页面
problem-forbidden = 没有权限
problem-invalid = 填写的内容有误
problem-stale = 内容已被更新，请查看最新情况后再操作
problem-gone = 内容已经失效
problem-erased = 内容已按要求删除
problem-sign-in = 请先登录
problem-origin = 请求不是从本网站页面发出的，未予受理
problem-method = 这个地址不支持该操作
problem-unreadable = 请求无法读取
problem-unreadable-json = 请求正文不是有效的 JSON
problem-wrong-type = 不支持这种内容类型
problem-wrong-type-json = 请以 application/json 提交
problem-too-large = 提交的内容太大，最多 { $size }
problem-too-often = 操作过于频繁，请在 { $seconds } 秒后再试
problem-busy = 系统繁忙，请稍后再试
problem-fault = 系统出错了
problem-if-match = If-Match 的值无效
problem-idempotency-key = Idempotency-Key 的值无效

problem-field-empty = 请填写
problem-field-choose = 请选择一项
problem-field-choice = 请从列出的选项中选择
problem-field-control = 含有无法识别的字符，请删除后重新输入
problem-field-long = 最多 { $most } 个字，现在多了 { $over } 个
problem-field-short = 至少 { $least } 个字
problem-field-name = 名称中只能有文字、数字和常用符号
problem-field-number = 请填写整数
problem-field-range = 请填写 { $least } 到 { $most } 之间的数
problem-field-date = 请填写有效日期，例如 2026-11-22
problem-field-future = 日期不能晚于今天
problem-field-email = 请填写有效的电子邮箱，例如 name@example.com
problem-field-phone = 请填写有效的电话号码
problem-field-type = 格式不正确
problem-field-unknown = 没有这个字段

web-sample = 组件一览
web-sample-lead = 表单、状态和图示都在这一页，供设计与核对。
web-sample-person = 王芳
web-sample-name = 姓名
web-sample-hint = 与身份证上的姓名一致，用于核对身份。
web-sample-born = 出生日期
web-sample-when = 预约日期
web-sample-copies = 份数
web-sample-kind = 办理方式
web-sample-choice = 方式 { $name }
web-sample-tags = 需要哪些
web-sample-text = 补充说明
web-sample-file = 上传材料
web-sample-agreed = 以上内容真实，我愿承担相应责任
web-sample-act = 提交申请
web-sample-later = 保存，以后再填
web-sample-withdraw = 撤回申请
web-sample-answers = 核对填写内容
web-sample-source = 来自人口库 2026-11-20
web-sample-tasks = 需要完成的内容
web-sample-done = 申请已提交
web-sample-number = 办件编号
web-sample-table = 办件列表
web-sample-nothing = 这里会显示您的办件。选择事项并提交申请后就会出现。
web-sample-holiday = 国庆节
web-sample-received = 收件
web-sample-accepted = 受理
web-sample-body-a = 市市场监督管理局
web-sample-body-b = 市消防救援支队
web-sample-body-c = 市生态环境局
web-sample-body-d = 市卫生健康委员会
web-sample-meeting = 一次办结，统一发证

# Days of an account and identity numbers: named by the kernel, for every room
day-start = 起算日，从次日起计
day-counted = 工作日
day-make-up-working-day = 调休上班（{ $name }）
day-provisional-working = 工作日（放假安排未公布，暂计）
day-weekend = 周末
day-holiday = { $name }放假
day-paused = 暂停：{ $why }
day-rolled = 最后一天顺延到工作日
day-done = 已办完
identifier-empty = 请填写
identifier-wrong-length = 位数不对，请核对
identifier-wrong-character = 含有号码里不会出现的字符，请核对
identifier-no-such-date = 号码里的出生日期不存在，请核对
identifier-future-date = 号码里的出生日期在今天以后，请核对
identifier-great-age = 号码里的年龄太大，请核对
identifier-wrong-check-character = 校验位不对，可能有一位写错了
identifier-wrong-organisation-check-character = 组织机构代码的校验位不对，请核对
identifier-unknown-division = 号码里的行政区划不存在，请核对
identifier-old-form = 请填新的十八位号码
identifier-local-code = 这是地方自编的号码，请核对
identifier-wrong-root = 号码的种类不对，请核对
identifier-wrong-parts = 号码的组成不对，请核对
identifier-wrong-credit-code = 其中的统一社会信用代码不对，请核对
problem-disk-full = 系统暂时不能保存。你填写的内容还在，请过几分钟再试
