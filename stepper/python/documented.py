"""Classes of which help shows what they are for, not what every tuple and every text can do."""


class Documented(type):
    """The class of a class of which dir(), and so help(), lists the public names of its own."""

    def __dir__(cls) -> list[str]:
        own = [vars(base) for base in cls.__mro__ if base not in (tuple, str, object)]
        return sorted({name for names in own for name in names if not name.startswith("_")})
