# Texts of the catalogue: guides, themes, bodies, the one-time notice, import reports.

catalogue-items = All services
catalogue-items-person = Services for people
catalogue-items-enterprise = Services for businesses and organisations
catalogue-count = { $count ->
    [one] 1 service
   *[other] { $count } services
 }
catalogue-nothing = Services would be listed here. None is published for the place you chose; choose another place, or search from the home page.
catalogue-serves = Showing what serves
catalogue-serves-change = Choose another place
catalogue-between = {", "}

catalogue-themes = Services by theme
catalogue-themes-lead = Start from what has come up in your life or business, and find what needs doing.
catalogue-themes-person = People
catalogue-themes-enterprise = Businesses and organisations
catalogue-small = For small businesses
catalogue-small-lead = What small shops, workshops and the self-employed need most, with the ways to visit less, submit less and wait less.

catalogue-bodies = Government bodies
catalogue-bodies-lead = The bodies that serve your area, the nearest first.
catalogue-power-list = Powers and services
catalogue-power-list-lead = { $count ->
    [one] 1 entry
   *[other] { $count } entries
 }, by type.
catalogue-fictional = This body is made up for the demonstration; do not use its address or telephone number.
catalogue-address = Address
catalogue-phone = Telephone
catalogue-uscc = Unified social credit code

catalogue-mode-case = Apply here
catalogue-mode-answer = Information
catalogue-mode-booking = Booking
catalogue-mode-link = Elsewhere
catalogue-act-case = Start the application
catalogue-act-answer = See the body's answer
catalogue-act-booking = Go to booking
catalogue-act-link = Go to the body's own system
catalogue-act-words-case = Fill it in once and save it at any time. You need not hand in what the government already holds.
catalogue-act-words-answer = Nothing to apply for: what you need is on this page. For anything else, ask as shown below.
catalogue-act-words-booking = The body's own system takes the booking; nothing of it is kept here.
catalogue-act-words-link = The body's own system handles this; we take you there.
catalogue-power-only = This is a power that the body uses on its own account. Nobody applies for it; it is listed here to be known.
catalogue-demo = This guide was written for the demonstration and is not a basis for any act.

catalogue-type-01 = Permit
catalogue-type-02 = Penalty
catalogue-type-03 = Coercive measure
catalogue-type-04 = Levy
catalogue-type-05 = Benefit
catalogue-type-06 = Inspection
catalogue-type-07 = Confirmation
catalogue-type-08 = Reward
catalogue-type-09 = Ruling
catalogue-type-10 = Other power
catalogue-type-20 = Public service
catalogue-type-21 = Public service
catalogue-type = Type

catalogue-level-country = National
catalogue-level-province = Provincial
catalogue-level-city = City
catalogue-level-county = County or district
catalogue-level-township = Township
catalogue-level-village = Village

catalogue-usual = Usually decided in
catalogue-usual-of = { $cases ->
    [one] median of the last case
   *[other] median of the last { $cases } cases
 }
catalogue-promised = Promised within
catalogue-statutory = By law within
catalogue-at-once = On the spot
catalogue-visits = Visits
catalogue-visits-count = { $count ->
    [0] None
    [one] 1 visit
   *[other] { $count } visits
 }
catalogue-fees = Fees
catalogue-free = Free of charge
catalogue-fee = Charged
catalogue-yes = Yes
catalogue-no = No

catalogue-who = Who may apply
catalogue-whom = Whom it is for
catalogue-conditions-cut = The source breaks off here without the list that should follow. Please ask the body.
catalogue-audience-person = People
catalogue-audience-enterprise = Companies
catalogue-audience-institution = Public institutions
catalogue-audience-social-organisation = Social organisations
catalogue-audience-other-enterprise = Unincorporated businesses
catalogue-audience-government = Government bodies
catalogue-audience-other = Other organisations

catalogue-materials = What you need
catalogue-materials-none = The published list asks for no documents. Nobody may ask you for anything that is not on the list.
catalogue-held = { $held } of { $all } documents are already held by the government; you need not hand them in.
catalogue-held-tag = Already held, nothing to hand in
catalogue-necessity-required = Required
catalogue-necessity-conditional = Needed in some cases
catalogue-necessity-late-ok = May follow later
catalogue-kind-original = Original
catalogue-kind-copy = Copy
catalogue-kind-both = Original and copy
catalogue-kind-electronic = Electronic file
catalogue-copies = { $copies ->
    [one] 1 copy
   *[other] { $copies } copies
 }
catalogue-from-applicant = From you
catalogue-from-government-data = From government data
catalogue-from-government-licence = Electronic licence
catalogue-from-third-party = From a third party
catalogue-condition = When it is needed:
catalogue-spec = How it should be:
catalogue-standard = Accepted when:
catalogue-issuer = Issued by:
catalogue-basis = Legal basis:

catalogue-notice = One-time notice
catalogue-notice-words = Tick what applies to you and get a list that is yours alone, to print or to take along by its QR code.
catalogue-notice-words-plain = All you need on one sheet, to print or to take along by its QR code.
catalogue-notice-make = Make the notice
catalogue-notice-once = All you need to know for this is on this sheet; you will not be asked for anything that is not listed.
catalogue-notice-bring = What you bring
catalogue-notice-bring-none = Nothing: the government holds it all.
catalogue-notice-held = Already held, nothing to hand in
catalogue-notice-answers = Your situation
catalogue-notice-facts = Time, cost and contact
catalogue-notice-qr = Scan to return to this notice
catalogue-notice-pdf = Download as PDF
catalogue-notice-back = Back to the guide
catalogue-notice-as-of = As published on { $date }; the guide at the time of handling counts.

catalogue-process = How it goes
catalogue-shape-single = One body does it all.
catalogue-shape-chain = A local body examines it first and sends it up; you apply only once.
catalogue-shape-sequence = Several bodies handle it one after the other and pass the papers on themselves.
catalogue-shape-side-by-side = Several bodies examine it at the same time; none waits for another.
catalogue-shape-alternatives = The competent body of your area handles it.
catalogue-side-by-side = { $count } bodies at the same time
catalogue-stage-receive = receives
catalogue-stage-review = reviews
catalogue-stage-decide = decides
catalogue-stage-deliver = delivers
catalogue-open = The list does not say which body this is
catalogue-open-place = The body depends on where you are
catalogue-specials = Procedures that may take time of their own
catalogue-special-hearing = Hearing
catalogue-special-tender = Tender
catalogue-special-auction = Auction
catalogue-special-inspection = Inspection
catalogue-special-testing = Testing
catalogue-special-quarantine = Quarantine
catalogue-special-appraisal = Appraisal
catalogue-special-expert-review = Expert review

catalogue-where = Where
catalogue-depth-none = In person only
catalogue-depth-info = Information online, handled in person
catalogue-depth-apply = You can apply online
catalogue-depth-full = Wholly online
catalogue-scope-division = Handled in its own area
catalogue-scope-city = Handled anywhere in the city
catalogue-scope-province = Handled anywhere in the province
catalogue-scope-country = Handled in other provinces too
catalogue-way-appointment = By appointment if you wish
catalogue-way-courier = The result can be posted
catalogue-way-kiosk = At self-service machines
catalogue-platform = Handled on:
catalogue-book = Book a visit
catalogue-result = What you get
catalogue-bases = Legal bases
catalogue-questions = Questions people ask
catalogue-contact = Advice and complaints
catalogue-advice = Advice
catalogue-complaint = Complaints
catalogue-themes-of = Themes
catalogue-provenance = About this guide
catalogue-code = Item code
catalogue-basic-code = Code in the basic catalogue
catalogue-handling-code = Code of the handling item
catalogue-power = Source of the power
catalogue-power-own = Its own by law
catalogue-power-delegated = Delegated from above
catalogue-power-authorised-superior = Authorised by a superior body
catalogue-power-authorised-same = Authorised by a body of the same level
catalogue-power-entrusted-superior = Entrusted by a superior body
catalogue-power-entrusted-same = Entrusted by a body of the same level
catalogue-case-type = Kind of handling
catalogue-case-type-instant = On the spot
catalogue-case-type-committed = Within a promised time
catalogue-case-type-reported = Reported upwards
catalogue-quantity = Limit of numbers
catalogue-effective = In force from
catalogue-expires = In force until
catalogue-version = Version
catalogue-version-of = { $version }, { $date }
catalogue-source = Source
catalogue-absent = The source does not publish: { $what }. Nothing is filled in here.
catalogue-absent-audience = whom it is for
catalogue-absent-conditions = conditions
catalogue-absent-materials = documents
catalogue-absent-statutory = limit by law
catalogue-absent-promised = promised limit
catalogue-absent-bases = legal bases
catalogue-absent-fees = fees
catalogue-absent-result = result
catalogue-absent-flow = steps
catalogue-absent-places = places
catalogue-absent-advice = where to ask
catalogue-absent-complaint = where to complain
catalogue-absent-faq = questions people ask

catalogue-go = You are about to leave this platform
catalogue-go-words = The body's own system handles this. When you go on you reach the website below; what you enter there does not pass through this platform.
catalogue-go-host = Website
catalogue-go-body = Body in charge
catalogue-go-platform = Name of the system
catalogue-go-plain = That website does not encrypt what is sent. Do not enter personal data on a public network.
catalogue-go-on = Go on
catalogue-go-back = Back to the guide

catalogue-form-applicant = Applicant
catalogue-form-about = What you apply for
catalogue-form-name = Name
catalogue-form-citizen-id = Citizen identity number
catalogue-form-address = Home address
catalogue-form-phone = Telephone
catalogue-form-phone-why = To tell you how the matter is going
catalogue-form-firm-name = Name of the organisation
catalogue-form-firm-uscc = Unified social credit code
catalogue-form-firm-rep = Legal representative
catalogue-form-firm-address = Registered address
catalogue-form-contact-name = Contact person
catalogue-form-matter = Your request
catalogue-form-matter-hint = Say in your own words what you need and what it concerns. It need not sound official.
catalogue-form-note = Anything else

catalogue-imports = Import reports
catalogue-imports-lead = The last import of each list, and what an editor should settle.
catalogue-imports-none = Imported lists would be shown here. They appear after the command tongban import items.
catalogue-report-read = Read
catalogue-report-created = New
catalogue-report-changed = Changed
catalogue-report-unchanged = Unchanged
catalogue-report-rejected = Rejected
catalogue-report-open = To be settled
catalogue-report-line = Line
catalogue-report-reason = Reason
catalogue-report-detail = What
catalogue-report-more = { $count ->
    [one] 1 more is in the JSON report of the command line.
   *[other] { $count } more are in the JSON report of the command line.
 }
catalogue-open-nobody-receives = No body receives: the lowest that reviews, or the item's own, is taken to
catalogue-open-nobody-decides = No body decides: the item's own is taken to
catalogue-open-several-receive = Several bodies of one level receive: taken side by side
catalogue-open-several-decide = Several bodies decide: the lower one is taken to go first
catalogue-open-alternatives = Complete at several levels: taken as alternatives by jurisdiction
catalogue-open-beside-alternatives = A body beside the alternatives: taken to take part in each
catalogue-open-stages-unreadable = The column of bodies is not written as the mapping says; left out
catalogue-open-line-unknown = A label names no line
catalogue-open-no-body = No body of this level and line
catalogue-open-several-bodies = Several bodies of this level and line
catalogue-open-name-twice = Another item has the same name
catalogue-open-promise-later = The promise may end later than the limit of the law
catalogue-open-conditions-cut = The conditions end with a colon; what follows is missing
catalogue-open-body-code-wrong = The credit code in the item's code fails its check
catalogue-open-theme-unknown = No theme has this name

catalogue-nav-themes = Themes
catalogue-nav-bodies = Bodies
catalogue-nav-imports = Imports

# Bundles 一件事
catalogue-things = One thing at a time
catalogue-nav-things = Life and business events
catalogue-things-about = Tell us what you are up to. A few questions find everything you need from all bodies, in order, with each paper and each answer asked for once.
catalogue-things-none = Bundles of items for an event will stand here once an editor has published one.
catalogue-things-lead-body = Led by
catalogue-things-edition = edition { $number }, published on { $date }
catalogue-things-begin = Find out what you need
catalogue-things-begin-words = { $questions ->
    [0] Nothing needs to be asked.
    [one] At most one short question. Your answer is not kept.
   *[other] At most { $questions } short questions, one a page. Your answers are not kept.
 }
catalogue-things-may = What it may come to
catalogue-things-always = Always
catalogue-things-sometimes = Depends
catalogue-things-number = Question { $number }
catalogue-things-on = Continue
catalogue-things-back = Back
catalogue-things-why = Why we ask
catalogue-things-why-item = It decides on
catalogue-things-why-source = Why nobody has it already
catalogue-things-known = What the government already knows
catalogue-things-object = Not right
catalogue-things-source = From { $source }, { $date }
catalogue-things-source-register = your identity card
catalogue-things-source-sign-in = your sign-in
catalogue-things-elsewhere = Somewhere else
catalogue-things-number-wrong = Type a whole number from { $least } to { $most }.
catalogue-things-result = What you need
catalogue-things-lead = { $items ->
    [one] 1 matter
   *[other] { $items } matters
 } in { $steps ->
    [one] one step.
   *[other] { $steps } steps.
 }
catalogue-things-longest = At the longest
catalogue-things-longest-words = At the longest { $days }, from the first application to the last decision.
catalogue-things-usual = Usually
catalogue-things-visits = Visits
catalogue-things-unknown = No limit is published for: { $items }. They count as none.
catalogue-things-print = One-time notice to print
catalogue-things-order = In this order
catalogue-things-order-words = What stands in one step is done at the same time. A step begins when what it needs is there.
catalogue-things-step = Step { $number }
catalogue-things-beside = at the same time
catalogue-things-after = after { $items }
catalogue-things-after-with = after { $items }; uses its { $papers }
catalogue-things-apply = Apply now
catalogue-things-bring = What to bring, once
catalogue-things-papers-words = { $bring ->
    [0] Nothing to bring.
    [one] One paper to bring.
   *[other] { $bring } papers to bring.
 } One by one these matters ask for { $apart }.
catalogue-things-held = What the government has
catalogue-things-held-word = Nothing to bring
catalogue-things-sign-in = Sign in to see which of them are on record
catalogue-things-if = If:
catalogue-things-for = For { $items }
catalogue-things-made = What earlier steps make, and nobody asks you for
catalogue-things-made-by = from { $item }
catalogue-things-form = One form
catalogue-things-fields-words = { $asked ->
    [one] One question
   *[other] { $asked } questions
 } instead of { $apart }; { $filled } of them can be filled in for you.
catalogue-things-fields = The questions
catalogue-things-filled = Filled in
catalogue-things-stuck = The answers so far do not decide the next question. Ask the leading body; an editor has to mend it.
catalogue-things-back-result = Back to what you need
catalogue-things-each = One by one
catalogue-things-link = Doing several things for one event? See what belongs together
catalogue-console-bundles = Bundles
catalogue-nav-bundles = Bundles
catalogue-same-hand = Who drew it can't publish it: a second person must.
catalogue-things-key-stays = The key of a bundle stays the same.
catalogue-things-body-unknown = No body has this key.
catalogue-things-wrong = This can't be kept: { $why }

# The console of bundles 一件事编制
catalogue-edition-draft = Draft
catalogue-edition-published = Published
catalogue-edition-ended = Ended
catalogue-edition-discarded = Given up
catalogue-console-number = Edition { $number }
catalogue-console-lead = Make a bundle here without code: write guiding questions, choose items, tick conditions. Every combination of answers is tried and what is left open is shown. A second person publishes.
catalogue-console-drafts = Drafts
catalogue-console-no-drafts = No drafts.
catalogue-console-published = Published
catalogue-console-begin = New draft
catalogue-console-begin-act = Begin
catalogue-console-base = Begin with
catalogue-console-blank = Nothing
catalogue-console-blank-hint = For a draft from nothing, give a name and the leading body too.
catalogue-console-note = What is new, and why
catalogue-console-note-hint = Who publishes it and later editors will read this
catalogue-console-name-zh = Name (Chinese)
catalogue-console-name-en = Name (English)
catalogue-console-body = Leading body
catalogue-console-counts = { $questions } questions, { $items } items, { $combinations } combinations of answers tried
catalogue-console-preview = See it as people will
catalogue-console-fits = Every combination of answers decides what is needed, and no question is needless. It can be published.
catalogue-console-faults = To be mended before it is published
catalogue-console-hints = Could be better
catalogue-console-hint = Note
catalogue-console-wrong = To mend
catalogue-console-under = For example with: { $answers }
catalogue-console-count = { $count ->
    [one] 1 finding
   *[other] { $count } findings
 }
catalogue-console-publish = Publish
catalogue-console-publish-lead = People are guided by this edition at once; the one before ends. Applications that have begun keep theirs.
catalogue-console-publish-act = Publish this edition
catalogue-console-unfit = The check found something to mend; it can't be published.
catalogue-console-questions = Guiding questions
catalogue-console-no-questions = No questions yet. Without any, every item is needed.
catalogue-console-question-new = Add a question
catalogue-console-items = Items
catalogue-console-no-items = No items yet.
catalogue-console-item-new = Add an item
catalogue-console-same = What means the same and is asked once
catalogue-console-same-lead = What has the same source is joined by itself; what is worded differently and means the same is joined here.
catalogue-console-same-new = Join two questions
catalogue-console-same-papers = Join two papers
catalogue-console-first = First
catalogue-console-second = Second
catalogue-console-once = Ask once
catalogue-console-apart = Ask apart
catalogue-console-held = Licences held already
catalogue-console-held-lead = For a licence that an item needs and no item here makes: which answers say that it is held.
catalogue-console-held-new = Add one
catalogue-console-licence = Licence
catalogue-console-drop = Remove
catalogue-console-up = Move up
catalogue-console-about = Name and summary
catalogue-console-summary-zh = Summary in a sentence or two (Chinese)
catalogue-console-summary-en = Summary in a sentence or two (English)
catalogue-console-aka = What people say
catalogue-console-aka-hint = One a line, for the search
catalogue-console-audience = For whom
catalogue-console-save = Save
catalogue-console-text = The whole as text (TOML)
catalogue-console-text-hint = For those who prefer to write it
catalogue-console-discard = Give the draft up
catalogue-console-end = End it
catalogue-console-end-lead = People won't find it any more. Applications that have begun go on.
catalogue-console-end-act = End this edition
catalogue-console-editions = Other editions
catalogue-console-asked-when = Asked when:
catalogue-console-needed-when = Needed when:
catalogue-console-condition = Condition
catalogue-console-condition-change = Change the condition
catalogue-console-label-zh = Question (Chinese)
catalogue-console-label-en = Question (English)
catalogue-console-hint-zh = Hint (Chinese)
catalogue-console-hint-en = Hint (English)
catalogue-console-key = Key
catalogue-console-key-hint = Small letters, digits and underscores, a letter first, such as dine_in
catalogue-console-kind = How it is answered
catalogue-console-kind-yesno = Yes or no
catalogue-console-kind-choice = One of several
catalogue-console-kind-number = A number
catalogue-console-kind-place = A place
catalogue-console-choices = Choices
catalogue-console-choices-hint = Only for “one of several”, at least two; a key that is left out is made from the reading
catalogue-console-choice-zh = Chinese
catalogue-console-choice-en = English
catalogue-console-choice-value = Key
catalogue-console-min = Least
catalogue-console-max = Most
catalogue-console-why-zh = Why it is asked (Chinese)
catalogue-console-why-en = Why it is asked (English)
catalogue-console-document = Law or rule
catalogue-console-article = Article
catalogue-console-no-source-zh = Why nobody has it already (Chinese)
catalogue-console-no-source-en = Why nobody has it already (English)
catalogue-console-known = Where the government may have the answer
catalogue-console-known-hint = Such as licence:business_licence or person.age; then it isn’t asked
catalogue-console-find = Find an item by name or code
catalogue-console-find-act = Find
catalogue-console-found = Items found
catalogue-console-add = Add it
catalogue-console-derived = By its materials it comes after:
catalogue-console-conditional = Materials that depend
catalogue-console-undecided = Not decided by a question; its own condition holds
catalogue-console-after = Also comes after
catalogue-console-after-hint = Where no licence passes between them
catalogue-console-not-after = Need not wait for
catalogue-console-not-after-hint = Where the order was derived wrongly
catalogue-console-own = Answered by what the applicant had before
catalogue-console-own-hint = And not by what an item here makes
catalogue-console-ticks-lead = Tick the answers that count. Several of one question: any of them. Several questions: all of them. Nothing ticked: always.
catalogue-console-no-ticks = Ticks can’t show this condition; write it as FEEL below. Saving ticks replaces it.
catalogue-console-from = From
catalogue-console-below = Less than
catalogue-console-feel = Written as FEEL
catalogue-console-feel-hint = Keys of questions are the names, such as dine_in = true and area >= 300
catalogue-console-no-feel = This is not FEEL.
catalogue-trouble-empty = It has no items.
catalogue-trouble-unreadable = The condition is not FEEL:
catalogue-trouble-unknown-name = The condition reads a name that is no question before it:
catalogue-trouble-computes = The condition computes with a number, so its borders can’t all be tried:
catalogue-trouble-item-missing = There is no such item:
catalogue-trouble-material-missing = The item has no such material:
catalogue-trouble-field-missing = The item has no such question:
catalogue-trouble-unlike = Of another kind or with other choices; one answer can’t serve both:
catalogue-trouble-not-conditional = This material doesn’t depend on anything:
catalogue-trouble-too-many = There are too many combinations of answers, more than
catalogue-trouble-undecidable = Some answers leave it open.
catalogue-trouble-nothing-chosen = Some answers choose no item at all.
catalogue-trouble-never-chosen = No answers ever choose it.
catalogue-trouble-contradiction = Some answers choose what excludes each other:
catalogue-trouble-prerequisite = It needs a licence that no item makes and that nobody said to be held:
catalogue-trouble-circle = They wait for each other:
catalogue-trouble-needless = Without this question everything is decided as well.
catalogue-trouble-in-vain = On this way every answer comes to the same; it need not be asked.
catalogue-trouble-same-choices = Either choice comes to the same:
catalogue-trouble-looks-same = The same words; perhaps one question:
