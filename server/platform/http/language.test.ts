import { describe, expect, it } from 'vitest';
import { langFrom } from './language.ts';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en;q=0.8, zh;q=0.9', 'zh'],
    ['zh;q=0.5,EN;q=0.8', 'en'],
    ['en,zh', 'en'],
    ['zh,en', 'zh'],
    ['de', 'zh'],
    ['de,en;q=0.1', 'en'],
    ['*', 'zh'],
    ['en;q=0.3,*;q=0.5', 'zh'],
    ['zh;q=0,en;q=0.1', 'en'],
    ['en;q=0', 'zh'],
    ['en;q=x', 'zh'],
  ])('for Accept-Language %j is %s', (header, lang) => {
    expect(langFrom(undefined, header)).toBe(lang);
  });

  it('is the one asked for in the address, where it is one of ours', () => {
    expect([langFrom('en', 'zh'), langFrom('zh', 'en'), langFrom('fr', 'en'), langFrom(['en', 'zh'], 'zh')]).toEqual([
      'en',
      'zh',
      'en',
      'zh',
    ]);
  });
});
