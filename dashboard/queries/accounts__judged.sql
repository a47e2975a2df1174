-- Grain: one account and control that the school's policy asks for: was it as promised on the day looked at?
-- Sources: result.cases. A state is judged on that day; an approval on the day the account was opened, however long ago.
select
    cases.account_id,
    cases.control,
    bool_and(cases.outcome = 'met') as is_kept
from scope
inner join result.cases as cases
    on
        scope.school_id = cases.school_id
        and (
            cases.judged_on = scope.looked_at_on
            or (cases.control = 'approved_before_opening' and cases.judged_on <= scope.period_end)
        )
where
    cases.control in (
        'about_page_links', 'approved_before_opening', 'business_case_complete', 'minimum_managers', 'minimum_monitors',
        'official_email_linked', 'one_way_accounts', 'responsible_owner'
    )
group by cases.account_id, cases.control
order by cases.account_id, cases.control
