"""Owns the tables of the record of meetings, version by version; knows neither how they are opened nor what is written.

Entries are only ever added: triggers refuse to change or delete one, so the history is what was written at the time.
"""

# The statements of each version; a newer program runs those that a file has not seen, in order. Never change one that
# was released: add a version.
VERSIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        -- One row per card and time it was recorded; the newest version is how the card stands.
        create table entries (
            rule text not null,
            school_id text not null,
            subject text not null,
            version integer not null check (version > 0),
            question text not null,
            figure text not null,
            clauses text not null,
            status text not null check (status in ('asked', 'answered', 'closed')),
            answer text not null,
            owner text not null,
            due_on text,
            looked_from text not null,
            looked_to text not null,
            build_id text not null,
            recorded_by text not null,
            recorded_at text not null,
            primary key (rule, school_id, subject, version)
        )
        """,
        "create trigger entries_keep before update on entries begin select raise(abort, 'entries are only added'); end",
        "create trigger entries_stay before delete on entries begin select raise(abort, 'entries are only added'); end",
        """
        -- One row per visit to one school.
        create table visits (
            visit_id integer primary key,
            school_id text not null,
            visited_on text not null,
            visitor text not null,
            notes text not null,
            period_name text not null,
            build_id text not null,
            recorded_by text not null,
            recorded_at text not null
        )
        """,
        """
        -- One row per visit and clause in force: its status as the visitor saw it.
        create table visit_statuses (
            visit_id integer not null references visits,
            clause_id text not null,
            status text not null,
            primary key (visit_id, clause_id)
        )
        """,
        """
        -- One row per visit and card that the data raised then.
        create table visit_cards (
            visit_id integer not null references visits,
            rule text not null,
            subject text not null,
            primary key (visit_id, rule, subject)
        )
        """,
        "create index visits_by_school on visits (school_id, visited_on)",
    ),
)
