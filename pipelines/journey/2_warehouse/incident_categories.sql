-- One row per incident and category of it, with the risk area that the category belongs to.
-- From warehouse.incidents, staged.allowed_values.
select
    incidents.incident_id,
    incidents.school_id,
    allowed.value as category,
    allowed.label as category_label,
    allowed.risk_area,
    position(';' || allowed.value || ';' in ';' || incidents.category || ';') as place
from warehouse.incidents as incidents
inner join staged.allowed_values as allowed
    on allowed.table_name = 'incidents'
    and allowed.column_name = 'category'
    and position(';' || allowed.value || ';' in ';' || incidents.category || ';') > 0
