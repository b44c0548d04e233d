-- What search looks in: one row for each name, code or address of a feature, filled when features are loaded.

create table search_term (
  layer_id text not null,
  feature_id text not null,
  -- Folded: lower case, letters and digits only. Byte order, so that a prefix is a range of the index.
  folded text collate "C" not null,
  -- Pinyin of Chinese text, else the same as folded: what Latin input and typing errors are compared with.
  latin text collate "C" not null,
  -- First letters of the pinyin of each character; null where the text is not Chinese.
  initials text collate "C",
  -- The different characters of Chinese text. pg_trgm does not see them in every locale.
  characters text[] not null,
  -- Among equal matches the higher comes first: districts before streets before others, names before addresses.
  weight smallint not null
);

create index search_term_feature on search_term (layer_id, feature_id);
create index search_term_folded on search_term (folded);
create index search_term_latin on search_term (latin);
create index search_term_initials on search_term (initials);
create index search_term_characters on search_term using gin (characters);
create index search_term_trigrams on search_term using gin (latin gin_trgm_ops, initials gin_trgm_ops);

-- Terms that hold something similar to $1, for input with typing errors. A function, because the threshold is a
-- setting, which must not outlast the statement.
create function similar_terms(typed text, layers text[], most integer)
returns table (layer_id text, feature_id text, weight smallint, similarity real)
language sql stable set pg_trgm.word_similarity_threshold = 0.5 as $$
  select t.layer_id, t.feature_id, t.weight, word_similarity(typed, t.latin) as similarity
  from search_term t
  where typed <% t.latin and t.layer_id = any (layers)
  order by similarity desc, t.weight desc, length(t.latin), t.feature_id
  limit most
$$;
