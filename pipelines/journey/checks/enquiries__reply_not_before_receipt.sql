-- An enquiry was answered or acknowledged before it was received, or waited less than no time.
select
    enquiry_id,
    received_at,
    acknowledged_at,
    replied_at,
    waiting_working_minutes
from mart.enquiries
where
    replied_at < received_at
    or acknowledged_at < received_at
    or waiting_working_minutes < 0
    or waiting_elapsed_minutes < 0
