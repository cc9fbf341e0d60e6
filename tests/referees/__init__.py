"""Programs written by others that judge what reportgen makes, each behind a small typed function.

`tools/setup.sh test` installs them. Each takes many files at one start, because starting is what costs.
`test_referees_catch.py` shows every one of them a fault that it has to catch.
"""
