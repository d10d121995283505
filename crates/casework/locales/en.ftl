# Applicant

casework-nav-track = Track a case
