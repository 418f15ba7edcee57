SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.employee
WHERE 0 = 1;

SELECT *
FROM wingo.department
WHERE 0 = 1;

SELECT *
FROM wingo.customer
WHERE 0 = 1;

SELECT *
FROM wingo.project
WHERE 0 = 1;

SELECT *
FROM wingo.invoice
WHERE 0 = 1;

SELECT *
FROM wingo.invoice_line
WHERE 0 = 1;

SELECT *
FROM wingo.time_entry
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
WHERE wingo.employee.invoice_client_no IS NULL OR wingo.employee.invoice_client_no = :invoice_client_no_1 OR wingo.employee.employee_no IN (SELECT naming_department.manager_no
FROM wingo.department AS naming_department
WHERE naming_department.manager_no IS NOT NULL) OR wingo.employee.employee_no IN (SELECT naming_customer.manager_no
FROM wingo.customer AS naming_customer
WHERE naming_customer.manager_no IS NOT NULL
  AND (naming_customer.invoice_client_no IS NULL OR naming_customer.invoice_client_no = :invoice_client_no_2)) OR wingo.employee.employee_no IN (SELECT naming_project.manager_no
FROM wingo.project AS naming_project
WHERE naming_project.manager_no IS NOT NULL
  AND (naming_project.customer_no IS NULL OR (naming_project.customer_no NOT IN (SELECT stranger.customer_no
FROM wingo.customer AS stranger
WHERE stranger.customer_no IS NOT NULL
  AND stranger.invoice_client_no IS NOT NULL
  AND stranger.invoice_client_no != :invoice_client_no_3)))
  AND (naming_project.parent_project_no IS NULL OR (naming_project.parent_project_no NOT IN (SELECT main_project.project_no
FROM wingo.project AS main_project
WHERE main_project.customer_no IN (SELECT stranger.customer_no
FROM wingo.customer AS stranger
WHERE stranger.customer_no IS NOT NULL
  AND stranger.invoice_client_no IS NOT NULL
  AND stranger.invoice_client_no != :invoice_client_no_3)))
  AND (naming_project.parent_project_no NOT IN (SELECT sub_project.project_no
FROM wingo.project AS sub_project
WHERE sub_project.parent_project_no IN (SELECT main_project.project_no
FROM wingo.project AS main_project
WHERE main_project.customer_no IN (SELECT stranger.customer_no
FROM wingo.customer AS stranger
WHERE stranger.customer_no IS NOT NULL
  AND stranger.invoice_client_no IS NOT NULL
  AND stranger.invoice_client_no != :invoice_client_no_3)))))) OR wingo.employee.employee_no IN (SELECT naming_invoice.our_reference_no
FROM wingo.invoice AS naming_invoice
WHERE naming_invoice.our_reference_no IS NOT NULL
  AND naming_invoice.client_no = :client_no_1) OR wingo.employee.employee_no IN (SELECT naming_invoice_line.employee_no
FROM wingo.invoice_line AS naming_invoice_line
WHERE naming_invoice_line.employee_no IS NOT NULL
  AND naming_invoice_line.client_no = :client_no_2) OR wingo.employee.employee_no IN (SELECT naming_time_entry.employee_no
FROM wingo.time_entry AS naming_time_entry
WHERE naming_time_entry.employee_no IS NOT NULL
  AND naming_time_entry.customer_no IN (SELECT own_customer.customer_no
FROM wingo.customer AS own_customer
WHERE own_customer.invoice_client_no = :invoice_client_no_4))
  ORDER BY wingo.employee.employee_no;
