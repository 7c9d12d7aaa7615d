"""Public data sets as documents: one module a format, each with `load(path, **settings)`."""
