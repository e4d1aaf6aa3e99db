"""Mail on payment complete, from events that come out of order and more than once. Python, PostgreSQL, SQL outbox.

usage: ticketing.py < events.jsonl     each line {"ticket": 7, "version": 3, "state": "paid", "email": "a@example.com", "starts": "2026-12-01T20:00:00-03:00"}
       consumer relay --postgres "$TICKETING_DATABASE" publishes the outbox beside it
needs python3-psycopg2; TICKETING_DATABASE is postgresql://..."""
import datetime, json, os, pathlib, sys, uuid
import psycopg2

HERE = pathlib.Path(__file__).resolve().parent
OUTBOX = HERE.parents[1] / "contracts" / "outbox.sql"  # in your app: a migration

TEMPLATE = int(os.environ.get("TICKETING_TEMPLATE", "50"))


def connect():
    return psycopg2.connect(os.environ["TICKETING_DATABASE"])


def handle(database, event):
    """One event is one transaction: the ticket's state and the mail about it are written together, or not at all."""
    with database, database.cursor() as sql:
        sql.execute(
            "INSERT INTO tickets VALUES (%(ticket)s, %(version)s, %(state)s) ON CONFLICT (ticket) DO UPDATE"
            " SET version = excluded.version, state = excluded.state WHERE tickets.version < excluded.version", event)
        if sql.rowcount == 0:
            return  # an older event, or the same again
        request = {
            # The same event makes the same mail, however often it comes.
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"ticketing/{event['ticket']}/{event['version']}")),
            "app": "ticketing", "ref": event["ticket"], "topic": f"ticket-{event['ticket']}", "version": event["version"],
            "published_at": datetime.datetime.now(datetime.timezone.utc).isoformat(),
            "recipient": {"email": event["email"]},
        }
        if event["state"] == "paid":
            request.update(template=TEMPLATE, params={"TICKET": event["ticket"]}, deadline=event["starts"])
        elif event["state"] == "refunded":
            request.update(cancel=True)
        else:
            return
        sql.execute("INSERT INTO mail_outbox (body) VALUES (%s)", (json.dumps(request),))


def main():
    database = connect()
    with database, database.cursor() as sql:
        for file in (OUTBOX, HERE / "tickets.sql"):
            sql.execute(file.read_text())
    for line in sys.stdin:
        handle(database, json.loads(line))


main()
