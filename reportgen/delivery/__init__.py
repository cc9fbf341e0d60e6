"""How editions get to their readers: written to a folder, published, and verified there."""
