-- One row per account of the register and judging day at whose end it was open.
-- From warehouse.accounts, mart.judging_days.
select
    accounts.school_id,
    days.judged_on,
    accounts.account_id,
    accounts.opened_on,
    accounts.owner_id,
    accounts.handle,
    accounts.url,
    accounts.platform,
    accounts.aim,
    accounts.audience,
    accounts.promotion,
    accounts.monitoring_plan,
    accounts.channel_purpose,
    accounts.accessed_from,
    accounts.escalation,
    accounts.visibility,
    accounts.comments,
    accounts.official_email,
    accounts.about_links
from warehouse.accounts as accounts
inner join mart.judging_days as days
    on days.school_id = accounts.school_id
    and days.judged_on >= accounts.opened_on
    and days.judged_on < coalesce(accounts.closed_on, date '9999-12-31')
where accounts.is_registered
