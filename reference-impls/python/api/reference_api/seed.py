"""Fills the database with sample users and posts: `python -m reference_api.seed --users 3 --posts 20 --clear`."""

import argparse
import os
import sys

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from .data.database import DatabaseError, open_database
from .data.models import Post, User
from .data.posts import Posts
from .data.users import Users
from .settings import SettingsError, load_settings

# Sample users have object IDs that no directory gives out.
OBJECT_ID = "00000000-0000-4000-8000-{:012d}"
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")


def seed(engine: Engine, tenant_id: str, users: int, posts: int) -> None:
    """Adds what is missing of the users, and so many posts, written in turn."""
    known = Users(engine)
    authors = [
        known.find_or_create(tenant_id, OBJECT_ID.format(index + 1), f"{ORDINALS[index]} User")
        for index in range(users)
    ]
    blog = Posts(engine)
    for number in range(1, posts + 1):
        blog.create(authors[number % users], f"Post {number}", f"What there is to say in post {number}.")


def clear(engine: Engine, tenant_id: str) -> None:
    """Removes every user and post of the tenant, sample or not."""
    with Session(engine) as session:
        own = select(User.id).where(User.tenant_id == tenant_id)
        session.exec(delete(Post).where(col(Post.author_id).in_(own)))
        session.exec(delete(User).where(col(User.tenant_id) == tenant_id))
        session.commit()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m reference_api.seed", description=__doc__)
    parser.add_argument("--users", type=int, default=3, choices=range(1, len(ORDINALS) + 1), metavar="1-9")
    parser.add_argument("--posts", type=int, default=20)
    parser.add_argument("--clear", action="store_true", help="first remove every user and post of the tenant")
    options = parser.parse_args()
    try:
        settings = load_settings()
        engine = open_database(settings.database_url.get_secret_value())
    except (SettingsError, DatabaseError) as error:
        print(error, file=sys.stderr)
        return os.EX_CONFIG
    try:
        if options.clear:
            clear(engine, settings.azure_tenant_id)
        seed(engine, settings.azure_tenant_id, options.users, options.posts)
    finally:
        engine.dispose()
    print(f"{options.users} users, {options.posts} posts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
