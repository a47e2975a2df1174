-- One row per account and stretch of days that is missing between two of its exports. A return that covers the stretch says that
-- nothing is missing.
-- From staged.export_gaps, warehouse.accounts, returns.
with

gaps_of_schools as (
    select
        gaps.account_id,
        coalesce(accounts.school_id, ids.school_id, gaps.school_id) as school_id,
        gaps.format,
        gaps.gap_from,
        gaps.gap_to,
        gaps.file_before,
        gaps.file_after
    from staged.export_gaps as gaps
    cross join staged.as_at as as_at
    left join warehouse.accounts as accounts on accounts.account_id = gaps.account_id
    left join warehouse.school_ids as ids on ids.any_id = gaps.school_id
    where gaps.gap_to < as_at.as_at_on
),

returned_removed as (
    select gaps.*
    from gaps_of_schools as gaps
    anti join warehouse.returns as returns
        on returns.school_id = gaps.school_id
        and returns.dataset = 'activity'
        and returns.covers_from <= gaps.gap_from
        and returns.covers_to >= gaps.gap_to
)

select * from returned_removed
