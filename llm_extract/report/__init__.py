"""Reports: one page of figures and records, for people who would rather look than read."""
