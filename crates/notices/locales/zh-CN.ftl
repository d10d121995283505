# 站内消息与邮件提醒。

notices-inbox = 消息
notices-my = 我的办事
notices-nothing = 这里会显示与您有关的消息，例如办件进度、需要补正的材料和送达的证照。目前还没有消息。
notices-unread = 有 { $count } 条未读消息。
notices-new = 未读
notices-open = 查看
notices-mark = 标为已读
notices-mark-all = 全部标为已读
notices-erased = 这条消息的内容已按要求删除。
notices-mail-change = 设置邮件提醒

notices-mail = 邮件提醒
notices-mail-lead = 有新消息时，可以给您发一封提醒邮件。邮件里不写姓名和事项，只提示您登录查看。
notices-mail-off = 本网站目前没有开通邮件发送。您可以先保存设置，开通后生效。
notices-mail-address = 电子邮箱
notices-mail-hint = 例如 name@example.com
notices-mail-wanted = 有新消息时给我发邮件
notices-mail-keep = 保存设置
notices-mail-subject = 您的账户有新消息
notices-mail-body =
    您好：

    您在政务服务平台的账户中有新消息。请打开网站并登录查看：
    { $link }

    这封邮件由系统自动发送，请勿回复。平台不会通过邮件索要密码、验证码或转账。
notices-sample = 您的申请已受理，承诺 { $days } 个工作日内办结。
