SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.department
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.department.department_no AS c0,
  wingo.department.row_id AS c1,
  wingo.department.name AS c2,
  wingo.department.manager_no AS c3,
  wingo.department.active AS c4, CAST(wingo.department.department_no AS NVARCHAR(450)) AS k0
FROM wingo.department
WHERE 1 = 1
  ORDER BY CAST(wingo.department.department_no AS NVARCHAR(450));
