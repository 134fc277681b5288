"""The command ``briefings``: its groups, options and messages."""
