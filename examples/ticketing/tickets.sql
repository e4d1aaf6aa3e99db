-- A ticket's events come in any order and more than once; the highest version counts.
CREATE TABLE IF NOT EXISTS tickets (
  ticket  integer PRIMARY KEY,
  version integer NOT NULL,
  state   text NOT NULL
);
