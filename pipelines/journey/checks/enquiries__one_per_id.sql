-- An enquiry is counted twice.
select
    enquiry_id,
    count(*) as row_count
from mart.enquiries
group by enquiry_id
having count(*) > 1
