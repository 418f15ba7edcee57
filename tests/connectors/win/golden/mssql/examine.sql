SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT USER_NAME();

SELECT *
FROM wingo.invoice_client
WHERE 0 = 1;

SELECT *
FROM wingo.department
WHERE 0 = 1;

SELECT *
FROM wingo.employee
WHERE 0 = 1;

SELECT *
FROM wingo.customer
WHERE 0 = 1;

SELECT *
FROM wingo.contact_person
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
FROM wingo.invoice_order
WHERE 0 = 1;

SELECT *
FROM wingo.invoice_order_line
WHERE 0 = 1;

SELECT *
FROM wingo.activity
WHERE 0 = 1;

SELECT *
FROM wingo.time_entry
WHERE 0 = 1;

SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_SCALE
FROM INFORMATION_SCHEMA.COLUMNS
WHERE TABLE_SCHEMA = :schema
  AND TABLE_NAME = :name;

SELECT TOP 5000 WITH TIES wingo.invoice_client.client_no AS c0,
  wingo.invoice_client.row_id AS c1,
  wingo.invoice_client.name AS c2,
  wingo.invoice_client.org_no AS c3,
  wingo.invoice_client.vat_registered AS c4,
  wingo.invoice_client.bank_account AS c5,
  wingo.invoice_client.address_1 AS c6,
  wingo.invoice_client.postal_code AS c7,
  wingo.invoice_client.city AS c8,
  wingo.invoice_client.country AS c9,
  wingo.invoice_client.client_no AS k0
FROM wingo.invoice_client
WHERE 1 = 1
  ORDER BY wingo.invoice_client.client_no;

SELECT TOP 5000 WITH TIES wingo.department.department_no AS c0,
  wingo.department.row_id AS c1,
  wingo.department.name AS c2,
  wingo.department.manager_no AS c3,
  wingo.department.active AS c4, CAST(wingo.department.department_no AS NVARCHAR(450)) AS k0
FROM wingo.department
WHERE 1 = 1
  ORDER BY CAST(wingo.department.department_no AS NVARCHAR(450));

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

SELECT TOP 5000 WITH TIES wingo.customer.customer_no AS c0,
  wingo.customer.row_id AS c1,
  wingo.customer.name AS c2,
  wingo.customer.first_name AS c3,
  wingo.customer.last_name AS c4,
  wingo.customer.is_person AS c5,
  wingo.customer.org_no AS c6,
  wingo.customer.external_ledger_no AS c7,
  wingo.customer.invoice_client_no AS c8,
  wingo.customer.address_1 AS c9,
  wingo.customer.address_2 AS c10,
  wingo.customer.postal_code AS c11,
  wingo.customer.city AS c12,
  wingo.customer.country AS c13,
  wingo.customer.phone AS c14,
  wingo.customer.email AS c15,
  wingo.customer.invoice_email AS c16,
  wingo.customer.invoice_email_cc AS c17,
  wingo.customer.delivery_type AS c18,
  wingo.customer.payment_days AS c19,
  wingo.customer.currency AS c20,
  wingo.customer.vat_free AS c21,
  wingo.customer.discount_percent AS c22,
  wingo.customer.manager_no AS c23,
  wingo.customer.department_no AS c24,
  wingo.customer.your_reference AS c25,
  wingo.customer.reminders AS c26,
  wingo.customer.is_internal AS c27,
  wingo.customer.active AS c28,
  wingo.customer.end_date AS c29,
  wingo.customer.created_date AS c30,
  wingo.customer.customer_no AS k0
FROM wingo.customer
WHERE 1 = 1
  ORDER BY wingo.customer.customer_no;

SELECT TOP 5000 WITH TIES wingo.contact_person.contact_id AS c0,
  wingo.contact_person.row_id AS c1,
  wingo.contact_person.customer_no AS c2,
  wingo.contact_person.first_name AS c3,
  wingo.contact_person.last_name AS c4,
  wingo.contact_person.title AS c5,
  wingo.contact_person.email AS c6,
  wingo.contact_person.phone AS c7,
  wingo.contact_person.mobile AS c8,
  wingo.contact_person.is_default AS c9,
  wingo.contact_person.active AS c10, CAST(wingo.contact_person.contact_id AS NVARCHAR(450)) AS k0
FROM wingo.contact_person
WHERE 1 = 1
  ORDER BY CAST(wingo.contact_person.contact_id AS NVARCHAR(450));

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

SELECT TOP 5000 WITH TIES wingo.invoice.client_no AS c0,
  wingo.invoice.invoice_no AS c1,
  wingo.invoice.row_id AS c2,
  wingo.invoice.type AS c3,
  wingo.invoice.credited_invoice_no AS c4,
  wingo.invoice.customer_no AS c5,
  wingo.invoice.invoice_date AS c6,
  wingo.invoice.due_date AS c7,
  wingo.invoice.delivery_date AS c8,
  wingo.invoice.currency AS c9,
  wingo.invoice.exchange_rate AS c10,
  wingo.invoice.net AS c11,
  wingo.invoice.vat AS c12,
  wingo.invoice.rounding AS c13,
  wingo.invoice.total AS c14,
  wingo.invoice.kid AS c15,
  wingo.invoice.your_reference AS c16,
  wingo.invoice.our_reference_no AS c17,
  wingo.invoice.purchase_order AS c18,
  wingo.invoice.project_no AS c19,
  wingo.invoice.department_no AS c20,
  wingo.invoice.order_no AS c21,
  wingo.invoice.pdf_path AS c22,
  wingo.invoice.voided AS c23,
  wingo.invoice.paid_amount AS c24,
  wingo.invoice.paid_date AS c25,
  wingo.invoice.status AS c26,
  wingo.invoice.client_no AS k0,
  wingo.invoice.invoice_no AS k1
FROM wingo.invoice
WHERE 1 = 1
  ORDER BY wingo.invoice.client_no, wingo.invoice.invoice_no;

SELECT TOP 5000 WITH TIES wingo.invoice_line.client_no AS c0,
  wingo.invoice_line.invoice_no AS c1,
  wingo.invoice_line.row_id AS c2,
  wingo.invoice_line.line_no AS c3,
  wingo.invoice_line.type AS c4,
  wingo.invoice_line.item_no AS c5,
  wingo.invoice_line.text AS c6,
  wingo.invoice_line.quantity AS c7,
  wingo.invoice_line.unit AS c8,
  wingo.invoice_line.price AS c9,
  wingo.invoice_line.discount_percent AS c10,
  wingo.invoice_line.net AS c11,
  wingo.invoice_line.vat_code AS c12,
  wingo.invoice_line.vat AS c13,
  wingo.invoice_line.account AS c14,
  wingo.invoice_line.department_no AS c15,
  wingo.invoice_line.project_no AS c16,
  wingo.invoice_line.employee_no AS c17,
  wingo.invoice_line.client_no AS k0,
  wingo.invoice_line.invoice_no AS k1,
  wingo.invoice_line.line_no AS k2
FROM wingo.invoice_line
WHERE 1 = 1
  ORDER BY wingo.invoice_line.client_no, wingo.invoice_line.invoice_no, wingo.invoice_line.line_no;

SELECT CASE WHEN IS_SRVROLEMEMBER('sysadmin') = 1 THEN 'sysadmin' WHEN IS_ROLEMEMBER('db_owner') = 1 THEN 'db_owner' WHEN IS_ROLEMEMBER('db_datawriter') = 1 THEN 'db_datawriter' WHEN IS_ROLEMEMBER('db_ddladmin') = 1 THEN 'db_ddladmin' END;

ROLLBACK TRANSACTION sa_savepoint;

SELECT place, may_insert, may_update, may_delete, may_alter FROM (
    SELECT TABLE_SCHEMA + N'.' + TABLE_NAME AS place,
        HAS_PERMS_BY_NAME(QUOTENAME(TABLE_SCHEMA) + N'.' + QUOTENAME(TABLE_NAME), 'OBJECT', 'INSERT') AS may_insert,
        HAS_PERMS_BY_NAME(QUOTENAME(TABLE_SCHEMA) + N'.' + QUOTENAME(TABLE_NAME), 'OBJECT', 'UPDATE') AS may_update,
        HAS_PERMS_BY_NAME(QUOTENAME(TABLE_SCHEMA) + N'.' + QUOTENAME(TABLE_NAME), 'OBJECT', 'DELETE') AS may_delete,
        HAS_PERMS_BY_NAME(QUOTENAME(TABLE_SCHEMA) + N'.' + QUOTENAME(TABLE_NAME), 'OBJECT', 'ALTER') AS may_alter
    FROM INFORMATION_SCHEMA.TABLES
) AS rights
WHERE may_insert = 1 OR may_update = 1 OR may_delete = 1 OR may_alter = 1
ORDER BY place;

SELECT *
FROM wingo.payment_in
WHERE 0 = 1;

SELECT COUNT(*) FROM sys.indexes AS i
WHERE i.object_id = OBJECT_ID(:place)
  AND i.is_unique = 1
  AND i.has_filter = 0
    AND 1 = (SELECT COUNT(*) FROM sys.index_columns AS k
        WHERE k.object_id = i.object_id
  AND k.index_id = i.index_id
  AND k.key_ordinal > 0)
    AND EXISTS (SELECT 1 FROM sys.index_columns AS k
        WHERE k.object_id = i.object_id
  AND k.index_id = i.index_id
  AND k.key_ordinal = 1
            AND COL_NAME(k.object_id, k.column_id) = :name);
