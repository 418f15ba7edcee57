SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.time_in
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.time_in.id AS c0,
  wingo.time_in.entry_id AS c1,
  wingo.time_in.date AS c2,
  wingo.time_in.employee_no AS c3,
  wingo.time_in.customer_no AS c4,
  wingo.time_in.project_no AS c5,
  wingo.time_in.activity_no AS c6,
  wingo.time_in.hours AS c7,
  wingo.time_in.comment AS c8,
  wingo.time_in.go_id AS c9,
  wingo.time_in.status AS c10,
  wingo.time_in.error AS c11,
  wingo.time_in.received_at AS c12,
  wingo.time_in.processed_at AS c13, CAST(wingo.time_in.id AS NVARCHAR(450)) AS k0
FROM wingo.time_in
WHERE 1 = 1
  ORDER BY CAST(wingo.time_in.id AS NVARCHAR(450));
