-- Grain: one finding of a check or a sweep made in the period, newest first; its wait ends when it is resolved, or now.
-- Sources: warehouse.monitoring, accounts, school_days, as_at.
select
    scope.school_name,
    findings.check_id,
    findings.kind,
    findings.finding_category,
    findings.checked_at,
    findings.resolved_at,
    findings.resolved_at is null as is_open,
    accounts.account_id,
    accounts.handle,
    accounts.platform,
    greatest(date_diff('second', findings.checked_at, coalesce(findings.resolved_at, as_at.as_at_at)), 0) / 60.0 as elapsed_minutes,
    greatest(
        ended.open_minutes_before - found.open_minutes_before
        + least(greatest(coalesce(findings.resolved_minute, as_at.as_at_minute) - ended.opens_minute, 0), ended.open_minutes)
        - least(greatest(findings.checked_minute - found.opens_minute, 0), found.open_minutes),
        0
    ) as working_minutes
from scope
inner join warehouse.monitoring as findings
    on
        scope.school_id = findings.school_id
        and findings.outcome = 'finding'
        and findings.checked_on between scope.period_start and scope.period_end
cross join warehouse.as_at as as_at
inner join warehouse.school_days as found
    on
        findings.school_id = found.school_id
        and findings.checked_on = found.on_date
inner join warehouse.school_days as ended
    on
        findings.school_id = ended.school_id
        and coalesce(findings.resolved_on, as_at.as_at_on) = ended.on_date
left join warehouse.accounts as accounts on findings.account_id = accounts.account_id
order by findings.checked_at desc, findings.check_id
