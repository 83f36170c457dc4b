#include "vernier/storages/sqlite_schema.hpp"

namespace vernier {

// application_id and user_version are those of sqlite_file.hpp; a test holds them together.
const char* store_schema_sql() {
  return R"sql(
PRAGMA application_id = 0x56726e72;
PRAGMA user_version = 1;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('program', 'vernier'), ('schema', '1');

CREATE TABLE studies (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  last INTEGER NOT NULL,
  claims INTEGER NOT NULL
);
CREATE TABLE events (
  study INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  type TEXT NOT NULL,
  trial INTEGER,
  assignment INTEGER,
  attempt INTEGER,
  step REAL,
  width INTEGER NOT NULL,
  value REAL,
  more TEXT,
  payload TEXT,
  PRIMARY KEY (study, sequence)
) WITHOUT ROWID;
CREATE TABLE leases (
  study INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  PRIMARY KEY (study, assignment)
) WITHOUT ROWID;
CREATE TABLE owners (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  boot TEXT NOT NULL,
  machine TEXT NOT NULL,
  beats INTEGER NOT NULL
);

CREATE VIEW trials AS
SELECT s.name AS study, a.trial AS trial,
       coalesce(json_extract(e.payload, '$.state'), 'running') AS state,
       e.value AS value, e.more AS more_values,
       t.seconds AS seconds,
       json_extract(e.payload, '$.why') AS why,
       a.clone_of AS clone_of, a.enqueued AS enqueued
FROM (SELECT study, trial, max(assignment) AS assignment,
             max(json_extract(payload, '$.clone_of')) AS clone_of,
             max(json_extract(payload, '$.enqueued') IS NOT NULL OR json_extract(payload, '$.kind') = 'told') AS enqueued
      FROM events WHERE type = 'assigned' GROUP BY study, trial) AS a
JOIN studies AS s ON s.id = a.study
LEFT JOIN (SELECT * FROM events WHERE type = 'ended') AS e ON e.study = a.study AND e.assignment = a.assignment
LEFT JOIN (SELECT study, trial, sum(json_extract(payload, '$.seconds')) AS seconds
           FROM events WHERE type = 'ended' GROUP BY study, trial) AS t ON t.study = a.study AND t.trial = a.trial
ORDER BY s.name, a.trial;

CREATE VIEW params AS
SELECT s.name AS study, l.trial AS trial, p.key AS name, p.value AS value
FROM (SELECT study, trial, max(sequence), payload
      FROM events WHERE type IN ('assigned', 'ended') AND json_type(payload, '$.params') = 'object'
      GROUP BY study, trial) AS l
JOIN studies AS s ON s.id = l.study
JOIN json_each(l.payload, '$.params') AS p
ORDER BY s.name, l.trial, p.key;

CREATE VIEW reports AS
SELECT s.name AS study, r.trial AS trial, r.step AS step, r.value AS value, r.more AS more_values
FROM (SELECT *, min(step) OVER (PARTITION BY study, trial ORDER BY sequence
                                ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS later
      FROM events WHERE type = 'report') AS r
JOIN studies AS s ON s.id = r.study
WHERE r.later IS NULL OR r.later > r.step
ORDER BY s.name, r.trial, r.step;
)sql";
}

}  // namespace vernier
