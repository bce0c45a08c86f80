"""A small Discord on loopback: real HTTP, a real websocket, and the rules that a bot can break.

``launch.py`` starts the bot against it; the bot's own code is untouched.
"""
