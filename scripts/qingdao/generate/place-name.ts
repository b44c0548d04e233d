import type { Text } from '../../../tiles/layer/layer.ts';
import type { Area } from './types.ts';

/** Name of a subdistrict or town without its kind, as things in it are named after it: 八大峡街道 → 八大峡. */
export function placeName({ name }: Area): Text {
  return {
    zh: name.zh.replace(/(街道|镇|乡)$/, ''),
    en: name.en.replace(/ (Subdistrict|Town|Township)$/, ''),
  };
}
