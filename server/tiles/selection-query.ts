import Type from 'typebox';
import { FilterLangParameter, FilterParameter, LayerFilterParameter } from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';

/** What chooses the features and properties in tiles. */
export const SelectionQuery = {
  filter: Type.Optional(FilterParameter),
  'filter-lang': Type.Optional(FilterLangParameter),
  properties: Type.Optional(
    Type.Array(
      Type.String(),
      says(
        '瓦片携带的属性，逗号分隔；不给则用图层的默认。',
        'Attributes that travel, between commas; those of the layer where it is left out.',
      ),
    ),
  ),
  datetime: Type.Optional(
    Type.String({
      examples: ['2026-03-01'],
      ...says('那一时刻的数据；不给则为现在。', 'Data as of this moment; of now where it is left out.'),
    }),
  ),
};

export const SELECTION_PARAMETERS = [{ name: 'filters', pattern: '^filter\\.', schema: LayerFilterParameter }];
