# Words of the frame, the form kit and errors. Words of items, cases and so on stand in their rooms.

web-home = Home
web-to-home = Go to the home page
web-skip = Skip to the content
web-nav = Main
web-crumbs = You are here
web-pages = Pages
web-page-first = Back to the first page
web-page-next = Next page
web-place = Your place:
web-other-language = 中文
web-size-large = Large type
web-size-normal = Normal type
web-theme-dark = Dark
web-theme-light = Light
web-theme-auto = As the device
web-sign-in = Sign in
web-sign-out = Sign out
web-acting-for = Acting for { $whom }
web-unread = { $count ->
    [one] { $count } unread message
   *[other] { $count } unread messages
 }
web-demo-banner = Demonstration: people, enterprises and cases are made up, and results have no legal effect.
web-report-error = Report an error on this site
web-phone = Service telephone
web-sponsor = Published by
web-site-code = Site code
web-api-title = Tongban API

web-summary-title = Something needs to be changed
web-labelled = { $label }:{" "}
web-restored = What you filled in before signing in is back. Check it and send it again. Files must be chosen again.
web-error = Error:
web-optional = (optional)
web-choose = Choose
web-change = Change
web-steps = Steps
web-year = Year
web-month = Month
web-day-of-month = Day

web-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { $year }
web-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 }
web-date-weekday = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
 }, { $date }
web-moment = { $date }, { $time }
web-span = { $unit ->
    [working-days] { $amount ->
        [one] { $amount } working day
       *[other] { $amount } working days
    }
    [calendar-days] { $amount ->
        [one] { $amount } day
       *[other] { $amount } days
    }
    [hours] { $amount ->
        [one] { $amount } hour
       *[other] { $amount } hours
    }
    [months] { $amount ->
        [one] { $amount } month
       *[other] { $amount } months
    }
   *[years] { $amount ->
        [one] { $amount } year
       *[other] { $amount } years
    }
 }
web-thousands = ,
web-size = { $amount } { $unit }
web-list-separator = {"; "}

web-day-line = Days of this case
web-day-table = Every day in words
web-day-date = Date
web-day-number = Day
web-day-note = Note
web-day-today = Today
web-day-short = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
 }
web-day-range = { $day }–{ $to } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
 }
web-day-several = { $reason }, { $days } days
web-day-not-counted = not counted
web-day-weekend = Weekend
web-day-received = Day of receipt
web-day-provisional = the year's holidays are not yet announced, so weekends only are left out
web-day-counted = { $days ->
    [one] { $days } working day counted.
   *[other] { $days } working days counted.
 }
web-day-promised-by = {" "}Promised by { $date }.
web-day-statutory-by = {" "}By law until { $date }.
web-flag-promised = promised
web-flag-statutory = by law

web-lanes = Bodies side by side
web-lanes-table = Every body in words
web-lanes-body = Body
web-lanes-state = State
web-lanes-days = Days used
web-light-done = Done
web-light-running = In hand
web-light-waiting = Not begun
web-light-soon = Soon due
web-light-late = Late

web-correlation = If you report this, please give the number
web-status = Status { $status }
web-advice-search = The address may be wrong, or the page has moved. You can search for what you need from the home page.
web-advice-forbidden = You may not see or do this as you are signed in now. If you hold another post or act for someone, change to that and try again.
web-advice-again = Go back, reload the page and try again. Nothing else of yours has changed.
web-advice-fault = This is our fault, not yours. What you just did was not saved. Please try again in a while.
web-advice-wait = Please wait a moment and try again.
web-advice-back = Please go back, check and try again.

problem-not-found = There is no such page
problem-forbidden = Not permitted
problem-invalid = Something was not filled in correctly
problem-stale = It has changed since you opened it. Look at the present state, then try again
problem-gone = This has ended
problem-erased = This was erased as required
problem-sign-in = Please sign in first
problem-origin = The request did not come from a page of this site and was not taken
problem-method = This address does not offer that
problem-unreadable = The request can't be read
problem-unreadable-json = The body is not valid JSON
problem-wrong-type = This type of content is not taken
problem-wrong-type-json = Send it as application/json
problem-too-large = That is too large. At most { $size } are taken
problem-too-often = { $seconds ->
    [one] Too often. Try again in { $seconds } second
   *[other] Too often. Try again in { $seconds } seconds
 }
problem-busy = The system is busy. Please try again in a moment
problem-fault = Something went wrong on our side
problem-if-match = The value of If-Match is not valid
problem-idempotency-key = The value of Idempotency-Key is not valid

problem-field-empty = Fill this in
problem-field-choose = Choose one
problem-field-choice = Choose one of those listed
problem-field-control = There are characters that can't be read. Delete them and type it again
problem-field-long = { $over ->
    [one] At most { $most } characters, that is { $over } too many
   *[other] At most { $most } characters, that is { $over } too many
 }
problem-field-short = At least { $least } characters
problem-field-name = A name has only letters, digits and common signs
problem-field-number = Give a whole number
problem-field-range = Give a number from { $least } to { $most }
problem-field-date = Give a valid date, for example 2026-11-22
problem-field-future = The date can't be after today
problem-field-email = Give a valid e-mail address, for example name@example.com
problem-field-phone = Give a valid telephone number
problem-field-type = This does not have the right form
problem-field-unknown = There is no such field

web-sample = The kit
web-sample-lead = Forms, states and pictures on one page, to design and to check.
web-sample-person = Wang Fang
web-sample-name = Name
web-sample-hint = As on the identity card, so that we can check who you are.
web-sample-born = Date of birth
web-sample-when = Day of the appointment
web-sample-copies = Copies
web-sample-kind = Way of handling
web-sample-choice = Way { $name }
web-sample-tags = What you need
web-sample-text = Anything else
web-sample-file = Upload a paper
web-sample-agreed = All of this is true, and I answer for it
web-sample-act = Submit the application
web-sample-later = Save and fill in later
web-sample-withdraw = Withdraw the application
web-sample-answers = Check your answers
web-sample-source = From the population library, 2026-11-20
web-sample-tasks = What to complete
web-sample-done = Application submitted
web-sample-number = Case number
web-sample-table = Cases
web-sample-nothing = Your cases will be here. Choose a service and submit an application to begin one.
web-sample-holiday = National Day
web-sample-received = Received
web-sample-accepted = Accepted
web-sample-body-a = Market Supervision Bureau
web-sample-body-b = Fire and Rescue
web-sample-body-c = Ecology and Environment Bureau
web-sample-body-d = Health Commission
web-sample-meeting = One decision, one set of licences

# Days of an account and identity numbers: named by the kernel, for every room
day-start = Day of arrival; counting begins the next day
day-counted = Working day
day-make-up-working-day = Worked in exchange for a holiday ({ $name })
day-provisional-working = Working day (holidays not announced yet)
day-weekend = Weekend
day-holiday = Public holiday ({ $name })
day-paused = Stopped: { $why }
day-rolled = The last day moves to a working day
day-done = Done
identifier-empty = Fill this in
identifier-wrong-length = The number of digits is wrong. Check it
identifier-wrong-character = It has characters that such a number does not have. Check it
identifier-no-such-date = The date of birth in it does not exist. Check it
identifier-future-date = The date of birth in it lies in the future. Check it
identifier-great-age = The age in it is too great. Check it
identifier-wrong-check-character = The check character does not fit. One character may be wrong
identifier-wrong-organisation-check-character = The check character of the organisation code does not fit. Check it
identifier-unknown-division = The division in it does not exist. Check it
identifier-old-form = Enter the new number of eighteen characters
identifier-local-code = This is a number given locally. Check it
identifier-wrong-root = This is another kind of number. Check it
identifier-wrong-parts = The parts of it do not fit. Check it
identifier-wrong-credit-code = The credit code in it is wrong. Check it

# The modellers: words of ours
web-modeller-drawing = Drawing of the model
web-modeller-drawing-keys = Drawing: arrow keys move what is selected, Delete removes it, Ctrl+Z undoes. All of it can be done in the form beside it, too.
web-modeller-show-text = Show the text
web-modeller-show-drawing = Show the drawing
web-modeller-no-diagram = The text has no diagram yet. Save it to have one drawn.
web-modeller-unreadable = This text can't be drawn:
web-modeller-unkept = The modeller does not know part of this text and would lose it. Edit it as text:
web-modeller-unwritten = The drawing can't be written as text:
web-modeller-narrow = The drawing can be edited on a wider screen. Here, edit the text or use the forms.
web-modeller-not-checked = The model couldn't be checked just now. It is checked again after the next change.
web-modeller-findings = Found in the model
web-modeller-no-findings = Nothing found in the model
web-modeller-severity-error = Error:
web-modeller-severity-warning = Warning:
web-modeller-undo = Undo
web-modeller-redo = Redo
web-modeller-fit = Whole model
web-modeller-view = Part of the model
web-modeller-view-drd = Graph of decisions:
web-modeller-view-decision-table = Table:
web-modeller-view-literal-expression = Expression:
web-modeller-view-boxed-expression = Expression:
web-modeller-element = Element
web-modeller-id = Identifier
web-modeller-id-wrong = An identifier begins with a letter and has letters, digits, points, hyphens and underscores.
web-modeller-id-taken = Another element has this identifier.
web-modeller-name = Name
web-modeller-body = Body that handles it
web-modeller-actor = Who acts
web-modeller-actor-applicant = Applicant
web-modeller-actor-window = Window
web-modeller-actor-officer = Officer
web-modeller-actor-head = Head
web-modeller-actor-expert = Expert
web-modeller-actor-system = System
web-modeller-nobody = Not said
web-modeller-form = Form that it fills
web-modeller-clock = Clock that it begins, stops or ends
web-modeller-days = Working days it may take
web-modeller-days-wrong = Enter a whole number of working days.
web-modeller-papers = Materials that the applicant hands in, separated by spaces
web-modeller-documents = Documents that it produces, separated by spaces
web-modeller-legal-basis = Legal basis
web-modeller-mandatory = May not be skipped in any case
web-modeller-condition = Condition (FEEL)
web-modeller-default-flow = Taken when no other condition holds
web-modeller-append = Next step
web-modeller-append-act = Add
web-modeller-connect = Leads to
web-modeller-connect-act = Connect
web-modeller-remove = Remove
web-modeller-kind-process = Process
web-modeller-kind-collaboration = Collaboration
web-modeller-kind-participant = Pool
web-modeller-kind-lane = Lane
web-modeller-kind-start-event = Start
web-modeller-kind-intermediate-catch-event = Wait for an event
web-modeller-kind-intermediate-throw-event = Send an event
web-modeller-kind-boundary-event = Boundary event
web-modeller-kind-end-event = End
web-modeller-kind-task = Task
web-modeller-kind-user-task = Task of a person
web-modeller-kind-manual-task = Task outside the system
web-modeller-kind-service-task = Task of a system
web-modeller-kind-send-task = Sending task
web-modeller-kind-receive-task = Receiving task
web-modeller-kind-script-task = Script
web-modeller-kind-business-rule-task = Decision by rules
web-modeller-kind-sub-process = Sub-process
web-modeller-kind-ad-hoc-sub-process = Ad-hoc sub-process
web-modeller-kind-transaction = Transaction
web-modeller-kind-call-activity = Call of another process
web-modeller-kind-exclusive-gateway = One of several ways
web-modeller-kind-parallel-gateway = All ways side by side
web-modeller-kind-inclusive-gateway = Some of several ways
web-modeller-kind-event-based-gateway = Way of the first event
web-modeller-kind-complex-gateway = Complex gateway
web-modeller-kind-sequence-flow = Flow
web-modeller-kind-message-flow = Message flow
web-modeller-kind-association = Association
web-modeller-kind-data-object-reference = Data object
web-modeller-kind-data-store-reference = Data store
web-modeller-kind-data-input-association = Data input
web-modeller-kind-data-output-association = Data output
web-modeller-kind-text-annotation = Note
web-modeller-kind-group = Group

# Words that bpmn-js itself says in English
web-modeller-say-activate-hand-tool = Activate hand tool
web-modeller-say-activate-lasso-tool = Activate lasso tool
web-modeller-say-activate-create-remove-space-tool = Activate create/remove space tool
web-modeller-say-activate-global-connect-tool = Activate global connect tool
web-modeller-say-create-start-event = Create start event
web-modeller-say-create-intermediate-boundary-event = Create intermediate/boundary event
web-modeller-say-create-end-event = Create end event
web-modeller-say-create-gateway = Create gateway
web-modeller-say-create-task = Create task
web-modeller-say-create-expanded-sub-process = Create expanded sub-process
web-modeller-say-create-data-object-reference = Create data object reference
web-modeller-say-create-data-store-reference = Create data store reference
web-modeller-say-create-pool-participant = Create pool/participant
web-modeller-say-create-group = Create group
web-modeller-say-append-end-event = Append end event
web-modeller-say-append-gateway = Append gateway
web-modeller-say-append-task = Append task
web-modeller-say-append-intermediate-boundary-event = Append intermediate/boundary event
web-modeller-say-add-text-annotation = Add text annotation
web-modeller-say-change-element = Change element
web-modeller-say-delete = Delete
web-modeller-say-connect-to-other-element = Connect to other element
web-modeller-say-connect-using-association = Connect using association
web-modeller-say-connect-using-data-input-association = Connect using data input association
web-modeller-say-add-lane-above = Add lane above
web-modeller-say-add-lane-below = Add lane below
web-modeller-say-divide-into-two-lanes = Divide into two lanes
web-modeller-say-divide-into-three-lanes = Divide into three lanes
web-modeller-say-append-receive-task = Append receive task
web-modeller-say-append-message-intermediate-catch-event = Append message intermediate catch event
web-modeller-say-append-timer-intermediate-catch-event = Append timer intermediate catch event
web-modeller-say-append-conditional-intermediate-catch-event = Append conditional intermediate catch event
web-modeller-say-append-signal-intermediate-catch-event = Append signal intermediate catch event
web-modeller-say-append-compensation-activity = Append compensation activity
web-modeller-say-task = Task
web-modeller-say-user-task = User task
web-modeller-say-service-task = Service task
web-modeller-say-send-task = Send task
web-modeller-say-receive-task = Receive task
web-modeller-say-manual-task = Manual task
web-modeller-say-business-rule-task = Business rule task
web-modeller-say-script-task = Script task
web-modeller-say-call-activity = Call activity
web-modeller-say-transaction = Transaction
web-modeller-say-sub-process = Sub-process
web-modeller-say-event-sub-process = Event sub-process
web-modeller-say-ad-hoc-sub-process = Ad-hoc sub-process
web-modeller-say-sub-process-collapsed = Sub-process (collapsed)
web-modeller-say-sub-process-expanded = Sub-process (expanded)
web-modeller-say-ad-hoc-sub-process-collapsed = Ad-hoc sub-process (collapsed)
web-modeller-say-ad-hoc-sub-process-expanded = Ad-hoc sub-process (expanded)
web-modeller-say-start-event = Start event
web-modeller-say-end-event = End event
web-modeller-say-intermediate-throw-event = Intermediate throw event
web-modeller-say-message-start-event = Message start event
web-modeller-say-timer-start-event = Timer start event
web-modeller-say-conditional-start-event = Conditional start event
web-modeller-say-signal-start-event = Signal start event
web-modeller-say-error-start-event = Error start event
web-modeller-say-escalation-start-event = Escalation start event
web-modeller-say-compensation-start-event = Compensation start event
web-modeller-say-message-start-event-non-interrupting = Message start event (non-interrupting)
web-modeller-say-timer-start-event-non-interrupting = Timer start event (non-interrupting)
web-modeller-say-conditional-start-event-non-interrupting = Conditional start event (non-interrupting)
web-modeller-say-signal-start-event-non-interrupting = Signal start event (non-interrupting)
web-modeller-say-escalation-start-event-non-interrupting = Escalation start event (non-interrupting)
web-modeller-say-message-intermediate-catch-event = Message intermediate catch event
web-modeller-say-message-intermediate-throw-event = Message intermediate throw event
web-modeller-say-timer-intermediate-catch-event = Timer intermediate catch event
web-modeller-say-escalation-intermediate-throw-event = Escalation intermediate throw event
web-modeller-say-conditional-intermediate-catch-event = Conditional intermediate catch event
web-modeller-say-link-intermediate-catch-event = Link intermediate catch event
web-modeller-say-link-intermediate-throw-event = Link intermediate throw event
web-modeller-say-compensation-intermediate-throw-event = Compensation intermediate throw event
web-modeller-say-signal-intermediate-catch-event = Signal intermediate catch event
web-modeller-say-signal-intermediate-throw-event = Signal intermediate throw event
web-modeller-say-message-boundary-event = Message boundary event
web-modeller-say-timer-boundary-event = Timer boundary event
web-modeller-say-escalation-boundary-event = Escalation boundary event
web-modeller-say-conditional-boundary-event = Conditional boundary event
web-modeller-say-error-boundary-event = Error boundary event
web-modeller-say-cancel-boundary-event = Cancel boundary event
web-modeller-say-signal-boundary-event = Signal boundary event
web-modeller-say-compensation-boundary-event = Compensation boundary event
web-modeller-say-message-boundary-event-non-interrupting = Message boundary event (non-interrupting)
web-modeller-say-timer-boundary-event-non-interrupting = Timer boundary event (non-interrupting)
web-modeller-say-escalation-boundary-event-non-interrupting = Escalation boundary event (non-interrupting)
web-modeller-say-conditional-boundary-event-non-interrupting = Conditional boundary event (non-interrupting)
web-modeller-say-signal-boundary-event-non-interrupting = Signal boundary event (non-interrupting)
web-modeller-say-message-end-event = Message end event
web-modeller-say-escalation-end-event = Escalation end event
web-modeller-say-error-end-event = Error end event
web-modeller-say-cancel-end-event = Cancel end event
web-modeller-say-compensation-end-event = Compensation end event
web-modeller-say-signal-end-event = Signal end event
web-modeller-say-terminate-end-event = Terminate end event
web-modeller-say-exclusive-gateway = Exclusive gateway
web-modeller-say-parallel-gateway = Parallel gateway
web-modeller-say-inclusive-gateway = Inclusive gateway
web-modeller-say-complex-gateway = Complex gateway
web-modeller-say-event-based-gateway = Event-based gateway
web-modeller-say-sequence-flow = Sequence flow
web-modeller-say-default-flow = Default flow
web-modeller-say-conditional-flow = Conditional flow
web-modeller-say-parallel-multi-instance = Parallel multi-instance
web-modeller-say-sequential-multi-instance = Sequential multi-instance
web-modeller-say-loop = Loop
web-modeller-say-ad-hoc = Ad-hoc
web-modeller-say-expanded-pool-participant = Expanded pool/participant
web-modeller-say-empty-pool-participant = Empty pool/participant
web-modeller-say-data-object-reference = Data object reference
web-modeller-say-data-store-reference = Data store reference
web-modeller-say-collection = Collection
web-modeller-say-participant-multiplicity = Participant multiplicity
web-modeller-say-search-in-diagram = Search in diagram
web-modeller-say-align-elements = Align elements
web-modeller-say-align-elements-left = Align elements left
web-modeller-say-align-elements-right = Align elements right
web-modeller-say-align-elements-center = Align elements center
web-modeller-say-align-elements-top = Align elements top
web-modeller-say-align-elements-bottom = Align elements bottom
web-modeller-say-align-elements-middle = Align elements middle
web-modeller-say-toggle-non-interrupting = Toggle non-interrupting

# Words that dmn-js itself says in English
web-modeller-say-view-drd = View DRD
web-modeller-say-hit-policy = Hit policy
web-modeller-say-when = When
web-modeller-say-and = And
web-modeller-say-then = Then
web-modeller-say-annotations = Annotations
web-modeller-say-annotation = Annotation
web-modeller-say-input = Input
web-modeller-say-output = Output
web-modeller-say-add-input = Add input
web-modeller-say-add-output = Add output
web-modeller-say-add-rule = Add rule
web-modeller-say-add-rule-above = Add rule above
web-modeller-say-add-rule-below = Add rule below
web-modeller-say-remove-rule = Remove rule
web-modeller-say-copy-rule = Copy rule
web-modeller-say-cut-rule = Cut rule
web-modeller-say-paste-rule-above = Paste rule above
web-modeller-say-paste-rule-below = Paste rule below
web-modeller-say-move-rule = Move rule
web-modeller-say-add-input-column-left = Add input column left
web-modeller-say-add-input-column-right = Add input column right
web-modeller-say-copy-input-column = Copy input column
web-modeller-say-cut-input-column = Cut input column
web-modeller-say-paste-input-column-left = Paste input column left
web-modeller-say-paste-input-column-right = Paste input column right
web-modeller-say-remove-input-column = Remove input column
web-modeller-say-add-output-column-left = Add output column left
web-modeller-say-add-output-column-right = Add output column right
web-modeller-say-copy-output-column = Copy output column
web-modeller-say-cut-output-column = Cut output column
web-modeller-say-paste-output-column-left = Paste output column left
web-modeller-say-paste-output-column-right = Paste output column right
web-modeller-say-remove-output-column = Remove output column
web-modeller-say-add-cell-description = Add cell description
web-modeller-say-remove-cell-description = Remove cell description
web-modeller-say-change-cell-expression-language = Change cell expression language
web-modeller-say-edit-input = Edit input
web-modeller-say-edit-output = Edit output
web-modeller-say-edit = Edit
web-modeller-say-input-label = Input label
web-modeller-say-input-expression = Input expression
web-modeller-say-input-type = Input type
web-modeller-say-input-values = Input values
web-modeller-say-output-label = Output label
web-modeller-say-output-name = Output name
web-modeller-say-output-type = Output type
web-modeller-say-output-values = Output values
web-modeller-say-type = Type
web-modeller-say-kind = Kind
web-modeller-say-values = Values
web-modeller-say-value = Value
web-modeller-say-no-values = No values
web-modeller-say-add-values = Add values
web-modeller-say-predefined-values = Predefined values
web-modeller-say-add-predefined-values = Add predefined values
web-modeller-say-clear-predefined-values = Clear predefined values
web-modeller-say-custom-values = Custom values
web-modeller-say-strings-must-be-in-double-quotes = Strings must be in double quotes
web-modeller-say-decision-name = Decision name
web-modeller-say-variable-name = Variable name
web-modeller-say-variable-type = Variable type
web-modeller-say-expression-language = Expression language
web-modeller-say-expression = Expression
web-modeller-say-literal-expression = Literal expression
web-modeller-say-literal-expression-editor = Literal expression editor
web-modeller-say-enter-expression = Enter expression
web-modeller-say-element-name = Element name
web-modeller-say-definition-name = Definition name
web-modeller-say-definition-id = Definition ID
web-modeller-say-create-decision = Create decision
web-modeller-say-create-input-data = Create input data
web-modeller-say-create-knowledge-source = Create knowledge source
web-modeller-say-create-knowledge-model = Create knowledge model
web-modeller-say-append-decision = Append decision
web-modeller-say-append-input-data = Append input data
web-modeller-say-append-knowledge-source = Append knowledge source
web-modeller-say-append-business-knowledge-model = Append business knowledge model
web-modeller-say-change-type = Change type
web-modeller-say-edit-boolean = Edit boolean
web-modeller-say-edit-string = Edit string
web-modeller-say-edit-number = Edit number
web-modeller-say-edit-date = Edit date
web-modeller-say-edit-time = Edit time
web-modeller-say-edit-date-and-time = Edit date and time
web-modeller-say-edit-duration = Edit duration
web-modeller-say-edit-function-kind = Edit function kind
web-modeller-say-edit-formal-parameters = Edit formal parameters
web-modeller-say-add-parameter = Add parameter
web-modeller-say-remove-parameter = Remove parameter
web-modeller-say-comparison = Comparison
web-modeller-say-range = Range
web-modeller-say-exactly = Exactly
web-modeller-say-between = Between
web-modeller-say-before = Before
web-modeller-say-after = After
web-modeller-say-equals = Equals
web-modeller-say-less = Less
web-modeller-say-less-or-equals = Less or equals
web-modeller-say-greater = Greater
web-modeller-say-greater-or-equals = Greater or equals
web-modeller-say-include = Include
web-modeller-say-exclude = Exclude
web-modeller-say-start-value = Start value
web-modeller-say-end-value = End value
web-modeller-say-match-one = Match one
web-modeller-say-match-none = Match none
web-modeller-say-set-value = Set value
web-modeller-say-use-today = Use today
web-modeller-say-use-now = Use now
web-modeller-say-yes = Yes
web-modeller-say-no = No
web-modeller-say-resize = Resize
web-modeller-say-editing-not-supported-for-set-expression-language = Editing not supported for set expression language
problem-disk-full = Nothing can be saved at the moment. What you typed is still here; please try again in a few minutes
