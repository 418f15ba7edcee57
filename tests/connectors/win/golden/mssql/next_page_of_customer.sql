SELECT TOP 5000 WITH TIES wingo.customer.row_id,
  wingo.customer.customer_no AS k0
FROM wingo.customer
WHERE wingo.customer.customer_no > :customer_no_1
  ORDER BY wingo.customer.customer_no;
