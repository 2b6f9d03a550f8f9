"""The printed paper: what does not depend on the file format it is written in, and its two writers."""
