/** What a file of `data/holidays` may hold: checked at the start, and written to `data/schemas` for editors. */
import Type from 'typebox';
import { closed, text } from '../layer/layer-schema.ts';

const days = (description: string) =>
  Type.Array(Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }), { uniqueItems: true, description });
const day = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description });

export const HolidaysFile = closed(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of this schema, for editors.' })),
    country: Type.String({ pattern: '^[A-Z]{2}$', description: 'Its ISO 3166 code.' }),
    source: text('Who sets the days.'),
    updated: day('The day the file was brought up to date.'),
    years: Type.Record(
      Type.String({ pattern: '^\\d{4}$' }),
      closed({
        notice: closed(
          {
            number: Type.Optional(Type.String({ minLength: 1, description: 'Its document number.' })),
            issued: day('The day it was issued.'),
            url: Type.String({ pattern: '^https?://', description: 'Where its text was read.' }),
            seen: day('The day it was read there.'),
          },
          'The notice that sets the days of the year.',
        ),
        off: days('Days off, as MM-DD.'),
        work: days('Weekend days that are worked, as MM-DD.'),
      }),
      { description: 'Days by year. A year that is not here is one of which nothing is known.' },
    ),
  },
  'Public holidays and make-up working days of a country (城图 Chengtu).',
);
