-- Spellings of names that nobody may see take no place among those that are looked at.

-- Spellings that contain `part` in their letters or initials. This is a function, like the next one, because its
-- settings must not outlast the statement. Without them the planner scans all spellings, as it thinks the index dearer.
create or replace function spellings_with(part text)
returns table (letters text)
language sql stable rows 20 set enable_seqscan = off as $$
  select s.letters from search_spelling s
  where (s.letters like '%' || part || '%' or s.initials like '%' || part || '%')
    and exists (select from search_term t where t.letters = s.letters collate "C" and not t.is_hidden)
$$;

-- Loads the library of pg_trgm: only a superuser may name its parameter below in a session that does not know it yet.
do $$ begin perform similarity('', ''); end $$;

-- Spellings that contain something similar to `typed`, for input with typing errors.
create or replace function similar_spellings(typed text, most integer)
returns table (letters text, similarity real)
language sql stable rows 20 set pg_trgm.word_similarity_threshold = 0.5 set enable_seqscan = off as $$
  select s.letters, word_similarity(typed, s.letters) as similarity
  from search_spelling s
  where typed <% s.letters
    and exists (select from search_term t where t.letters = s.letters collate "C" and not t.is_hidden)
  order by similarity desc, length(s.letters), s.letters
  limit most
$$;
