-- From here on migrations hold tables, types and indexes only. Functions and triggers have their one current text in
-- data/functions, which is applied after the migrations wherever it differs from what the database has. This table says
-- what the database has: a function that stands in no file any more is dropped if it stands here, and only then.
create table function_file (
  name text primary key,
  -- SHA-256 of the text.
  checksum text not null,
  -- Signatures of the functions that the file defines.
  functions text[] not null,
  applied_at timestamptz not null default now()
);
