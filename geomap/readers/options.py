"""What a person can tell a reader that a file does not say."""

from geomap.options import DATE_ORDERS, ReadOptions

__all__ = ["DATE_ORDERS", "ReadOptions"]
