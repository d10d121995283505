# 电子证照：持有、核验、状态变更。

licences-my = 我的办事
licences-mine = 我的证照
licences-none = 这里会显示您持有的电子证照。办结的事项发证后会自动出现，以前领取的证照由发证机关归集后出现。
licences-none-missing = 如果缺少您持有的证照，请联系发证机关。
licences-name = 证照名称
licences-issuer = 发证机关
licences-holder = 持证主体
licences-holder-number = 证件号码
licences-validity = 有效期
licences-issued = 签发日期
licences-state = 状态
licences-identifier = 电子证照标识
licences-from-to = { $from }至{ $to }
licences-from = { $from }起，长期有效
licences-sample = 样本
licences-sample-means = 这是演示系统的样本，没有法律效力。
licences-erased = 已按要求删除
licences-replaced-by = 这份证照已经换证，查看新证照
licences-pdf = 下载证照（PDF）
licences-record = 下载签章记录
licences-show = 出示证照
licences-show-how = 对方扫描二维码或输入核验码，就能看到这份证照当前是否有效。公开页面只显示姓氏，不显示证件号码和照面信息。
licences-qr = 证照核验二维码
licences-code = 核验码：
licences-history = 状态记录

licences-standing-not-yet = 尚未生效
licences-standing-valid = 有效
licences-standing-suspended = 已暂扣
licences-standing-expired = 已过期
licences-standing-withdrawn = 已撤回
licences-standing-annulled = 已撤销
licences-standing-cancelled = 已注销
licences-standing-stripped = 已吊销
licences-standing-superseded = 已换证

licences-verify = 证照核验
licences-verify-lead = 输入证照上的核验码，查询证照是否由所称机关签发、当前是否有效。
licences-verify-code = 核验码
licences-verify-hint = 20 位字母和数字，印在证照二维码旁边，例如 7Q2M9-XKD41-TA0G5-ZW8BN。不区分大小写，可以不输横线。
licences-verify-act = 核验证照
licences-verify-offline = 也可以下载证照的签章记录，不联网用命令 tongban verify licence 核验。
licences-verify-another = 核验另一份证照
licences-verify-compare = 请把这里的信息与对方出示的证照逐项核对。不一致的，请不要采信，并联系发证机关。
licences-verified = 核验结果
licences-means = { $standing ->
    [valid] 这份证照由所列机关签发，当前有效。
    [not_yet] 这份证照真实，将从{ $date }起生效。
    [suspended] 这份证照真实，自{ $date }起暂扣，目前不能使用。
    [expired] 这份证照真实，自{ $date }起已经过期。
    [withdrawn] 这份证照已于{ $date }由发证机关依法撤回，不能使用。
    [annulled] 这份证照已于{ $date }由发证机关依法撤销，不能使用。
    [cancelled] 这份证照已于{ $date }注销，不能使用。
    [stripped] 这份证照已于{ $date }依法吊销，不能使用。
   *[superseded] 这份证照已于{ $date }换发新证，请对方出示新证照。
 }
licences-as-of = 查询时间：{ $when }
licences-unknown = 没有核验码为 { $code } 的证照。
licences-unknown-what = 请核对核验码是否输入正确。如果无误，这份证照不是由本平台签发的，请不要采信，并联系证照上所列的机关。

licences-desk = 证照管理
licences-desk-home = 工作台
licences-desk-none = 这里会显示本单位签发的电子证照。目前还没有。
licences-find = 核验码或电子证照标识
licences-find-act = 查找证照
licences-find-none = 没有找到由本单位签发的这份证照。
licences-no-acts = 按照法律和您的岗位，目前不能改变这份证照的状态。
licences-change = 改变状态
licences-change-lead = 改变状态会立即生效，持证人会收到消息，公开核验页面随之改变。
licences-act = 作出什么决定
licences-ground = 法定事由
licences-ground-of = { $acts }：{ $ground }
licences-reason = 事实和理由
licences-reason-hint = 写明事实、法律条款和文书号。持证人会看到这些内容。
licences-change-act = 确认改变状态

licences-act-issue = 签发
licences-act-suspend = 暂扣
licences-act-resume = 恢复
licences-act-withdraw = 撤回
licences-act-annul = 撤销
licences-act-cancel = 注销
licences-act-strip = 吊销
licences-act-supersede = 换证

licences-ground-penalty = 行政处罚（行政处罚法第九条）
licences-ground-other-law = 其他法律规定
licences-ground-term-over = 暂扣期满
licences-ground-lifted = 暂扣决定已经解除
licences-ground-law-changed = 所依据的法律、法规、规章修改或者废止（行政许可法第八条）
licences-ground-facts-changed = 准予许可所依据的客观情况发生重大变化（行政许可法第八条）
licences-ground-abuse = 滥用职权、玩忽职守作出的准予决定（行政许可法第六十九条第一款第一项）
licences-ground-beyond-power = 超越法定职权作出的准予决定（行政许可法第六十九条第一款第二项）
licences-ground-procedure = 违反法定程序作出的准予决定（行政许可法第六十九条第一款第三项）
licences-ground-unqualified = 申请人不具备资格或者不符合法定条件（行政许可法第六十九条第一款第四项）
licences-ground-other-annul = 依法可以撤销的其他情形（行政许可法第六十九条第一款第五项）
licences-ground-fraud = 以欺骗、贿赂等不正当手段取得（行政许可法第六十九条第二款）
licences-ground-expired = 有效期届满未延续（行政许可法第七十条第一项）
licences-ground-death = 公民死亡或者丧失行为能力（行政许可法第七十条第二项）
licences-ground-dissolved = 法人或者其他组织依法终止（行政许可法第七十条第三项）
licences-ground-ended = 许可已被撤销、撤回，或者证件已被吊销（行政许可法第七十条第四项）
licences-ground-force-majeure = 因不可抗力导致许可事项无法实施（行政许可法第七十条第五项）
licences-ground-other-cancel = 应当注销的其他情形（行政许可法第七十条第六项）
licences-ground-renewed = 延续换证
licences-ground-changed = 变更换证
licences-ground-corrected = 更正换证

licences-told-suspend = 您的{ $name }已被暂扣。请查看事由和期限。
licences-told-resume = 您的{ $name }已恢复有效。
licences-told-withdraw = 您的{ $name }已被撤回。请查看事由；造成财产损失的，依法给予补偿。
licences-told-annul = 您的{ $name }已被撤销。请查看事由和救济途径。
licences-told-cancel = 您的{ $name }已经注销。
licences-told-strip = 您的{ $name }已被吊销。请查看事由和救济途径。
licences-told-supersede = 您的{ $name }已经换证，请使用新证照。

problem-licences-code = 核验码是 20 位字母和数字，请核对后重新输入
problem-licences-type = 没有这种证照
problem-licences-holder = 这种证照不能发给这类主体
problem-licences-issuer = 发证机关没有统一社会信用代码，不能签发
problem-licences-field = 这种证照没有这一项，或者内容太长
problem-licences-dates = 有效期的截止日期早于起始日期
problem-licences-ground = 这个事由不能用于这项决定
problem-licences-state = 按照法律，证照目前的状态不能作出这项决定，请查看最新状态
