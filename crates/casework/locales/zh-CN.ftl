# Applicant

casework-nav-track = 办件查询
