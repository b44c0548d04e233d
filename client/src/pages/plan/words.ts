/** Whom the texts of the page are about: everybody, or one group of a demand, whose name is free text. */
import type { Words as AllWords } from '../../i18n/i18n.ts';
import type { Language, MessageParams } from '../../i18n/keys.ts';

/**
 * Fills the placeholders of the page's texts:
 *
 * - `who` travel, and the `population` that counts (`Population` where a text begins with it); the head of a table
 *   calls it `counted`, with its unit;
 * - `heads` and `head`: the unit of their number, many and one; `count` (`Count`) is what such a number is called.
 *
 * Households are not persons: they have a unit of their own.
 */
type Words = Readonly<
  Record<'who' | 'population' | 'Population' | 'counted' | 'heads' | 'head' | 'count' | 'Count', string>
>;

/** @param group name of a group; null for everybody */
export function wordsOf(group: string | null): AllWords & Readonly<Record<Language, Words>> {
  return { zh: chinese(group), en: english(group), finish: setApart };
}

/** A word that begins with a digit, such as `60 岁及以上人口`, has a space between it and the character before it. */
function setApart(text: string, words: MessageParams): string {
  const numbered = new Set(Object.values(words).flatMap((word) => (/^\d/.test(String(word)) ? [String(word)] : [])));
  let apart = text;
  for (const word of numbered)
    apart = apart.split(word).reduce((before, after) => before + (HAN_AT_END.test(before) ? ' ' : '') + word + after);
  return apart;
}

const HAN_AT_END = /\p{Script=Han}$/u;

function chinese(group: string | null): Words {
  if (group !== null && isHouseholds(group)) {
    const name = ANY_HOUSEHOLDS.test(group) ? '家庭' : group;
    return chineseWords(name, name, { heads: '户', count: '户数' });
  }
  const persons = { heads: '人', count: '人数' };
  if (group === null) return chineseWords('居民', '人口', persons);
  const name = chineseName(group);
  return chineseWords(name, name, persons);
}

function chineseWords(who: string, population: string, { heads, count }: Pick<Words, 'heads' | 'count'>): Words {
  const counted = `${population}（${heads}）`;
  return { who, population, Population: population, counted, heads, head: heads, count, Count: count };
}

function english(group: string | null): Words {
  if (group !== null && isHouseholds(group)) {
    const name = ANY_HOUSEHOLDS.test(group) ? 'households' : `households (${group})`;
    return englishWords(name, name, ['household', 'households']);
  }
  const persons = ['person', 'people'] as const;
  if (group === null) return englishWords('residents', 'people', persons);
  const name = englishName(group);
  return englishWords(name, name, persons);
}

function englishWords(who: string, population: string, [head, heads]: readonly [one: string, many: string]): Words {
  const counted = population;
  return {
    who,
    population,
    Population: capital(population),
    counted,
    heads,
    head,
    count: heads,
    Count: capital(heads),
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The group itself, as a choice. */
export function groupName(group: string, language: Language): string {
  return wordsOf(group)[language].who;
}

/** All of them. */
const ANY_HOUSEHOLDS = /^(?:家庭|[住农]?户|户数|家庭户|households?)$/i;
/** `低保家庭`, `独居户`; but no people who are registered (`户籍人口`) or work out of doors (`户外工作者`). */
const HOUSEHOLDS = /(?:户|户数|家庭|households?)$/i;

/** Whether its number counts households, which are no persons. */
export function isHouseholds(group: string): boolean {
  return HOUSEHOLDS.test(group);
}

const SCHOOL_AGE = /^(?:学龄(?:人口|儿童)?|school[ _-]?age)$/i;
const AND_OVER = /^(\d{1,3})\s*(?:\+|岁?及?以上|岁及以上人口|(?:years )?and (?:over|older))$/i;
const BETWEEN = /^(\d{1,3})\s*[-–—~～至到]\s*(\d{1,3})(?:\s*岁)?$/;
const NAMES_PEOPLE = /(?:人口|人群|人|者|儿童|居民|学生|妇女|男性|女性)$/;

function chineseName(group: string): string {
  if (SCHOOL_AGE.test(group)) return '学龄人口';
  const [from, range] = [AND_OVER.exec(group)?.[1], BETWEEN.exec(group)];
  if (from !== undefined) return `${from} 岁及以上人口`;
  if (range !== null) return `${range[1]}–${range[2]} 岁人口`;
  if (NAMES_PEOPLE.test(group)) return group;
  return /\p{Script=Han}$/u.test(group) ? `${group}人口` : `“${group}”人群`;
}

function englishName(group: string): string {
  if (SCHOOL_AGE.test(group)) return 'people of school age';
  const [from, range] = [AND_OVER.exec(group)?.[1], BETWEEN.exec(group)];
  if (from !== undefined) return `people aged ${from} and over`;
  if (range !== null) return `people aged ${range[1]} to ${range[2]}`;
  return `people (${group})`;
}
