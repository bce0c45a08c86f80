"""Lets ``python -m bot`` do the same as the installed command."""

from bot.cli import main

if __name__ == "__main__":
    main()
