# Messages and mail about them.

notices-inbox = Messages
notices-my = My matters
notices-nothing = Messages about your affairs appear here: how a case moves on, what is still wanted, a licence that was delivered. There are none yet.
notices-unread = { $count ->
    [one] One unread message.
   *[other] { $count } unread messages.
 }
notices-new = Unread
notices-open = Open
notices-mark = Mark as read
notices-mark-all = Mark all as read
notices-erased = The content of this message was deleted on request.
notices-mail-change = Mail about new messages

notices-mail = Mail about new messages
notices-mail-lead = We can send you a mail when there is news. It names neither you nor the matter; it only asks you to sign in and look.
notices-mail-off = This site does not send mail at present. You can save your wish; it takes effect once mail is set up.
notices-mail-address = Mail address
notices-mail-hint = For example name@example.com
notices-mail-wanted = Send me a mail when there is news
notices-mail-keep = Save
notices-mail-subject = News in your account
notices-mail-body =
    Hello,

    there is news in your account at the government services platform. Please open the site and sign in:
    { $link }

    This mail was sent by a machine; please do not answer it. The platform never asks for passwords, codes or payments by mail.
notices-sample = { $days ->
    [one] Your application was accepted. It will be decided within one working day.
   *[other] Your application was accepted. It will be decided within { $days } working days.
 }
