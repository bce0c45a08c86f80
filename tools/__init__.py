"""Development tools: they make and check the word lists in knowledge/; the program never imports them."""
