"""Mail on payment complete, from events that come out of order and more than once. Python, PostgreSQL, SQL outbox.

usage: ticketing.py events < events.jsonl     each line {"ticket": 7, "version": 3, "state": "paid", "email": "a@example.com", "starts": "2026-12-01T20:00:00-03:00"}
       ticketing.py relay [--once]            publishes the outbox; run as many as you like
needs python3-psycopg2 and python3-pika; TICKETING_DATABASE and QUEUE_SERVICE_URL say where."""
import datetime, json, os, pathlib, select, sys, uuid
import pika, psycopg2

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


def relay_batch(database, channel):
    """Publishes, waits for the confirms, then deletes; dying in between publishes again under the same ids, sent once."""
    with database, database.cursor() as sql:
        sql.execute("SELECT number, body FROM mail_outbox WHERE problem IS NULL ORDER BY number LIMIT 100 FOR UPDATE SKIP LOCKED")
        rows = sql.fetchall()
        for number, body in rows:
            channel.basic_publish(
                "mail-requests", "mail-requests", body,
                pika.BasicProperties(delivery_mode=2, message_id=json.loads(body)["id"], content_type="application/json", priority=1),
                mandatory=True)
            sql.execute("DELETE FROM mail_outbox WHERE number = %s", (number,))
    return len(rows)


def relay(once):
    database = connect()
    broker = pika.BlockingConnection(pika.URLParameters(os.environ["QUEUE_SERVICE_URL"]))
    channel = broker.channel()
    channel.confirm_delivery()
    listening = connect()
    listening.autocommit = True
    listening.cursor().execute("LISTEN mail_outbox")
    while True:
        while relay_batch(database, channel):
            pass
        if once:
            break
        broker.process_data_events(0)  # keeps the heartbeat alive
        select.select([listening], [], [], 5)
        listening.poll()
    broker.close()


def main():
    database = connect()
    with database, database.cursor() as sql:
        for name in ("schema.sql", "tickets.sql"):
            sql.execute(pathlib.Path(__file__).with_name(name).read_text())
    if sys.argv[1] == "events":
        for line in sys.stdin:
            handle(database, json.loads(line))
    else:
        database.close()
        relay("--once" in sys.argv)


main()
