"""A booking app on Django and PostgreSQL: a booking and its mail are one transaction, so that both are there or neither.

usage: booking.py < bookings.jsonl     each line {"name": "Ana", "email": "ana@example.com", "starts": "2026-12-01T20:00:00-03:00"}
       consumer relay --postgres "$BOOKING_DATABASE" publishes the outbox beside it
needs python3-django and python3-psycopg2; BOOKING_DATABASE is postgresql://user@host:port/database."""
import datetime, json, os, pathlib, sys, urllib.parse, uuid
import django
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

database = urllib.parse.urlparse(os.environ["BOOKING_DATABASE"])
settings.configure(USE_TZ=True, DATABASES={"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": database.path[1:], "HOST": database.hostname,
    "PORT": database.port, "USER": database.username, "PASSWORD": database.password or ""}})
django.setup()


class Booking(models.Model):
    name = models.CharField(max_length=100)
    email = models.EmailField()
    starts = models.DateTimeField()

    class Meta:
        app_label = "booking"


class MailOutbox(models.Model):
    """The database gives the other columns."""
    number = models.BigAutoField(primary_key=True)
    body = models.TextField()

    class Meta:
        app_label = "booking"
        db_table = "mail_outbox"
        managed = False  # contracts/outbox.sql makes it: migrations.RunSQL in a real app


def enqueue_mail(**request):
    MailOutbox.objects.create(body=json.dumps({"id": uuid.uuid4(), "app": "booking", **request}, cls=DjangoJSONEncoder))


def book(name, email, starts, fails=False):
    with transaction.atomic():
        booking = Booking.objects.create(name=name, email=email, starts=starts)
        enqueue_mail(
            template=int(os.environ.get("BOOKING_TEMPLATE", "50")), ref=booking.pk, topic=f"booking-{booking.pk}",
            recipient={"name": name, "email": email}, params={"BOOKING": booking.pk}, deadline=booking.starts)
        if fails:
            raise ValueError("the room is taken")


def main():
    with connection.cursor() as sql, connection.schema_editor() as schema:
        sql.execute((pathlib.Path(__file__).resolve().parents[2] / "contracts" / "outbox.sql").read_text())
        if "booking_booking" not in connection.introspection.table_names(sql):
            schema.create_model(Booking)
    for line in sys.stdin:
        given = json.loads(line)
        try:
            book(**{**given, "starts": datetime.datetime.fromisoformat(given["starts"])})
        except ValueError as e:
            print(e, file=sys.stderr)


main()
