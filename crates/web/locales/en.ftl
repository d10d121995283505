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
problem-disk-full = Nothing can be saved at the moment. What you typed is still here; please try again in a few minutes
