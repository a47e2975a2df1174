-- A control gave the same case of a clause twice.
select
    school_id,
    clause_id,
    case_id,
    count(*) as row_count
from result.cases
group by school_id, clause_id, case_id
having count(*) > 1
