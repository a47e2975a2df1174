-- An incident was lost, or counted twice, on the way into its mart.
select
    incidents.incident_id,
    count(marts.incident_id) as row_count
from warehouse.incidents as incidents
left join mart.incidents as marts on marts.incident_id = incidents.incident_id
group by incidents.incident_id
having count(marts.incident_id) <> 1
