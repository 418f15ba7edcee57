SELECT TOP 5000 WITH TIES wingo.project.row_id, CAST(wingo.project.project_no AS NVARCHAR(450)) AS k0
FROM wingo.project
WHERE CAST(wingo.project.project_no AS NVARCHAR(450)) > :param_2
  ORDER BY CAST(wingo.project.project_no AS NVARCHAR(450));
