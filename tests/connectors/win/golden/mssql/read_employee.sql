SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.employee
WHERE 0 = 1;

SELECT TOP 5000 WITH TIES wingo.employee.employee_no AS c0,
  wingo.employee.row_id AS c1,
  wingo.employee.first_name AS c2,
  wingo.employee.last_name AS c3,
  wingo.employee.email AS c4,
  wingo.employee.phone AS c5,
  wingo.employee.mobile AS c6,
  wingo.employee.job_title AS c7,
  wingo.employee.department_no AS c8,
  wingo.employee.invoice_client_no AS c9,
  wingo.employee.external_ledger_no AS c10,
  wingo.employee.start_date AS c11,
  wingo.employee.end_date AS c12,
  wingo.employee.hourly_rate AS c13,
  wingo.employee.active AS c14,
  wingo.employee.employee_no AS k0
FROM wingo.employee
WHERE 1 = 1
  ORDER BY wingo.employee.employee_no;
