-- What search looks in: one row for each name, code or address of a feature, filled when features are loaded.

create table search_term (
  layer_id text not null,
  feature_id text not null,
  -- Folded: lower case, letters and digits only. Byte order, so that a prefix is a range of the index.
  folded text collate "C" not null,
  -- Pinyin of Chinese text, else the same as folded.
  latin text collate "C" not null,
  -- First letters of the pinyin of each character; null where the text is not Chinese.
  initials text collate "C",
  -- The different characters of Chinese text. pg_trgm does not see them in every locale.
  characters text[] not null,
  -- Names only: their words in Latin letters without digits, see search_spelling. Null too where many features have
  -- the same.
  letters text collate "C",
  -- Among equal matches the higher comes first: districts before streets before others, names before addresses.
  weight smallint not null
);

create index search_term_feature on search_term (layer_id, feature_id);
create index search_term_folded on search_term (folded);
create index search_term_latin on search_term (latin);
create index search_term_initials on search_term (initials);
create index search_term_letters on search_term (letters);
create index search_term_characters on search_term using gin (characters) with (fastupdate = off);

-- The different spellings of names without their numbers, a small part of the terms: parts of names and typing errors
-- are looked for here. Spellings that no term has any more do no harm.
create table search_spelling (
  letters text collate "C" not null,
  initials text collate "C" not null,
  primary key (letters, initials)
);

create index search_spelling_trigrams on search_spelling
  using gin (letters gin_trgm_ops, initials gin_trgm_ops) with (fastupdate = off);

-- Spellings that hold $1 in their letters or initials. A function, like the next, because its settings must not outlast
-- the statement: the planner takes a scan of all spellings for cheaper than the index, which it is not.
create function spellings_with(part text)
returns table (letters text)
language sql stable rows 20 set enable_seqscan = off as $$
  select s.letters from search_spelling s where s.letters like '%' || part || '%' or s.initials like '%' || part || '%'
$$;

-- Spellings that hold something similar to $1, for input with typing errors.
create function similar_spellings(typed text, most integer)
returns table (letters text, similarity real)
language sql stable rows 20 set pg_trgm.word_similarity_threshold = 0.5 set enable_seqscan = off as $$
  select s.letters, word_similarity(typed, s.letters) as similarity
  from search_spelling s
  where typed <% s.letters
  order by similarity desc, length(s.letters), s.letters
  limit most
$$;
