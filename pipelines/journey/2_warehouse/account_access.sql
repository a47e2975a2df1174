-- One row per grant of access to an account to one person.
-- From staged.account_access, warehouse.accounts.
select
    access.account_id,
    accounts.school_id,
    access.person_id,
    access.access,
    access.granted_on,
    case when access.revoked_on <= as_at.as_at_on then access.revoked_on end as revoked_on
from staged.account_access as access
cross join staged.as_at as as_at
left join warehouse.accounts as accounts on accounts.account_id = access.account_id
where access.granted_on <= as_at.as_at_on
