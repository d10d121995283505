# Ratings: invitation, rating, rates.

ratings-rate = Please rate how this was handled
ratings-lead = Your matter “{ $item }” ({ $body }) has come to its end. Are you satisfied with how it was handled?
ratings-level = All in all
ratings-level-5 = Very satisfied
ratings-level-4 = Satisfied
ratings-level-3 = Basically satisfied
ratings-level-2 = Not satisfied
ratings-level-1 = Very unsatisfied
ratings-next = Next
ratings-private = Rating is voluntary. Those who are rated never see who rated them. Each matter is rated once.
ratings-until = Please rate before { $date }. A matter that is not rated counts as unrated, neither good nor bad.
ratings-why = Why do you rate it so?
ratings-item = Matter
ratings-body = Handled by
ratings-level-given = Rating
ratings-reasons = What were the reasons?
ratings-reasons-hint = Choose as many as you like, or none.
ratings-comment = Anything else
ratings-comment-hint = At most 500 characters. Please leave out names, numbers and other personal data.
ratings-give = Give the rating
ratings-thanks = You have rated this
ratings-thanks-lead = Thank you for your rating. Each matter is rated once, and a rating can't be changed.
ratings-expired = Rating is closed
ratings-expired-why = A matter can be rated for 90 days after its end; they are over. If you have something to say, please call the service number.
ratings-message-invited = “{ $item }” ({ $number }) has come to its end. Please rate how it was handled.
ratings-way = Rate how this was handled
ratings-way-rated = You have rated this

ratings-good = Good ratings
ratings-bad = Bad ratings
ratings-unrated = Not rated
ratings-share = { $percent } % ({ $numerator } of { $denominator }; 95 % interval { $low } % to { $high } %)
ratings-none = Nobody has rated it yet.
ratings-few = Fewer than 10 ratings: not compared with others.
ratings-how = Good is very satisfied, satisfied and basically satisfied; bad is not satisfied and very unsatisfied; both of the matters that were rated. Not rated is of all matters that ended.

ratings-console = Bad ratings to be put right
ratings-console-lead = Bad ratings that are still open. Who gave them is not shown.
ratings-console-none = There are no open bad ratings in what you supervise.
ratings-reasons-given = Reasons
ratings-no-reasons = No reason chosen
ratings-opened = Rated at

problem-ratings-rated = This was rated already
problem-ratings-expired = The time for rating is over
