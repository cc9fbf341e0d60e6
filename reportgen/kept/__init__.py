"""What builds keep for the next one: from what an edition was made, and its pictures. Believed only where it is proved.

All of it lies below one folder, beside the editions or where ``--cache`` says, a folder a brief. It may be deleted at
any time: the next build makes it anew, and the same edition.
"""
