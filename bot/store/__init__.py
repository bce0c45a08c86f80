"""What the study room keeps: rounds, scores, cards and a server's settings, and nothing else.

People, servers and channels appear only as pseudonyms under a key of the operator's (`keys`). SQLite in a data
folder is the default, PostgreSQL comes by one setting. Whatever ails the database is one error, `StoreAwayError`,
within a bounded time: a surface then says that scores are not kept now, and answers all the same.

``store.open_store`` is the way in; nothing is imported here, since all but `settings` needs the extra ``study``.
"""
