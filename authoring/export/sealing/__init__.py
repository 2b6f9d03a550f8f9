"""Sealed hand-over (密封交接): signed inside, encrypted outside for those who may open it.

streams.py    a container written and read piece by piece, so that size does not matter
parts.py      what of a package goes to delivery and what to markers
envelope.py   the signed envelope: what, from whom, for whom, between which moments
sealing.py    contents and envelope → one age file
opening.py    an age file and a key → contents, or why not
seal_key.py   one key and its file, open or locked
shares.py     a passphrase in shares, of which some are enough (SLIP-39)
key_entry.py  what is known of a key: role, protection, what became of it
keyring.py    the keys that a coordinator knows: created, added, rotated, revoked
key_sheet.py  a key or a share on paper
audit.py      the record of what was sealed and opened
roster.py     the roster of a session, sealed
"""
