"""A second wall, in PostgreSQL: three roles to log in with, what each may do to each table, and which rows it sees.

The keys are the first wall.  This one holds back whoever makes a process say to the database what it should not.
SQLite has neither roles nor policies: there, the owner of the file is everybody.
"""

from hub.walls.matrix import MAY, Grant, Login, grant
from hub.walls.orders import orders
from hub.walls.reader import introduce, present
from hub.walls.rows import THEIRS

__all__ = ["MAY", "THEIRS", "Grant", "Login", "grant", "introduce", "orders", "present"]
