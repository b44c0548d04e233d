/** What answers of several measures have in common. */
import { number, numberOrNull, string, textOrNull } from './schema-kit.ts';

export const id = string('编号。', 'Id.');
export const people = number('人数。', 'People.');
export const gini = numberOrNull('基尼系数；均值为 0 时为 null。', 'Gini coefficient; null where the mean is 0.');
export const groupKey = textOrNull(
  '组：区市、街道或用地；不属于任何组的为 null。',
  'District, subdistrict or land use; null for those in none.',
);

export const demandPlace = {
  lon: numberOrNull(
    '需求的经度（度）；没有位置时为 null。',
    'Longitude of the demand in degrees; null where it has no place.',
  ),
  lat: numberOrNull(
    '需求的纬度（度）；没有位置时为 null。',
    'Latitude of the demand in degrees; null where it has no place.',
  ),
};
