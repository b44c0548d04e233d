import { pinyin } from 'pinyin-pro';

/** Readings that a dictionary of common words gets wrong in names of places here. */
const READINGS: Readonly<Record<string, string>> = {
  泊里: 'po li',
  重庆: 'chong qing',
  长江: 'chang jiang',
  乐: 'le',
  单: 'shan',
  曾: 'zeng',
  解: 'xie',
  仇: 'qiu',
  盖: 'gai',
};

/** Ends of the names of subdistricts, and how they are called in English. */
const SUBDISTRICT_KINDS: readonly (readonly [zh: string, en: string])[] = [
  ['街道', 'Subdistrict'],
  ['镇', 'Town'],
  ['省级旅游度假区', 'Provincial Resort'],
  ['省级生态旅游度假区', 'Provincial Eco-tourism Resort'],
  ['省级自然保护区', 'Provincial Nature Reserve'],
  ['高新技术产业开发区', 'High-tech Industrial Development Zone'],
  ['经济技术开发区', 'Economic and Technological Development Zone'],
  ['经济开发区', 'Economic Development Zone'],
  ['新经济区', 'New Economic Zone'],
];

const COMMUNITY_KINDS: readonly (readonly [zh: string, en: string])[] = [
  ['社区居民委员会', 'Community'],
  ['社区居委会', 'Community'],
  ['居民委员会', 'Community'],
  ['居委会', 'Community'],
  ['社区', 'Community'],
  ['社区村村民委员会', 'Village'],
  ['社区村村民委会', 'Village'],
  ['社区村村委会', 'Village'],
  ['村村民委员会', 'Village'],
  ['村村委会', 'Village'],
  ['村民委员会', 'Village'],
  ['村委会', 'Village'],
  ['生活区', 'Residential Area'],
];

/** One word of pinyin without tones, syllables joined, an apostrophe where one begins with a vowel. */
export function romanise(zh: string): string {
  const read =
    Object.entries(READINGS)
      .find(([name]) => name === zh)?.[1]
      .split(' ') ?? pinyin(zh, { toneType: 'none', type: 'array', v: false });
  const word = read.map((syllable, i) => (i > 0 && /^[aeo]/.test(syllable) ? `'${syllable}` : syllable)).join('');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function english(zh: string, kinds: readonly (readonly [zh: string, en: string])[]): string {
  const kind = kinds.filter(([end]) => zh.endsWith(end)).sort((a, b) => b[0].length - a[0].length)[0];
  return kind ? `${romanise(zh.slice(0, -kind[0].length))} ${kind[1]}` : romanise(zh);
}

export const subdistrictNameEn = (zh: string): string => english(zh, SUBDISTRICT_KINDS);
export const communityNameEn = (zh: string): string => english(zh, COMMUNITY_KINDS);
