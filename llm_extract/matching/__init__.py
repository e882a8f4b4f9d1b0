"""Two lists of records of one article → which are the same, and in which fields they agree."""
