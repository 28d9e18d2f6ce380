-- The tables of one store, in a schema of its own. Applied once, by whoever writes first, under an advisory lock.

create table schema_version (
    version integer primary key,
    applied_at timestamptz not null default now(),
    applied_by text not null default current_user
);

-- What orders all that is written. Whoever writes holds its row until the end of their transaction, so that numbers
-- become visible in their order: who has seen one has seen all before it.
create table clock (
    is_only boolean primary key default true check (is_only),
    number bigint not null
);
insert into clock (number) values (0);

create table document (
    key text primary key,
    number bigint not null,       -- of what was written into it last
    is_there boolean not null,    -- whether it holds anything
    sha256 text not null,
    hashes text[] not null,       -- earlier ones
    place text not null,
    path text not null,
    title text not null
);
create index document_sha256 on document (sha256);
create index document_hashes on document using gin (hashes);
create index document_place on document (place);

-- One row for each row of a document's tables, as the files have them. json, not jsonb: what comes back is what went in.
-- Label and annotator are beside it for whoever asks in SQL; the server never reads them out of the JSON, in which there
-- may be escapes that no text of a database can hold.
create table record (
    document text not null references document (key),
    table_name text not null,
    row_id text not null,
    body json not null,
    label text,
    annotator text,
    primary key (document, table_name, row_id)
);
create index record_label on record (label) where table_name = 'annotations';

-- Everything that was ever written, for undo, restore and audit. Nothing is changed or deleted here.
create table history (
    number bigint primary key,
    document text not null references document (key),
    at text not null,
    since text not null,
    what text not null,
    by_whom text not null,
    step text not null,
    undoes text not null,
    redoes text not null,
    changed json not null,        -- [[table, row id, new, old], ...]
    lost json not null,           -- what gave way to somebody else's words
    origin text not null,         -- who sent it, and as what of theirs: what is sent twice is written once
    origin_number bigint not null,
    unique (origin, origin_number)
);
create index history_document on history (document, number);
create index history_step on history (document, step) where step <> '';

-- The same of the labels.
create table label_history (
    number bigint primary key,
    at text not null,
    since text not null,
    what text not null,
    by_whom text not null,
    step text not null,
    undoes text not null,
    redoes text not null,
    changed json not null
);

-- Labels, guideline, project and other files of the store.
create table kept_file (
    name text primary key,
    content bytea not null,
    number bigint not null
);

-- The texts that annotations were made in, packed.
create table kept_text (
    document text not null references document (key),
    sha256 text not null,
    content bytea not null,
    number bigint not null,
    primary key (document, sha256)
);
