"""The rehearsal: a local server that a candidate's whole journey runs on, from the exported package and the roster.

exam      what the server needs of a package and its roster      clock     what is open when, by the server's time
journey   the steps and where a candidate belongs                store     what is kept, on SQLite or PostgreSQL
accounts  passwords, lock-out, sign-in                           answers   storing answers, handing in
app       the ASGI application                                   pages     the candidate's pages
"""
