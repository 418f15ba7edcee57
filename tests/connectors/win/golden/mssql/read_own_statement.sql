SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM (SELECT * FROM wingo.department WHERE name <> '12:30'
) AS department
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES department.department_no AS c0,
  department.row_id AS c1,
  department.name AS c2,
  department.manager_no AS c3,
  department.active AS c4, CAST(department.department_no AS NVARCHAR(450)) AS k0
FROM (SELECT * FROM wingo.department WHERE name <> '12:30'
) AS department
WHERE 1 = 1
  ORDER BY CAST(department.department_no AS NVARCHAR(450));
