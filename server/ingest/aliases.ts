/** What tables call the columns that layers have: names to be read, not to be shown. */
import type { Text } from '../../tiles/layer/layer.ts';

/** Names of columns by the attribute that they hold, beside its own name, its titles and the layer's aliases. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  name: [
    '名字',
    '名称',
    '设施名称',
    '单位名称',
    '点位名称',
    '站点名称',
    '项目名称',
    'title',
    'label',
    'name_zh',
    'name_cn',
    'name:zh',
    'mc',
  ],
  name_en: ['英文名称', '名称（英文）', 'english_name', 'title_en', 'name:en', 'ename'],
  address: [
    '地址',
    '详细地址',
    '所在地址',
    '具体位置',
    '地点',
    '位置描述',
    'addr',
    'full_address',
    'street_address',
    'addr:full',
    'dz',
  ],
  district: [
    '区',
    '区县',
    '区市',
    '行政区',
    '行政区划',
    '所属区',
    '所属区县',
    '所属区市',
    '所在区',
    '所在区县',
    'district_name',
    'county',
  ],
  street: ['街道', '街镇', '镇街', '乡镇', '所属街道', '所在街道', '街道办', 'town', 'subdistrict', 'township'],
  subdistrict: ['街道', '街镇', '镇街', '乡镇', '所属街道', '所在街道', '街道办', 'town', 'street', 'township'],
  kind: ['类别', '类型', '种类', '分类', 'type', 'category', 'class'],
  date: ['日期', '时间', 'day', 'time'],
};

/** Ends of names that say what a column holds: `公厕名称`, `school_name`. */
const ENDS: Readonly<Record<string, RegExp>> = { name: /(?:名称|名字|名|name)$/, address: /(?:地址|位置|address)$/ };

export function commonNames(attribute: string): readonly string[] {
  return Object.hasOwn(COMMON, attribute) ? (COMMON[attribute] ?? []) : [];
}

/** Whether the name ends like one of the attribute, and begins with what the layer is called: `公厕名称` of 公共厕所. */
export function endsLike(folded: string, attribute: string, title: Text): boolean {
  const end = Object.hasOwn(ENDS, attribute) ? ENDS[attribute]?.exec(folded) : null;
  if (end === null || end === undefined || end.index === 0) return false;
  const start = folded.slice(0, end.index);
  return /^[a-z]+$/.test(start)
    ? foldName(title.en).includes(start)
    : [...start].every((each) => title.zh.includes(each));
}

/** Brackets with what stands in them; a name may be a bracket alone. */
const BRACKETS = /\([^()]*\)|\[[^[\]]*\]/g;

/** A name without what differs from table to table: case, width, blanks, hyphens, and units in brackets. */
export function foldName(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase().trim();
  const bare = plain.replace(BRACKETS, '');
  return (bare.trim() === '' ? plain : bare).replace(/[\s_\-.:*"'“”/,、;|]/g, '');
}
