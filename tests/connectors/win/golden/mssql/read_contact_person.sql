SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

SAVE TRANSACTION sa_savepoint;

SELECT *
FROM wingo.contact_person
WHERE 0 = 1;

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
