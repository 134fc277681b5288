"""A briefing that follows what is saved: its page is made in a warm process, and renewed in the browser.

``command`` serves what ``warm``, a process of its own, makes. Everything lies in a temporary folder: what is published
is never touched.
"""
