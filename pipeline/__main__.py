"""`python -m pipeline`: every command of the software."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
