import { describe, expect, it } from 'vitest';
import { choicesOfCheck } from './check-choices.ts';

describe('values that a check constraint lists', () => {
  it.each([
    ["CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))", ['open', 'closed']],
    [
      "CHECK (((grade)::text = ANY ((ARRAY['一类'::character varying, 'it''s'::character varying])::text[])))",
      ['一类', "it's"],
    ],
    ["CHECK (((kind = 'a'::text) OR (kind = 'b'::text)))", ['a', 'b']],
    ["CHECK (((kind IS NULL) OR (kind = ANY (ARRAY['a'::bpchar, 'b'::bpchar]))))", ['a', 'b']],
    ["CHECK ((level = ANY (ARRAY[1, 2, 3, '-1'::integer])))", ['1', '2', '3', '-1']],
    ['CHECK ((level = ANY (ARRAY[(1)::numeric, (-2)::numeric, 2.5])))', ['1', '-2', '2.5']],
    ["CHECK ((VALUE = ANY (ARRAY['商业'::text, '住宅'::text])))", ['商业', '住宅']],
    ['CHECK (("Kind x" = \'a\'::planning."Kind")) NOT VALID', ['a']],
  ])('%s', (definition, values) => {
    expect(choicesOfCheck(definition)).toEqual(values);
  });

  it.each([
    'CHECK ((score >= 0))',
    'CHECK (((score >= 0) AND (score <= 100)))',
    "CHECK ((name <> ''::text))",
    "CHECK ((NOT (kind = 'a'::text)))",
    "CHECK ((kind <> ALL (ARRAY['a'::text])))",
    "CHECK (((kind = 'a'::text) AND (other = 'b'::text)))",
    "CHECK (((kind = 'a'::text) OR (other = 'b'::text)))",
    "CHECK ((lower(kind) = 'a'::text))",
    'CHECK ((length(name) = 3))',
    "CHECK ((geometrytype(geom) = 'POINT'::text))",
    'CHECK ((st_srid(geom) = 4326))',
    "CHECK ((name ~ '^a$'::text))",
    'CHECK (((a + 1) = 2))',
    "CHECK ((kind = 'torn)",
    '',
  ])('%s lists none', (definition) => {
    expect(choicesOfCheck(definition)).toBeNull();
  });
});
