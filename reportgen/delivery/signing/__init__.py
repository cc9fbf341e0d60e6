"""Signing: an edition that was built gets signatures, and is otherwise as it was built.

``keys`` reads a key and its certificates, ``engine`` signs with them (pyHanko), ``sign`` puts the signatures into the
folder of an edition. Who verifies them is ``reportgen.verify``.
"""
