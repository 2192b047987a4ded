"""Which slopes are nearly flat or nearly the steepest, as parts of the steepest slope."""

FLAT, STEEP = 0.04, 0.8
