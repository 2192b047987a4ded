"""Limits help on a class to the names that are its own, without those of tuples and texts."""


class Documented(type):
    """A metaclass: dir(), and so help(), lists only public names that the class itself defines."""

    def __dir__(cls) -> list[str]:
        own = [vars(base) for base in cls.__mro__ if base not in (tuple, str, object)]
        return sorted({name for names in own for name in names if not name.startswith("_")})
