"""Items as files that students already use: a deck for Anki, a table, a printable sheet."""
