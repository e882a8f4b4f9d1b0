"""The review page: an article beside its record, and a key for every decision.

`server` starts it, `security` guards it, `app` answers requests, `session` keeps the queue,
`pages` renders; what a record looks like is worked out in `showing`, `inputs` and `segments`.
Everything that is decided goes through the store.
"""
