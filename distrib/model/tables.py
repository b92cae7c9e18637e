"""Every table in one place, for whoever must know them all: migrations and tests."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from distrib.model import deliveries, editions, lists, posts, sources, stories, subscribers, users

MODULES = (deliveries, editions, lists, posts, sources, stories, subscribers, users)


def metadata() -> MetaData:
    """Return the tables of all rows; importing the modules above has declared them."""
    return SQLModel.metadata
