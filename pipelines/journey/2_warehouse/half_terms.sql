-- One row per school and half-term, as given: a holiday is in none. A row named without a number ("Autumn") is two
-- half-terms where a holiday lies inside it. The term is the word before the number; where a year has six numbered terms
-- ("Term 1" to "Term 6"), each is a half-term and two make a term. Academic years for which a school gives no half-terms
-- have the nominal ones.
-- From warehouse.term_dates, warehouse.schools, staged.nominal_half_terms, staged.days.
with

terms as (
    select
        *,
        regexp_extract(name, '^(.*[^ 0-9]) *([0-9]+)$', 1) <> '' as is_numbered
    from warehouse.term_dates
    semi join staged.days as days on days.academic_year = term_dates.academic_year
    where kind = 'term'
),

breaks as (
    select
        terms.school_id,
        terms.academic_year,
        terms.name,
        terms.starts_on,
        holidays.starts_on as break_starts_on,
        holidays.ends_on as break_ends_on
    from terms
    inner join warehouse.term_dates as holidays on holidays.school_id = terms.school_id
    where
        not terms.is_numbered
        and holidays.kind = 'holiday'
        and holidays.starts_on > terms.starts_on
        and holidays.ends_on < terms.ends_on
    qualify row_number() over (
        partition by terms.school_id, terms.academic_year, terms.name, terms.starts_on
        order by cast(holidays.ends_on as timestamp) - cast(holidays.starts_on as timestamp) desc, holidays.starts_on
    ) = 1
),

breaks_joined as (
    select
        terms.*,
        breaks.break_starts_on,
        breaks.break_ends_on
    from terms
    left join breaks
        on breaks.school_id = terms.school_id
        and breaks.academic_year = terms.academic_year
        and breaks.name = terms.name
        and breaks.starts_on = terms.starts_on
),

halved as (
    select
        school_id,
        academic_year,
        case when break_starts_on is null then name else name || ' 1' end as name,
        starts_on,
        coalesce(cast(break_starts_on - interval '1' day as date), ends_on) as ends_on
    from breaks_joined
    union all
    select
        school_id,
        academic_year,
        name || ' 2' as name,
        cast(break_ends_on + interval '1' day as date) as starts_on,
        ends_on
    from breaks_joined
    where break_starts_on is not null
),

undated_years as (
    select
        schools.school_id,
        years.academic_year
    from warehouse.schools as schools
    cross join (select distinct academic_year from staged.days) as years
    anti join terms on terms.school_id = schools.school_id and terms.academic_year = years.academic_year
),

nominal as (
    select
        years.school_id,
        years.academic_year,
        nominal.name,
        nominal.starts_on,
        nominal.ends_on
    from undated_years as years
    inner join staged.nominal_half_terms as nominal on nominal.academic_year = years.academic_year
),

given_and_nominal as (
    select *, true as is_given from halved
    union all
    select *, false as is_given from nominal
),

same_names_merged as (
    select
        school_id,
        academic_year,
        name,
        coalesce(nullif(regexp_extract(name, '^(.*[^ 0-9]) *([0-9]+)$', 1), ''), name) as word,
        cast(nullif(regexp_extract(name, '^(.*[^ 0-9]) *([0-9]+)$', 2), '') as integer) as number,
        min(starts_on) as starts_on,
        max(ends_on) as ends_on,
        bool_or(is_given) as is_given
    from given_and_nominal
    group by school_id, academic_year, name
),

same_starts_removed as (
    select
        *,
        lower(word) = 'term' and max(number) over (partition by school_id, academic_year) > 3 as is_of_six
    from same_names_merged
    qualify row_number() over (partition by school_id, starts_on order by ends_on desc, name) = 1
),

terms_named as (
    select
        school_id,
        academic_year,
        name,
        case
            when is_of_six and number in (1, 2) then 'Terms 1 and 2'
            when is_of_six and number in (3, 4) then 'Terms 3 and 4'
            when is_of_six and number in (5, 6) then 'Terms 5 and 6'
            else word
        end as term_name,
        starts_on,
        ends_on,
        is_given
    from same_starts_removed
)

select * from terms_named
