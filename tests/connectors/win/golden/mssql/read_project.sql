SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.project
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.project.project_no AS c0,
  wingo.project.row_id AS c1,
  wingo.project.parent_project_no AS c2,
  wingo.project.level AS c3,
  wingo.project.name AS c4,
  wingo.project.customer_no AS c5,
  wingo.project.manager_no AS c6,
  wingo.project.contact_id AS c7,
  wingo.project.department_no AS c8,
  wingo.project.fee_type AS c9,
  wingo.project.fixed_price AS c10,
  wingo.project.budget_hours AS c11,
  wingo.project.budget_amount AS c12,
  wingo.project.billable AS c13,
  wingo.project.start_date AS c14,
  wingo.project.end_date AS c15,
  wingo.project.active AS c16, CAST(wingo.project.project_no AS NVARCHAR(450)) AS k0
FROM wingo.project
WHERE 1 = 1
  ORDER BY CAST(wingo.project.project_no AS NVARCHAR(450));
