"""The study room in a terminal: quiz, cards, export. The engine is bot.study; here are only screens and files."""
