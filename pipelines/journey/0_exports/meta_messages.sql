/*---
title = "Facebook and Instagram messages, one file per thread"
vendor = "Meta"
evidence = "P"
reader = "json"
table = "activity"
whose = "account"
sides = "both"
name_hints = ["message_*.json"]
records = "messages[*]"
mojibake = true
leave_out = """is_unsent = 'true' or type in ('Subscribe', 'Unsubscribe')
    or content = 'Liked a message' or content like 'Reacted % to your message%'"""
never = ["content", "photos", "videos", "audio_files", "files", "share", "reactions", "ip"]

[columns.timestamp_ms]
type = "timestamp"
written = "epoch_ms"
required = true

[columns.sender_name]
required = true

[columns.thread_path]
aliases = ["$.thread_path"]
required = true

[columns.title]
aliases = ["$.title"]
optional = true

[columns.participant]
aliases = ["$.participants[0].name"]

[columns.second_participant]
aliases = ["$.participants[1].name"]
optional = true

[columns.third_participant]
aliases = ["$.participants[2].name"]
optional = true

[columns.content]
optional = true

[columns.type]
optional = true

[columns.is_unsent]
optional = true
---*/
-- Grain: one message. Which sender is the page: the one whose name is that of the account's folder (letters and digits
-- compared); else the one of two participants whom the thread's title does not name. Where neither tells, all is set aside.
-- The last step of the thread's path joins message_1.json, message_2.json and a thread that was archived meanwhile. Paths
-- and senders hold names, and messages have no id: both ids are pseudonyms. People of one name count as one. The text is
-- looked at for one thing, a reaction that is written as a message (in English exports), and goes no further.
with named as (
    select
        *,
        lower(regexp_replace(_account_id, '[^\pL\pN]', '', 'g')) as folder_word,
        regexp_extract(thread_path, '[^/]+$') as thread_key,
        list_distinct([sender_name, participant, second_participant, third_participant]) as people
    from source
),

pages_found as (
    select
        *,
        list_filter(people, lambda name: lower(regexp_replace(name, '[^\pL\pN]', '', 'g')) = folder_word) as as_folder,
        list_filter(
            [participant, second_participant],
            lambda name: name <> coalesce(title, '') and third_participant is null
        ) as not_in_title
    from named
),

page_known as (
    select
        *,
        coalesce(
            max(case when len(as_folder) = 1 then as_folder[1] end) over (partition by thread_key),
            case when len(not_in_title) = 1 then not_in_title[1] end
        ) as page_name
    from pages_found
),

numbered as (
    select
        *,
        sender_name = page_name as is_outbound,
        row_number() over (partition by thread_key, sender_name, timestamp_ms order by _row desc) as place
    from page_known
)

select
    _row,
    pseudonym(concat_ws('/', thread_key, sender_name, epoch_ms(timestamp_ms), place)) as item_id,
    _account_id as account_id,
    'message' as kind,
    case when is_outbound then 'outbound' else 'inbound' end as direction,
    timestamp_ms as sent_at,
    pseudonym(thread_key) as thread_id,
    case when not is_outbound then sender_name end as author_id,
    case
        when page_name is null
            then 'which sender is the page cannot be told: name the account''s folder as the page is named'
    end as _fault
from numbered
