"""``baclobot doctor``: looks at everything a bot needs to run, and says what is wrong and how to mend it."""
