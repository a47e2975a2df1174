-- One row per incident and agency that it was referred to.
-- From warehouse.incidents, staged.allowed_values.
select
    incidents.incident_id,
    incidents.school_id,
    allowed.value as agency
from warehouse.incidents as incidents
inner join staged.allowed_values as allowed
    on allowed.table_name = 'incidents'
    and allowed.column_name = 'referred_to'
    and position(';' || allowed.value || ';' in ';' || incidents.referred_to || ';') > 0
