# E-licences: held, verified, changed.

licences-my = My matters
licences-mine = My licences
licences-none = Your e-licences appear here. What is issued in a case arrives by itself; what you got earlier arrives once the issuing body has handed it in.
licences-none-missing = If a licence of yours is missing, please ask the body that issued it.
licences-name = Licence
licences-issuer = Issued by
licences-holder = Holder
licences-holder-number = Number of document
licences-validity = Valid
licences-issued = Date of issue
licences-state = State
licences-identifier = Licence identifier
licences-from-to = { $from } to { $to }
licences-from = from { $from }, without end
licences-sample = Sample
licences-sample-means = This is a sample from a demonstration, without legal force.
licences-erased = Deleted on request
licences-replaced-by = Another licence stands in the place of this one: see it
licences-pdf = Download the licence (PDF)
licences-record = Download the sealed record
licences-show = Show the licence
licences-show-how = Whoever scans the QR code or types the code sees whether this licence is valid now. The public page shows only the first character of a name, no numbers and nothing of the face.
licences-qr = QR code for verification
licences-code = Verification code:
licences-history = What became of it

licences-standing-not-yet = Not yet valid
licences-standing-valid = Valid
licences-standing-suspended = Suspended
licences-standing-expired = Expired
licences-standing-withdrawn = Withdrawn
licences-standing-annulled = Annulled
licences-standing-cancelled = Cancelled
licences-standing-stripped = Revoked as a penalty
licences-standing-superseded = Replaced

licences-verify = Verify a licence
licences-verify-lead = Type the code on a licence to see whether the body it names issued it, and whether it is valid now.
licences-verify-code = Verification code
licences-verify-hint = 20 letters and digits beside the QR code, for example 7Q2M9-XKD41-TA0G5-ZW8BN. Small letters will do, hyphens may be left out.
licences-verify-act = Verify the licence
licences-verify-offline = The sealed record of a licence can also be verified offline, with the command tongban verify licence.
licences-verify-another = Verify another licence
licences-verify-compare = Please compare this with the licence you were shown. If anything differs, do not rely on it and ask the issuing body.
licences-verified = Result of the verification
licences-means = { $standing ->
    [valid] The body named here issued this licence, and it is valid now.
    [not_yet] This licence is genuine and will be valid from { $date }.
    [suspended] This licence is genuine and suspended since { $date }; it can't be used at present.
    [expired] This licence is genuine and expired since { $date }.
    [withdrawn] This licence was withdrawn by its issuer on { $date } and can't be used.
    [annulled] This licence was annulled by its issuer on { $date } and can't be used.
    [cancelled] This licence was cancelled on { $date } and can't be used.
    [stripped] This licence was taken as a penalty on { $date } and can't be used.
   *[superseded] This licence was replaced on { $date }; please ask for the new one.
 }
licences-as-of = Asked at { $when }
licences-unknown = There is no licence with the code { $code }.
licences-unknown-what = Please check the code. If it is right, this platform did not issue the licence: do not rely on it, and ask the body that it names.

licences-desk = Licences issued
licences-desk-home = Desk
licences-desk-none = E-licences that your body issued appear here. There are none yet.
licences-find = Verification code or licence identifier
licences-find-act = Find the licence
licences-find-none = Your body issued no such licence.
licences-no-acts = Neither the law nor your post allows a change of this licence's state at present.
licences-change = Change its state
licences-change-lead = A change takes effect at once: the holder is told, and the public verification page shows it.
licences-act = What is decided
licences-ground = Ground in law
licences-ground-of = { $acts }: { $ground }
licences-reason = Facts and reasons
licences-reason-hint = Name the facts, the articles and the number of the paper. The holder reads this.
licences-change-act = Change the state

licences-act-issue = Issued
licences-act-suspend = Suspend
licences-act-resume = Resume
licences-act-withdraw = Withdraw
licences-act-annul = Annul
licences-act-cancel = Cancel
licences-act-strip = Revoke as a penalty
licences-act-supersede = Replace

licences-ground-penalty = Penalty (Administrative Penalty Law, art. 9)
licences-ground-other-law = Another law says so
licences-ground-term-over = The time of the suspension is over
licences-ground-lifted = The suspension was lifted
licences-ground-law-changed = The law it rests on was changed or repealed (Administrative Licensing Law, art. 8)
licences-ground-facts-changed = The facts it rests on changed greatly (Administrative Licensing Law, art. 8)
licences-ground-abuse = Given by abuse or neglect of office (Administrative Licensing Law, art. 69(1) no. 1)
licences-ground-beyond-power = Given beyond the powers of the body (Administrative Licensing Law, art. 69(1) no. 2)
licences-ground-procedure = Given against the procedure of the law (Administrative Licensing Law, art. 69(1) no. 3)
licences-ground-unqualified = Given to an applicant who was not qualified (Administrative Licensing Law, art. 69(1) no. 4)
licences-ground-other-annul = Otherwise annullable by law (Administrative Licensing Law, art. 69(1) no. 5)
licences-ground-fraud = Got by fraud, bribery or the like (Administrative Licensing Law, art. 69(2))
licences-ground-expired = Expired and not renewed (Administrative Licensing Law, art. 70 no. 1)
licences-ground-death = Death or loss of capacity (Administrative Licensing Law, art. 70 no. 2)
licences-ground-dissolved = The organisation ended (Administrative Licensing Law, art. 70 no. 3)
licences-ground-ended = It was annulled, withdrawn or revoked (Administrative Licensing Law, art. 70 no. 4)
licences-ground-force-majeure = Force majeure left nothing to license (Administrative Licensing Law, art. 70 no. 5)
licences-ground-other-cancel = Otherwise to be cancelled by law (Administrative Licensing Law, art. 70 no. 6)
licences-ground-renewed = Renewed
licences-ground-changed = Altered
licences-ground-corrected = A slip was mended

licences-told-suspend = Your licence “{ $name }” was suspended. See why and for how long.
licences-told-resume = Your licence “{ $name }” is valid again.
licences-told-withdraw = Your licence “{ $name }” was withdrawn. See why; a loss of property is compensated by law.
licences-told-annul = Your licence “{ $name }” was annulled. See why, and what you can do about it.
licences-told-cancel = Your licence “{ $name }” was cancelled.
licences-told-strip = Your licence “{ $name }” was revoked as a penalty. See why, and what you can do about it.
licences-told-supersede = Your licence “{ $name }” was replaced; please use the new one.

problem-licences-code = A verification code has 20 letters and digits: please check it
problem-licences-type = There is no such type of licence
problem-licences-holder = A licence of this type is not for this kind of holder
problem-licences-issuer = The issuing body has no credit code and can't issue
problem-licences-field = A licence of this type has no such field, or its content is too long
problem-licences-dates = The last day is before the first
problem-licences-ground = This ground does not carry that decision
problem-licences-state = The law does not allow this in the licence's present state: please look at it again
