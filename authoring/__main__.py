"""`python -m authoring` is the `authoring` command."""

from authoring.cli import main

main()
