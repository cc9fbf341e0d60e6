"""Where numbers come from: files of facts, what is derived from them, and whether they agree."""
