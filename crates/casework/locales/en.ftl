# Applicant

casework-nav-track = Track a case
casework-my = My matters
casework-colon = :{" "}
casework-yes = Yes
casework-no = No
casework-number = Case number
casework-state = State
casework-body = Handled by
casework-waits = Now
casework-licence = Licence:
casework-fee = Fees
casework-fee-none = Free of charge
casework-on-the-spot = on the spot

# Before you start

casework-apply-title = Before you start
casework-apply-lead = Handled by { $body }, for matters in { $place }.
casework-apply-elsewhere = Your place is { $chosen }, and this is offered for { $place }. If your matter is not in { $place }, go back to the guide and choose another place first.
casework-apply-who = Who may apply
casework-audience-both = Persons, enterprises and other organisations may apply.
casework-audience-persons = Persons may apply.
casework-audience-enterprises = Enterprises and other organisations may apply. After signing in, choose the enterprise you act for.
casework-apply-needs = What you need
casework-apply-known = { $fields ->
    [one] { $fields } detail
   *[other] { $fields } details
 } and { $papers ->
    [one] { $papers } document
   *[other] { $papers } documents
 } are filled in already. You need not hand them in.
casework-apply-no-papers = No documents are needed.
casework-apply-form-made = The application form is made from your answers. There is nothing to download and fill in.
casework-need-held = Held already
casework-need-state = Not asked if the state has it
casework-need-later = May follow later
casework-need-conditional = Only if it applies
casework-need-yours = Please prepare
casework-apply-how-long = How long it takes
casework-apply-receipt = You are told whether it is accepted
casework-no-limit = No limit is laid down
casework-apply-division = Where is the matter
casework-apply-division-hint = The body of this place handles it first.
casework-apply-sign-in = You will be asked to sign in. Without signing in you can apply at a window.
casework-apply-start = Start the application
casework-no-case-here = This is not applied for here. The guide says how it is done.
casework-to-guide = Open the guide
casework-wrong-audience = This is not for you as you are signed in now. If you act for an enterprise, switch to it under “My account” first; if it is for yourself, switch back.
casework-no-body = It is not settled which local body handles this. Please ask at the service window.

# Filling in

casework-draft-title = Your application
casework-draft-known = { $count ->
    [one] { $count } answer was filled in from what the state already has. You can check and change it.
   *[other] { $count } answers were filled in from what the state already has. You can check and change them.
 }
casework-draft-kept = Saved { $at }
casework-draft-tag = Draft
casework-draft-discard = Delete this draft
casework-task-done = Done
casework-task-unfinished = Needs changes
casework-task-todo = To do
casework-task-ready = Ready to submit
casework-task-later = When all is done
casework-save-next = Save and continue
casework-save-later = Save and come back later
casework-back-to-tasks = Back to the list
casework-why-asked = Why this is asked
casework-only-if = Only if “{ $label }” is “{ $value }”.
casework-origin-person = From your identity account, { $day }
casework-origin-person-why = This is registered in the account with which you signed in, so that you need not type it again. If it has changed, write over it.
casework-origin-enterprise = From the register of enterprises, { $day }
casework-origin-enterprise-why = This is registered for the enterprise you act for, so that you need not type it again. If it has changed, write over it.
casework-origin-licence = From “{ $name }”, { $day }
casework-origin-licence-why = From the electronic licence { $identifier }, issued by { $issuer }. What can be had by sharing may not be asked of you again. You may write over it or upload another document.

casework-papers-title = Documents
casework-papers-wanting = { $count } missing
casework-papers-wanting-lead = { $count ->
    [one] { $count } document is still to be handed in.
   *[other] { $count } documents are still to be handed in.
 }
casework-papers-complete = All documents are there.
casework-paper-handed = Handed in
casework-paper-held = Held already, not needed
casework-paper-later = May follow later
casework-paper-conditional = Only if it applies
casework-paper-missing = To be handed in
casework-paper-left-out = Not handed in
casework-paper-change = Change
casework-paper-replace = Use my own document instead
casework-paper-add = Hand in
casework-paper-held-words = The state has this document already; you need not hand it in. If it is not right, upload your own instead.
casework-paper-there = Received: { $file }
casework-paper-remove = Take this file back
casework-paper-choose = Choose a file
casework-paper-hint = One file: PDF, OFD, picture, Word or Excel, up to 20 MB. Several pages go into one PDF.
casework-paper-send = Upload
casework-back-to-papers = Back to the documents
casework-file = { $name } ({ $size })
casework-to-check = Check and submit

casework-check-title = Check and submit
casework-check-lead = Check your application for “{ $item }”. Once submitted, { $body } handles it.
casework-check-missing = { $count ->
    [one] { $count } thing is still missing or wrong:
   *[other] { $count } things are still missing or wrong:
 }
casework-not-answered = not answered
casework-declaration = Declaration
casework-declaration-label = Declaration
casework-declaration-truth = I declare that what I have stated and handed in is true, lawful and valid, and I answer for it.
casework-declaration-check = I agree that the body checks this information in order to handle this matter.
casework-declaration-tick = { $name } has read this declaration and agrees
casework-declaration-wanting = Tick the declaration before you submit
casework-submit = Submit the application

casework-submitted-title = Application submitted
casework-secret-title = Receipt code
casework-secret-words = Note it down. With the case number and this code anyone you trust can follow the case without signing in. Later it stands on the slip.
casework-next-title = What happens next
casework-submitted-told = At each step you get a message here.
casework-to-case = Open the case
casework-application-form = Application form (PDF)

# My matters

casework-mine-whom = These are the matters of { $whom }.
casework-mine-open = In hand
casework-mine-drafts = Drafts
casework-mine-past = Ended
casework-mine-nothing = Your drafts and cases will be listed here. Find what you need and choose “Start the application”.
casework-find = Find a service
casework-by-day = by { $day }
casework-ended-on = ended { $day }
casework-correct-now = Correct it now
casework-waits-you = waiting for you
casework-waits-applicant = waiting for the applicant
casework-waits-window = waiting for the window
casework-waits-body = waiting for { $body }
casework-waits-bodies = waiting for { $count } bodies side by side
casework-light-late = Late
casework-light-soon = Due soon

# A case

casework-state-submitted = Submitted
casework-state-received = Received
casework-state-correction = To be corrected
casework-state-not-required = No licence needed
casework-state-refused = Not accepted
casework-state-accepted = Accepted
casework-state-special = Special procedure
casework-state-approved = Granted
casework-state-denied = Denied
casework-state-withdrawn = Withdrawn
casework-state-terminated = Terminated
casework-deemed-words = (nothing was said in time, so by law it counts as accepted from the day the papers arrived)

casework-next-examined = { $body } looks at your papers. By { $day } you are told whether it is accepted, or everything that must be corrected.
casework-next-examined-permit = { $body } looks at your papers. By { $day } you are told whether it is accepted, or everything that must be corrected. If nothing is said by then, it counts as accepted from the day the papers arrived.
casework-next-correction = Please correct your papers. Everything that must be corrected is listed at once; when it is complete, the body must accept.
casework-next-handled = It is being handled, { $waits }. The decision comes by { $day } at the latest.
casework-next-handled-open = It is being handled, { $waits }.
casework-next-special = A procedure that the time limit does not count is under way, such as a hearing, a test or an expert review. Counting goes on when it ends. See the notice.
casework-next-licence = Granted. The electronic licence is under “My licences” and can be used at once.
casework-next-delivered = Granted, and the result has been delivered.
casework-next-collect = Granted. The result is delivered to you within 10 working days.
casework-next-denied = The permit was denied. The decision gives the reasons, and how and until when you may ask for reconsideration or go to court.
casework-next-refused = Not accepted. The decision gives the reasons, the right body, and your remedies.
casework-next-not-required = By law no licence is needed for this. You need not apply.
casework-next-withdrawn = You withdrew the application. You may apply again.
casework-next-terminated = The case was terminated. You may apply again.

casework-late-title = This case is late
casework-late-words = It was to be finished by { $day } and is { $late } late.
casework-late-by = Where it stands
casework-late-why = Reason
casework-late-why-none = The body has not given a reason yet
casework-late-now = What you can do now
casework-late-now-words = Ask by telephone; complain to the body above or the supervisors; ask for administrative reconsideration or go to court against a failure to act.
casework-correct-by = Please correct it by { $day }.

casework-clock-receipt = Time to accept
casework-clock-statutory = Limit by law
casework-clock-promised = Promised limit
casework-clock-decision = Time to decide
casework-clock-delivery = Time to deliver
casework-clock-task = Time of one body
casework-clock-task-of = Time of one body (part { $number })
casework-clock-receipt-basis = Administrative Licensing Law, article 32: everything to be corrected is told once within five days; otherwise it counts as accepted from the day the papers arrived.
casework-clock-statutory-basis = The limit of the law on the matter; for permits without one, article 42 of the Administrative Licensing Law.
casework-clock-promised-basis = What the body promises in public; never longer than the limit by law.
casework-clock-delivery-basis = Administrative Licensing Law, article 44: delivered within ten days of the decision.
casework-clock-task-basis = The limit of one body for its own part.
casework-standing-left = Due { $day }, { $left } left.
casework-standing-late = Was due { $day }, { $late } late.
casework-standing-paused = The clock is stopped. If it ran on from today it would end { $day }.
casework-standing-ended = Done in time; it was due { $day }.
casework-standing-ended-late = Done { $late } after the last day, { $day }.
casework-standing-provisional = {" "}The holidays of that year are not announced yet, so the day may change.
casework-days-title = Every day
casework-days-lead = Every day of case { $number }. Applicant, officers and supervisors see the same.
casework-days-none = Once it is accepted, every day is listed here.
casework-days-all = See every day
casework-lanes-title = Bodies side by side
casework-lanes-meeting = decided when all agree
casework-task-waiting = Not begun
casework-task-open = In hand
casework-task-dropped = Not handled
casework-task-agree = Agrees
casework-task-disagree = Does not agree
casework-notices-title = Notices
casework-notices-none = Notices will be listed here, to be opened and saved.
casework-papers-none = No documents.
casework-timeline = What happened
casework-who-you = You
casework-who-applicant = The applicant
casework-who-law = By law, of itself
casework-copy = Apply again with these answers
casework-withdraw = Withdraw the application
casework-file-gone = The file is no longer there

casework-event-submitted = Submitted
casework-event-received = Received
casework-event-correction-asked = Correction asked for
casework-event-corrected = Corrected
casework-event-accepted = Accepted
casework-event-deemed-accepted = Accepted by law
casework-event-not-required = No licence needed
casework-event-refused = Not accepted
casework-event-body-finished = A body finished its part
casework-event-paused = Special procedure began, clock stopped
casework-event-resumed = Special procedure ended, clock runs on
casework-event-extended = Extended
casework-event-delay-explained = Delay explained
casework-event-approved = Granted
casework-event-denied = Denied
casework-event-delivered = Delivered
casework-event-withdrawn = Withdrawn
casework-event-terminated = Terminated

casework-source-licence = Electronic licence
casework-source-record = Government data
casework-source-applicant = Handed in
casework-source-later = To follow
casework-level-a = Made by the issuing authority
casework-level-b = Checked against the original
casework-level-c = Uploaded file
casework-level-d = Declared by the applicant

# Correction, withdrawal, tracking

casework-correction-title = Correct your papers
casework-correction-lead = { $body } asks you to correct the following by { $day }.
casework-correction-once = This is everything. When it is complete it must be accepted, and nothing new is asked.
casework-defect = Number { $number }
casework-correction-send = Send the correction
casework-withdrawal-title = Withdraw the application
casework-withdrawal-lead = Do you want to withdraw your application for “{ $item }” (case { $number })?
casework-withdrawal-words = The body then stops handling it, and the days so far are lost. You may apply again later and use the same answers.
casework-withdrawal-ended = This case has ended and can't be withdrawn any more.
casework-withdraw-now = Withdraw it
casework-withdraw-not = Keep it
casework-track-title = Track a case
casework-track-lead = No account is needed. Number and code stand on the slip and were shown when the application was submitted.
casework-track-number = Case number
casework-track-number-hint = Such as 440106001 2026 A 00000001 X; spaces and dashes may be left out.
casework-track-secret = Receipt code
casework-track-secret-hint = Ten letters and digits, capital or small.
casework-track-follow = Look it up
casework-track-wrong = There is no such case. Check the number and the code
casework-track-another = Track another case
casework-tracked-title = How the case stands
casework-tracked-no-data = No personal data of the applicant is shown here. The applicant sees everything after signing in.

# Messages

casework-message-submitted = Your application for “{ $item }” has arrived. Its number is { $number }.
casework-message-received = “{ $item }” ({ $number }) was received by the window.
casework-message-correction = “{ $item }” ({ $number }) must be corrected by { $day }. Everything is listed at once.
casework-message-accepted = “{ $item }” ({ $number }) was accepted.
casework-message-deemed = “{ $item }” ({ $number }): nothing was said in time, so by law it counts as accepted from the day the papers arrived.
casework-message-turned-away = “{ $item }” ({ $number }) was not accepted. The notice gives the reasons.
casework-message-paused = “{ $item }” ({ $number }) is in a special procedure, expected to end { $day }. The clock is stopped.
casework-message-resumed = “{ $item }” ({ $number }): the special procedure ended and the clock runs on.
casework-message-extended = “{ $item }” ({ $number }) was extended. The decision comes by { $day }; the notice gives the reasons.
casework-message-delay = “{ $item }” ({ $number }) is late. The body has given its reason; the case says what you can do.
casework-message-approved = “{ $item }” ({ $number }) was granted.
casework-message-denied = “{ $item }” ({ $number }) was denied. The decision gives reasons and remedies.
casework-message-delivered = The result of “{ $item }” ({ $number }) was delivered.
casework-message-withdrawn = “{ $item }” ({ $number }) was withdrawn as you asked.

# Notices

casework-notice-slip = Receipt slip
casework-notice-acceptance = Notice of acceptance
casework-notice-correction = Notice of what must be corrected
casework-notice-not-required = Notice that no licence is needed
casework-notice-refusal = Decision not to accept
casework-notice-special = Notice of a special procedure
casework-notice-extension = Notice of extension
casework-notice-delay = Explanation of the delay
casework-notice-approval = Decision granting
casework-notice-denial = Decision denying
casework-notice-withdrawal = Confirmation of withdrawal
casework-basis-al-32 = Administrative Licensing Law, article 32
casework-basis-al-38 = Administrative Licensing Law, article 38
casework-basis-al-42 = Administrative Licensing Law, article 42
casework-basis-al-45 = Administrative Licensing Law, article 45
casework-remedies = You may ask for administrative reconsideration within sixty days of receiving this, or bring an action before the people's court within six months.
casework-remedies-delay = Against a failure to act in time you may complain to the body above, ask for administrative reconsideration, and after it bring an action before the people's court.
casework-day-answer-by = Correct by
casework-day-was-due = Was due
casework-day-expected-end = Expected to end
casework-day-new-end = New last day
casework-extended = Extended
casework-special-hearing = hearing
casework-special-tender = tender
casework-special-auction = auction
casework-special-inspection = inspection
casework-special-testing = testing
casework-special-quarantine = quarantine
casework-special-appraisal = appraisal
casework-special-expert-review = expert review
casework-printed-application = Application: { $item }
casework-printed-signed-by = Signed by
casework-printed-method = Method
casework-printed-online = confirmed online after signing in
casework-printed-time = Time
casework-printed-licence = electronic licence
casework-printed-record = government data
casework-printed-file = electronic file
casework-printed-later = to follow
casework-printed-seal = Government services
casework-printed-case = Case number
casework-printed-item = Service item
casework-printed-applicant = Applicant
casework-printed-body = Handled by
casework-printed-received-at = Received
casework-printed-phone = Telephone
casework-printed-address = Address
casework-printed-remedy = Correct it as described and send it again
casework-printed-right-body = The application belongs to { $body }.
casework-printed-next = By { $day } at the latest the body tells whether it is accepted, or everything that must be corrected.
casework-printed-next-law = With the case number and the receipt code the case can be followed.
casework-printed-deemed = Nothing was said within the limit of the law; it counts as accepted from the day the papers arrived.
casework-printed-acceptance = Your application of { $day } for “{ $item }” meets the conditions and is accepted.
casework-printed-correction = Your application of { $day } for “{ $item }” has arrived. The papers must be corrected; everything that must be corrected is listed below, once and for all. When it is complete, the application will be accepted.
casework-printed-not-required = By law no licence is needed for your application of { $day } for “{ $item }”; it is therefore not taken on.
casework-printed-refusal = After examination your application of { $day } for “{ $item }” is not accepted.
casework-printed-special = Your application for “{ $item }” enters the following special procedure, whose time the limit does not count.
casework-printed-extension = Your application for “{ $item }” can't be decided within the limit. It was extended with approval, for these reasons.
casework-printed-delay = Your application for “{ $item }” was not finished by the day due. The body gives these reasons.
casework-printed-approval = Your application of { $day } for “{ $item }” meets the conditions of the law and is granted.
casework-printed-denial = After examination your application of { $day } for “{ $item }” is denied, for these reasons.
casework-printed-withdrawal = You have withdrawn your application of { $day } for “{ $item }”; it is no longer handled.

# Every day


# What is wrong

casework-not-now = The case is “{ $state ->
    [submitted] submitted
    [received] received
    [correction] to be corrected
    [not_required] no licence needed
    [refused] not accepted
    [accepted] accepted
    [special] in a special procedure
    [approved] granted
    [denied] denied
    [withdrawn] withdrawn
   *[terminated] terminated
 }”, so the law does not allow this ({ $article ->
    [al-32] Administrative Licensing Law, article 32
    [al-32-4] Administrative Licensing Law, article 32(4)
    [al-32-5] Administrative Licensing Law, article 32(5): what was corrected must be accepted
    [al-32-1-32-2] Administrative Licensing Law, article 32(1) and (2)
    [al-38] Administrative Licensing Law, article 38
    [al-38-42] Administrative Licensing Law, articles 38 and 42
    [al-42] Administrative Licensing Law, article 42: extended once only
    [al-44] Administrative Licensing Law, article 44
   *[al-45] Administrative Licensing Law, article 45
 })
casework-reason-wanting = Say why, or what
casework-defect-untouched = This has not been corrected yet
casework-paper-wanting = Please hand in this document
casework-field-wanting = Fill this in
casework-field-control = It contains characters that can't be shown. Remove them
casework-field-number = Enter a number
casework-field-less = Not less than { $least }
casework-field-more = Not more than { $most }
casework-field-date = Enter a date such as 2026-11-22
casework-field-date-far = The date is too early or too late. Check it
casework-field-choice = Choose one of those listed
casework-field-phone = Enter a telephone number such as 13800138000 or 020-12345678
casework-field-email = Enter an address such as name@example.com
casework-field-division = Choose a division
casework-field-long = At most { $most } characters
casework-file-none = Choose a file
casework-file-empty = The file is empty. Choose another
casework-file-large = The file is too large. At most { $most } MB
casework-file-type = This kind of file is not taken. Use PDF, OFD, a picture, Word or Excel
casework-file-lies = The name of the file and its content ({ $media }) do not agree. Check it and choose again
casework-file-program = Programs are not taken
casework-file-fault = The file could not be kept. Try again
casework-file-quota = You have uploaded 200 MB today. Go on tomorrow, or make the files smaller
casework-paper-twice = The same document is named twice
casework-key-used = This Idempotency-Key was used for another request

# Staff

casework-desk-title = Desk
casework-desk-views = Views of the desk
casework-desk-view-tasks = My tasks
casework-desk-view-submitted = To be received
casework-desk-view-received = To be accepted
casework-desk-view-correction = Being corrected
casework-desk-view-accepted = In hand
casework-desk-view-special = Special procedure
casework-desk-view-deliver = To be handed out
casework-desk-none-tasks = No tasks. Cases that your body has to review or decide appear here, the most urgent first.
casework-desk-none-submitted = Nothing to receive. Applications sent online appear here.
casework-desk-none-received = Nothing to accept. Cases appear here when they have been received.
casework-desk-none-correction = Nothing is being corrected. After a correction notice a case waits here for the applicant.
casework-desk-none-accepted = Nothing in hand. Accepted cases appear here.
casework-desk-none-special = No case is in a special procedure.
casework-desk-none-deliver = Nothing to hand out. Granted results that are collected in person appear here.
casework-desk-elsewhere = Your post handles no single cases.
casework-desk-masked = Names on lists are covered, so reading a list is no look at personal data.
casework-desk-item = Service
casework-desk-applicant = Applicant
casework-desk-due = Last day
casework-desk-age = Waiting
casework-desk-no-limit = No limit
casework-desk-late-by = { $days } late
casework-desk-last-day = Today is the last day
casework-desk-left = { $days } left
casework-desk-stopped = Not counted
casework-desk-task-review = Review
casework-desk-task-decide = Decision
casework-desk-waits-nobody = waiting for nobody
casework-desk-keys = Keys
casework-desk-keys-hint = Press ? to see the keys.
casework-desk-key-rows = Next row, row before
casework-desk-key-open = Open the row
casework-desk-key-views = Another view
casework-desk-close = Close
casework-desk-acts = What can be done now
casework-desk-no-acts = There is nothing for you to do now: { $waits }.
casework-desk-and-next = { $act } and open the next
casework-desk-next-case = Next case
casework-desk-back-to-list = Back to the list
casework-desk-back-to-case = Back to the case
casework-desk-save = Submit
casework-desk-save-next = Submit and open the next
casework-desk-deemed = Accepted by law
casework-desk-submitted = Submitted
casework-desk-channel = Came by
casework-desk-channel-online = Online
casework-desk-channel-window = Window
casework-desk-channel-program = Program
casework-desk-declared = What was declared
casework-desk-covered = covered
casework-desk-unmask = See what is covered
casework-desk-unmask-why = Why you have to see it
casework-desk-unmask-hint = Your name, body, the time and the reason are recorded, and the applicant sees them under 'Who looked at my data'.
casework-desk-unmask-act = Record and show
casework-desk-unmasked = Everything is shown, and covered again after 15 minutes. Your look has been recorded.
casework-desk-parts = Parts of the bodies
casework-desk-by = by { $day }
casework-desk-act-receive = Receive
casework-desk-hint-receive = Takes the application over. The applicant is told.
casework-desk-act-accept = Accept
casework-desk-hint-accept = Makes the acceptance notice; the time limit begins.
casework-desk-act-correction = Ask for correction
casework-desk-hint-correction = Every defect at once, and only once.
casework-desk-act-refusal = Turn away
casework-desk-hint-refusal = No permit is needed, another body is competent, or the conditions are not met.
casework-desk-act-opinion = Give the opinion
casework-desk-hint-opinion = After the last body's opinion the next step opens by itself.
casework-desk-act-decision = Decide
casework-desk-hint-decision = A grant makes its result at once; a denial gives its reasons.
casework-desk-act-pause = Begin a special procedure
casework-desk-hint-pause = Time for hearings, inspections, tests, appraisals and expert reviews is not counted.
casework-desk-act-resume = End the special procedure
casework-desk-hint-resume = The clock runs on from the next working day.
casework-desk-act-extension = Extend the limit
casework-desk-act-delay = Say why it is late
casework-desk-hint-extension = Once, by the head of the body; the applicant is told why.
casework-desk-hint-delay = The applicant sees the reason at once; the clock runs on.
casework-desk-act-deliver = Record the delivery
casework-desk-hint-deliver = The result was handed to the applicant.
casework-desk-correction-once = A correction can be asked only once. List every defect now: what is not listed can't be asked later, and when all is mended the application must be accepted (Administrative Licensing Law, art. 32).
casework-desk-correction-answer-by = The applicant is asked to answer by { $day }.
casework-desk-defect-hint = When ticked: what is wrong, and how to mend it
casework-desk-defect-label = What is wrong with "{ $what }", and how to mend it
casework-desk-defect-words = Say what is wrong and how to mend it
casework-desk-defect-long = At most 500 characters, without control characters
casework-desk-defect-none = Tick at least one thing that is to be corrected
casework-desk-ground = Ground
casework-desk-ground-not-required = No permit is needed by law
casework-desk-ground-not-required-hint = Administrative Licensing Law, art. 32(1): said at once
casework-desk-ground-not-ours = Not within the powers of this body
casework-desk-ground-not-ours-hint = Administrative Licensing Law, art. 32(2): refused, and the right body named
casework-desk-ground-not-eligible = Plainly without the conditions for acceptance
casework-desk-ground-not-eligible-hint = Refused, with reasons and remedies
casework-desk-right-body = The body to apply to
casework-desk-right-body-hint = Needed when it is not within the powers of this body
casework-desk-reason = Reason
casework-desk-refusal-hint = In words the applicant understands; it is printed on the notice
casework-desk-reason-told = The applicant is told in writing
casework-desk-opinion = Opinion
casework-desk-decision = Decision
casework-desk-agree = Agree
casework-desk-agree-hint = The part of this body meets the conditions
casework-desk-disagree = Disagree
casework-desk-disagree-hint = Say which condition is not met
casework-desk-approve = Grant
casework-desk-approve-hint = Makes the decision; an electronic licence is issued at once
casework-desk-deny = Deny
casework-desk-deny-hint = With reasons, and the rights to reconsideration and suit (Administrative Licensing Law, art. 38)
casework-desk-words-opinion = The opinion in words
casework-desk-words-opinion-hint = For the deciding body; the applicant does not see it
casework-desk-words-decision = Reasons
casework-desk-words-decision-hint = Needed for a denial; printed on the decision
casework-desk-procedure = Which procedure
casework-desk-expected-end = Expected to end on
casework-desk-lead-pause = The time of a special procedure is not counted, and the applicant is told in writing (Administrative Licensing Law, art. 45). Asking for more papers is not a special procedure.
casework-desk-lead-extension = When no decision is possible within 20 days, the head of the body may add 10; 15 where bodies act jointly. Only once (Administrative Licensing Law, art. 42).
casework-desk-lead-delay = The case is past its day. Say why and when it can be expected; the reason lengthens nothing.
casework-look-case = Opened the case
casework-look-file = Opened a file you handed in
casework-look-notice = Opened a notice
casework-look-program = Read the case by program
casework-look-reason-examine = Saw the full data: to examine the application
casework-look-reason-identify = Saw the full data: to check who applies
casework-look-reason-contact = Saw the full data: to reach the applicant
casework-look-reason-complaint = Saw the full data: to handle a complaint
casework-window-title = Window
casework-window-find = Find a case by its number
casework-window-find-hint = Printed on the receipt slip
casework-window-find-act = Find
casework-window-not-found = This window has no case with that number. Check it
casework-window-list-submitted = To be received
casework-window-list-deliver = To be handed out
casework-window-more = See all
casework-visit-new = Record a visit without a case
casework-visit-lead = Someone came and no case was opened: write down why and what you said, and hand over a slip. No names and no numbers of the visitor.
casework-visits-title = Visits without a case
casework-visits-none = None recorded yet. Record one here when a visit leads to no case.
casework-visit-slip = Visit slip
casework-visit-recorded = Recorded
casework-visit-number = Number of the slip
casework-visit-at = Time
casework-visit-window = Window
casework-visit-item = Service
casework-visit-item-hint = What they came for: the name of the service
casework-visit-reason = Why it could not be done
casework-visit-reason-papers = Papers are missing
casework-visit-reason-not-here = It is not done here
casework-visit-reason-not-entitled = The conditions are not met
casework-visit-reason-system = The system failed
casework-visit-reason-other = Something else
casework-visit-told = What was said
casework-visit-told-hint = What is missing, where to go, whom to ask, all at once; printed on the slip
casework-visit-by = Seen by
casework-visit-phone = Phone
casework-visit-address = Address
casework-visit-record = Record and make the slip
casework-visit-keep = Keep this slip. Show its number next time and you need not begin again.
casework-visit-print = Print
casework-board-title = Board
casework-board-lead = Every figure opens the cases behind it.
casework-board-below = Divisions below:
casework-board-body = Body
casework-board-late = Late
casework-board-submitted = To be received
casework-board-received = To be accepted
casework-board-correction = Being corrected
casework-board-accepted = In hand
casework-board-special = Special procedure
casework-board-corrected = With a correction
casework-board-deemed = Accepted by law
casework-board-sum = Sum of this page
casework-board-period = 'With a correction' and 'Accepted by law' count cases of the last 30 days; the others are as of now.
casework-board-csv = Download as a table (CSV)
casework-board-none = This division has no bodies.
casework-board-no-cases = There are no such cases now.
casework-board-head-number = Case number
casework-board-head-item = Service
casework-board-head-body = Body
casework-board-head-state = State
casework-board-head-waits = Waits for
casework-board-head-since = Since
casework-board-head-due = Last day
casework-board-head-late = Late by
casework-board-head-why = Why
casework-board-head-now = What now
casework-board-why-submitted = The window has not received it
casework-board-why-received = Neither accepted nor a correction asked
casework-board-why-accepted = No opinion or decision within the limit
casework-board-now-submitted = Press the window; a permit case is accepted by law
casework-board-now-received = Press the body to accept; a permit case is accepted by law
casework-board-now-accepted = Press the body it waits for, and explain to the applicant
casework-desk-sample-item = Food business licence
casework-desk-sample-words = It meets the conditions; a grant is proposed

# The course of a case

casework-course-title = Course
casework-course-outline = The course in words
casework-course-described = A drawing of the process. “The course in words” below it says the same.
casework-course-then = then { $steps }
casework-course-else = else { $step }
casework-course-if = { $step } if { $condition }
casework-place-own = The body that offers the item
casework-place-competent = { $level } body for { $line }
casework-step-review = Review
casework-step-decide = Decision
casework-step-of = { $what }: { $body }
casework-step-special = Special procedure
casework-step-accepted = Accepted
casework-step-over = Closed
casework-step-begins = Special procedure begins
casework-step-ends = Special procedure ends
casework-kind-event = { $position } ({ $what })
casework-position-start = Start
casework-position-start-beside = Start beside
casework-position-catch = Wait
casework-position-throw = Send out
casework-position-boundary = Interruption
casework-position-boundary-beside = Aside
casework-position-end = End
casework-trigger-message = message
casework-trigger-timer = time
casework-trigger-signal = signal
casework-trigger-error = error
casework-trigger-escalation = escalation
casework-trigger-conditional = condition
casework-trigger-link = link
casework-trigger-terminate = terminate
casework-trigger-compensation = compensation
casework-trigger-cancel = cancel
casework-trigger-multiple = several
casework-kind-exclusive-gateway = One way of several
casework-kind-parallel-gateway = Side by side
casework-kind-inclusive-gateway = One way or more
casework-kind-event-based-gateway = Whatever happens first
casework-kind-complex-gateway = Complex gateway
casework-kind-task = Task
casework-kind-user-task = Done by people
casework-kind-manual-task = Done by hand
casework-kind-service-task = Service
casework-kind-send-task = Send
casework-kind-receive-task = Receive
casework-kind-script-task = Computed
casework-kind-business-rule-task = Decided by rules
casework-kind-call-activity = Called process
casework-kind-sub-process = Sub-process
casework-kind-event-sub-process = Sub-process set off by an event
casework-kind-transaction = Transaction
casework-kind-ad-hoc-sub-process = Ad-hoc sub-process
casework-kind-sequential-ad-hoc-sub-process = Ad-hoc sub-process, one at a time
casework-outcome-agree = Agree
casework-outcome-disagree = Disagree
casework-outcome-approve = Grant
casework-outcome-deny = Deny

# The console of models

casework-models-title = Models
casework-models-lead = Which steps an item takes and which bodies do them is drawn as a model. An item without a model of its own goes by the one generated from what the catalogue says.
casework-models-drafts = Drafts
casework-models-published = Published models
casework-models-items = All items
casework-models-find = Find by name or code
casework-models-find-act = Find
casework-models-none = Nothing found. Try another word.
casework-models-item = Item
casework-models-number = Version
casework-models-place = Where it holds
casework-models-place-hint = The model of a smaller place goes before that of a larger one.
casework-models-state = State
casework-models-note = Note
casework-models-note-hint = What is new, and why. Staff who see the model read it.
casework-models-by = Drawn by
casework-models-published-by = Published by
casework-models-since = Since
casework-models-everywhere = Everywhere
casework-models-version = Version { $number } ({ $place })
casework-models-ended = Version { $number } (ended; cases still go by it)
casework-models-older = Generated earlier (cases still go by it)
casework-models-generated = Generated model
casework-models-generated-rest = Elsewhere: generated model
casework-models-here = { $cases ->
    [one] { $cases } case
   *[other] { $cases } cases
 }, { $late } late; the first since { $since }
casework-models-running = { $cases ->
    [one] { $cases } step is in hand
   *[other] { $cases } steps are in hand
 }, { $late } of them late.
casework-models-counted = Counted over the newest 10,000 running cases.
casework-models-versions = Versions
casework-models-no-versions = No model of its own yet; the generated one holds.
casework-models-new = Draw a new version
casework-models-base = Begin with
casework-models-base-generated = The generated model
casework-models-base-version = Version { $number }
casework-models-draw = Begin drawing
casework-models-drawn-by = Drawn by { $name }
casework-models-published-by-name = published by { $name }
casework-models-one = A version
casework-models-rehearse = Rehearse
casework-models-compare = Compare
casework-models-past = Try it on past cases
casework-models-download = Download BPMN
casework-models-fit = Nothing stands in the way of publication.
casework-models-faults = To be mended before publication
casework-models-faulty = Faulty
casework-models-path = By way of { $path }
casework-models-publish = Publish
casework-models-publish-lead = Cases accepted from now on go by this version; those already accepted keep theirs.
casework-models-publish-act = Publish this version
casework-models-own-hand = Who drew it can’t publish it: a second person checks and publishes.
casework-models-unfit = This model still has faults and can’t be published.
casework-models-steps = Change a step
casework-models-step-act = What to do
casework-models-step-after = Add a step after it
casework-models-step-beside = Add a step beside it
casework-models-step-away = Take it away
casework-models-step-body = Have another body do it
casework-models-step-which = Which step
casework-models-step-name = Name of the new step
casework-models-step-name-hint = Left empty it is called “Review” with the body.
casework-models-step-level = Body at
casework-models-step-level-hint = Not needed to take a step away.
casework-models-step-line = Line
casework-models-step-line-hint = As the directory calls it, such as 市场监管. Not needed for the body that offers the item.
casework-models-step-days = Working days at most
casework-models-step-basis = Legal basis
casework-models-step-basis-hint = Whatever adds a step, a body or a paper needs one.
casework-models-step-do = Change the draft
casework-models-step-mandatory = This step may not be left out.
casework-models-step-not-simple = This step has conditions, several ways out or events at its border; change the model itself.
casework-models-step-several-ways = Several ways lead on from this step; change the model itself.
casework-models-step-not-possible = This step can’t be changed so.
casework-models-draw-title = The model
casework-models-text = BPMN 2.0 text
casework-models-text-hint = Paste what any BPMN 2.0 modeller drew.
casework-models-save = Save the draft
casework-models-discard = Discard this draft
casework-models-end = End
casework-models-end-lead = New cases then go by the model of a larger place, or by the generated one.
casework-models-end-act = End this version
casework-models-compare-with = Compare with
casework-models-same = Both mean the same.
casework-models-added = Added
casework-models-removed = Removed
casework-models-changed = Changed
casework-models-rehearse-lead = Play the model through step by step, without a case.
casework-models-applicant = Applicant
casework-models-person = A person
casework-models-enterprise = An enterprise
casework-models-jurisdiction = Competent level
casework-models-assume = Assume this
casework-models-stuck = It is stuck: { $why }
casework-models-over = The process has ended.
casework-models-next = Next
casework-models-pass-time = Let the next timer fire
casework-models-time-passed = A timer fired
casework-models-did = { $step }: { $outcome }
casework-models-tokens = { $count } here
casework-models-log = Steps so far
casework-models-back = One step back
casework-models-again = From the beginning
casework-models-sample-note = Police review beside the others
casework-edition-draft = Draft
casework-edition-published = Published
casework-edition-ended = Ended
casework-edition-discarded = Discarded
casework-same-hand = Who drew or proposed it can’t approve it: a second person must.
casework-model-too-long = The text is too long.
casework-model-not-bpmn = This is no BPMN 2.0 text that can be read.
casework-past-lead = The newest closed cases are done again on this version, to see what would have been different. The cases themselves are not touched.
casework-past-cases = Cases done again
casework-past-same = The same way
casework-past-other = Another way
casework-past-waiting = Would wait for a step never done
casework-past-late = A step would have been late
casework-past-unknown = Without a record of their process
casework-past-was = Was
casework-past-would-be = Would be
casework-past-waits-at = Waits at
casework-past-late-at = Late
casework-past-took = { $step } took { $took } working days of { $days }
casework-past-more = { $count } more are not shown.

# What keeps a model from being published

casework-rule-detail = { $rule } ({ $detail })
casework-rule-not-bpmn = Can’t be read as BPMN 2.0
casework-rule-several-processes = There must be one process alone
casework-rule-no-decision = No step decides (AL 38)
casework-rule-decision-avoidable = A way leads here without a decision
casework-rule-nobody-does-it = Nobody here does steps of this kind
casework-rule-start-not-plain = The process begins with the acceptance; use a plain start event
casework-rule-nobody-sends-it = Nobody sends what it waits for
casework-rule-nobody-hears-it = Nobody hears what it sends
casework-rule-form-wanting = Say whether it is a review or a decision (form)
casework-rule-body-unclear = Say which body does it
casework-rule-body-unknown = There is no such body
casework-rule-basis-wanting = Name the legal basis
casework-rule-decision-not-mandatory = A decision may not be left out; mark it mandatory
casework-rule-decision-repeated = A decision is made once, not repeated
casework-rule-deadlock = It gets stuck: it waits for a branch that never comes
casework-rule-endless-loop = It goes round for ever
casework-rule-dead-activity = Nothing ever leads here
casework-rule-lack-of-synchronisation = Parallel branches go on without being joined; what follows is done more than once
casework-rule-unbounded-repetition = Each turn leaves another branch behind
casework-rule-end-reached-twice = One case comes to this end twice
casework-rule-message-left = A message may be sent when nobody waits any more
casework-rule-not-decided = Too complex to be checked; simplify
casework-rule-bad-value = A wrong value
casework-rule-boundary-with-incoming = Nothing may flow into a boundary event
casework-rule-boundary-without-trigger = Say what the boundary event waits for
casework-rule-call-without-process = Name the process to call
casework-rule-cancel-outside-transaction = Cancel events belong to transactions
casework-rule-catch-without-trigger = Say what it waits for
casework-rule-complex-gateway = Complex gateways are not run
casework-rule-condition-missing = Write the condition
casework-rule-crosses-scope = A flow may not cross the border of a sub-process
casework-rule-duplicate-id = This id stands twice
casework-rule-end-with-outgoing = Nothing may follow an end
casework-rule-event-subprocess-connected = An event sub-process has no flows
casework-rule-event-subprocess-start = An event sub-process begins with one trigger
casework-rule-gateway-target = Only events that wait may follow
casework-rule-link-without-target = The link leads nowhere
casework-rule-loop-without-end = Give the loop a condition or a maximum
casework-rule-missing-reference = It refers to what isn’t there
casework-rule-multi-instance-without-count = Say how often
casework-rule-multiple-events = One event, one definition
casework-rule-no-id = It has no id
casework-rule-no-process = There is no process
casework-rule-nothing-to-start = Nothing begins it
casework-rule-parallel-event-gateway = Parallel event-based gateways are not run
casework-rule-start-with-incoming = Nothing may flow into a start
casework-rule-start-trigger = A process can’t start with this
casework-rule-subprocess-start = A sub-process begins with a plain start
casework-rule-throw-kind = This kind of event can’t be thrown
casework-rule-timer-unset = Say when
casework-rule-unknown-element = This element is not run
# A correction that nobody answered
casework-correction-unanswered = If you don't answer in time, the body may end the case and tells you in writing; you may apply again later.
casework-correction-lapses = If you don't answer in time, the application counts as given up under { $basis } and the case ends; you may apply again later.
casework-correct-late = The time for the correction ended { $day }. Until the case is ended you can still correct it.
casework-notice-termination = Decision to end the case
casework-message-lapsed = “{ $item }” ({ $number }) was not corrected in time and counts as given up by law; the case has ended. You may apply again with the same answers.
casework-message-terminated = “{ $item }” ({ $number }) was not corrected in time and the body has ended the case; the decision gives the reason. You may apply again with the same answers.
casework-printed-unanswered = If the papers are not corrected in time, this body may end the case and tells you in writing; you may apply again later.
casework-printed-lapses = If the papers are not corrected in time, the application counts as given up under { $basis } and is no longer handled; you may apply again later.
casework-printed-termination = Your application of { $day } for “{ $item }” was not corrected in time after you were told once of everything; its handling ends here. You may apply again.
casework-printed-lapsed = Under { $basis } an application that is not corrected in time counts as given up.
casework-answer-still-open = The applicant may answer until { $day }; the case can't be ended before.
casework-desk-unanswered = Not answered in time
casework-desk-awaits-answer = Awaits the answer
casework-desk-act-termination = End the case
casework-desk-hint-termination = The applicant didn't answer in time. The decision gives your reason and the remedies.
casework-desk-lead-termination = The time for the correction has run out without an answer. Give the reason; the applicant may apply again later.
casework-models-hints = Worth knowing
casework-models-rules = Rules
casework-models-rules-lead = Decision tables (DMN) are published with the model. A business-rule task names the decision that it asks; conditions may use what it comes to.
casework-models-facts = Answers that rules may ask for
casework-models-facts-hint = Only numbers, choices, yes or no and days, and none that describe a person: in the process they stand unsealed.
casework-models-decisions = DMN text
casework-models-decisions-hint = Paste what any DMN 1.2 to 1.5 modeller made.
casework-models-rules-save = Save the rules
casework-models-rules-drop = Take the tables away
casework-model-not-dmn = This is no DMN text that can be read.
casework-rule-decisions-unreadable = The decision tables can’t be read
casework-rule-decisions-faulty = A fault in the decision tables
casework-rule-decision-unknown = The model carries no such decision
casework-rule-fact-unknown = The form has no such answer, or it may not be asked for
casework-rule-decision-gap = No rule for some cases
casework-rule-decision-overlap = Two rules contradict each other
casework-rule-decision-masked = A rule that never decides
casework-models-fact-is = { $name } (assumed)
