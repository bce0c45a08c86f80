"""A chat bot that answers questions about one medicine from a curated, cited knowledge base."""

__version__ = "0.1.0"
APP_NAME = "baclobot"
