# 好差评：邀请、评价、评价率。

ratings-rate = 请您评价这次办理
ratings-lead = 您办理的“{ $item }”（{ $body }）已经结束。您对这次办理满意吗？
ratings-level = 总体评价
ratings-level-5 = 非常满意
ratings-level-4 = 满意
ratings-level-3 = 基本满意
ratings-level-2 = 不满意
ratings-level-1 = 非常不满意
ratings-next = 下一步
ratings-private = 评价自愿。被评价的工作人员看不到是谁作出的评价。每次办理只能评价一次。
ratings-until = 请在 { $date } 前评价。不评价的，记为未评价，不算满意也不算不满意。
ratings-why = 为什么这样评价
ratings-item = 办理事项
ratings-body = 办理单位
ratings-level-given = 评价
ratings-reasons = 原因是什么
ratings-reasons-hint = 可以选多项，也可以不选。
ratings-comment = 还想说什么
ratings-comment-hint = 最多 500 字。请不要写姓名、证件号码等个人信息。
ratings-give = 提交评价
ratings-thanks = 您已经评价
ratings-thanks-lead = 感谢您的评价。每次办理只能评价一次，评价不能修改。
ratings-expired = 评价已经截止
ratings-expired-why = 这次办理的评价期限是办结后 90 天，现在已经不能评价。如果有意见，可以拨打服务电话反映。
ratings-message-invited = “{ $item }”（{ $number }）办理结束，请您评价这次办理。
ratings-way = 评价这次办理
ratings-way-rated = 您已评价这次办理

ratings-good = 好评率
ratings-bad = 差评率
ratings-unrated = 未评价
ratings-share = { $percent }%（{ $numerator }/{ $denominator }，95% 区间 { $low }%–{ $high }%）
ratings-none = 还没有人评价。
ratings-few = 评价不足 10 次，不与其他单位或事项比较。
ratings-how = 好评为非常满意、满意、基本满意，差评为不满意、非常不满意，分母是已评价的办理次数；未评价的分母是全部办结次数。

ratings-console = 待整改差评
ratings-console-lead = 这里列出尚未整改的差评。评价人不显示。
ratings-console-none = 您监督的范围内没有待整改的差评。
ratings-reasons-given = 原因
ratings-no-reasons = 没有选择原因
ratings-opened = 评价时间

problem-ratings-rated = 这次办理已经评价过
problem-ratings-expired = 评价期限已过
