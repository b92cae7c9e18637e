"""`python -m distrib`: the same as `distrib`."""

from distrib.cli.main import main

if __name__ == "__main__":
    main()
