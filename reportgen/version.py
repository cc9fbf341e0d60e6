"""Which reportgen this is. ``pyproject.toml`` says the same; a test holds the two together."""

__version__ = "0.1.0"
