"""`python -m pipeline` is `factwire`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
