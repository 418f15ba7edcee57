SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.time_entry
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.time_entry.entry_id AS c0,
  wingo.time_entry.row_id AS c1,
  wingo.time_entry.date AS c2,
  wingo.time_entry.employee_no AS c3,
  wingo.time_entry.customer_no AS c4,
  wingo.time_entry.project_no AS c5,
  wingo.time_entry.activity_no AS c6,
  wingo.time_entry.hour_type AS c7,
  wingo.time_entry.hours AS c8,
  wingo.time_entry.billable_hours AS c9,
  wingo.time_entry.price AS c10,
  wingo.time_entry.amount AS c11,
  wingo.time_entry.comment AS c12,
  wingo.time_entry.internal_comment AS c13,
  wingo.time_entry.status AS c14,
  wingo.time_entry.invoice_no AS c15,
  wingo.time_entry.source AS c16,
  wingo.time_entry.go_id AS c17, CAST(wingo.time_entry.entry_id AS NVARCHAR(450)) AS k0
FROM wingo.time_entry
WHERE 1 = 1
  ORDER BY CAST(wingo.time_entry.entry_id AS NVARCHAR(450));
