"""What machines get: the signed exam package, QTI 3.0, and the independent reader that verifies both.

package.py   builds a package: paper, questions, session and pictures in, bytes out
reader.py    opens a package safely; a delivery system needs nothing else
verify/      checks a package from outside
qti3/        QTI 3.0 content packages
"""
