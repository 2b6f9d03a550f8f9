"""Who sits an exam session: the roster (考生名册) read, checked, given forms and codes, and written for others.

candidate.py    a candidate, the roster
reading.py      an Excel or CSV file → roster and everything that is wrong with it
identity.py     what an id number (身份证号) says by itself
photos.py       a folder or zip of photos → which belongs to whom
assignment.py   who sits which paper in which form, so that neighbours differ
codes.py        APP识别码 and 考试识别码
entries.py      all of that for one session: what the delivery system needs
oneroster.py, tao.py, printed_list.py   the same for others

Personal data are masked wherever nobody asked for them: in messages, in `repr`, on printed lists.
"""
