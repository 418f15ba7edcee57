SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.activity
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.activity.activity_no AS c0,
  wingo.activity.row_id AS c1,
  wingo.activity.name AS c2,
  wingo.activity.type AS c3,
  wingo.activity.price AS c4,
  wingo.activity.income_account AS c5,
  wingo.activity.vat_code AS c6,
  wingo.activity.active AS c7, CAST(wingo.activity.activity_no AS NVARCHAR(450)) AS k0
FROM wingo.activity
WHERE 1 = 1
  ORDER BY CAST(wingo.activity.activity_no AS NVARCHAR(450));
