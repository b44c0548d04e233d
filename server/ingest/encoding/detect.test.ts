import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { runs } from '../../testing/effort.ts';
import { createDecoder, decodeAll, encodingNamed } from './decoder.ts';
import { detectEncoding } from './detect.ts';
import type { Detected, DetectOptions } from './detect.ts';
import { sampleBytes } from './sample.ts';

const RUNS = runs({ daily: 40, full: 1000 });

const CODES = {
  region:
    'AF AL DZ AR AM AU AT AZ BH BD BY BE BO BR BG KH CM CA TD CL CN CO HR CU CZ DK EG EE ET FI FR GE DE GR HU IS IN ID IR IE IL IT JP JO KZ KE KR LA LV LB LT LU MY MX MN MA NL NZ NG NO PK PE PH PL PT RO RU SA RS SG SK SI ZA ES SE CH SY TH TR UA GB US VN ZM',
  language:
    'ar bg cs da de el en es et fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv th tr uk vi zh',
  currency: 'AUD BRL CAD CHF CNY CZK DKK EUR GBP HUF INR JPY KRW NOK PLN RUB SEK TRY USD',
} as const;

/** Names in a language as Unicode's own tables have them: real words of people, not of ours. */
function namesOf(language: string): string[] {
  return (['region', 'language', 'currency'] as const).flatMap((type) => {
    const names = new Intl.DisplayNames(language, { type });
    return CODES[type].split(' ').map((code) => names.of(code) ?? code);
  });
}

const ROADS =
  '香港中路 山东路 闽江路 辽阳西路 福州南路 徐州路 延安三路 太平角 八大关 栈桥 五四广场 石老人 崂山风景区 李村河 胶州湾大桥 城阳区正阳路 即墨古城 黄岛区长江中路 灵山卫 薛家岛 平度市人民路 莱西湖 台东步行街公厕 中山公园停车场 第三十九中学 市立医院东院 青岛北站 流亭机场 海信广场 浮山后社区';

const encode = (text: string, encoding: string): Buffer =>
  iconv.encode(text, encoding === 'ibm866' ? 'cp866' : encoding === 'windows-874' ? 'cp874' : encoding);

function table(names: readonly string[]): string {
  return `id,name,lon,lat\r\n${names.map((name, nth) => `${nth},${name},120.${nth},36.${nth}\r\n`).join('')}`;
}

async function detect(bytes: Uint8Array, options: DetectOptions = {}): Promise<Detected> {
  const pieces = async function* () {
    // Pieces end wherever they do, within characters too.
    for (let at = 0; at < bytes.length; at += 1000) yield await Promise.resolve(bytes.subarray(at, at + 1000));
  };
  return detectEncoding(await sampleBytes(pieces()), options);
}

/** `right`, `asks`, or what was read instead. */
async function outcome(text: string, encoding: string, options: DetectOptions = {}): Promise<string> {
  const bytes = encode(text, encoding);
  const found = await detect(bytes, options);
  if ('doubtful' in found) return 'asks';
  return decodeAll(bytes, found.encoding) === decodeAll(bytes, encoding) ? 'right' : `${found.encoding}: ${text}`;
}

/** Language, encoding, and how many names are enough to be sure. */
const LANGUAGES = [
  ['zh-Hans', 'gb18030', 10],
  ['zh-Hant', 'big5', 40],
  ['zh-Hant', 'gb18030', 20],
  ['ja', 'shift_jis', 5],
  ['ja', 'euc-jp', 5],
  ['ko', 'euc-kr', 5],
  ['ru', 'windows-1251', 80],
  ['ru', 'koi8-r', 80],
  ['ru', 'ibm866', 80],
  ['uk', 'windows-1251', 40],
  ['el', 'windows-1253', 40],
  ['he', 'windows-1255', 40],
  ['ar', 'windows-1256', 40],
  ['th', 'windows-874', 80],
  ['fr', 'windows-1252', null],
  ['de', 'windows-1252', null],
  ['pt', 'windows-1252', null],
  ['sv', 'windows-1252', null],
  ['pl', 'windows-1250', null],
  ['cs', 'windows-1250', null],
  ['hu', 'windows-1250', null],
  ['tr', 'windows-1254', null],
  ['zh-Hans', 'utf-8', 1],
  ['zh-Hant', 'utf-8', 1],
  ['ja', 'utf-8', 1],
  ['ko', 'utf-8', 1],
  ['ru', 'utf-8', 1],
  ['fr', 'utf-8', 1],
  ['vi', 'utf-8', 20],
  ['th', 'utf-8', 1],
  ['zh-Hans', 'utf-16le', 1],
  ['zh-Hans', 'utf-16be', 1],
  ['ja', 'utf-16be', 1],
] as const;

describe('the encoding of a text', () => {
  describe.each(LANGUAGES)('in %s as %s', (language, encoding, enough) => {
    const names = namesOf(language);

    it('is right or asked for, never wrong, however short the text is', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 60 }), async (some) => {
          expect(['right', 'asks']).toContain(await outcome(table(some), encoding));
        }),
        { numRuns: RUNS, seed: 12 },
      );
    });

    if (enough === null) return;
    it(`is known from ${enough} names`, async () => {
      for (let first = 0; first + enough <= names.length; first += Math.max(7, enough))
        expect(await outcome(table(names.slice(first, first + enough)), encoding)).toBe('right');
    });
  });

  it('is GB18030 for the names of a few streets, the more surely where the layer has such words', async () => {
    const roads = ROADS.split(' ');
    for (let nth = 0; nth + 4 <= roads.length; nth += 2)
      expect(await outcome(table(roads.slice(nth, nth + 4)), 'gb18030')).toBe('right');
    const one = roads.filter((road) => road.length >= 3);
    const results = await Promise.all(
      one.map((road) => outcome(table([road]), 'gb18030', { known: '街道路公厕停车场中学' })),
    );
    expect(results.filter((result) => result === 'right').length).toBeGreaterThan(one.length / 3);
    expect(results.filter((result) => result !== 'right' && result !== 'asks')).toEqual([]);
  });

  it.each(['Säule', '25 °C', '100 m²', 'café', 'Ёлка', '5 €', '“quoted”', '甲', 'Łódź', 'é'])(
    'of %s alone in UTF-8 is UTF-8',
    async (name) => {
      expect(await outcome(table([name]), 'utf-8')).toBe('right');
    },
  );

  it.each([
    ['台北車站公園', 'big5'],
    ['信義區公所|中正紀念堂|士林夜市', 'big5'],
    ['台北車站公廁', 'big5'],
    ['公衆トイレ', 'shift_jis'],
    ['住所トイレ', 'shift_jis'],
    ['東京駅|新宿区役所|ｺﾝﾋﾞﾆ', 'shift_jis'],
    ['ﾄｲﾚ|ｺｳｴﾝ|㈱青島|①号館', 'shift_jis'],
    ['서울역|강남구청|화장실', 'euc-kr'],
    ['똠방각하|펲시콜라', 'euc-kr'],
    ['São Paulo|Curaçao|Café', 'windows-1252'],
    ['Łódź|Kraków', 'windows-1250'],
    ['Москва', 'windows-1251'],
    ['5路', 'gb18030'],
    ['路', 'gb18030'],
    ['联通', 'gb18030'],
    ['学校', 'gb18030'],
  ])('of %s in %s is right or asked for', async (names, encoding) => {
    expect(['right', 'asks']).toContain(await outcome(table(names.split('|')), encoding));
  });

  it('is asked for with three names as each encoding would read them', async () => {
    const found = await detect(encode(table(['Łódź', 'Kraków', 'Gdańsk', 'Wrocław']), 'windows-1250'));
    expect(found).toHaveProperty('doubtful');
    const readings = 'doubtful' in found ? found.doubtful : [];
    expect(readings.length).toBeGreaterThan(1);
    expect(readings.find(({ encoding }) => encoding === 'windows-1250')?.names).toEqual([
      'Kraków',
      'Gdańsk',
      'Wrocław',
    ]);
  });

  it('is told by its mark, and without one by the zeros of digits and commas', async () => {
    const text = table(['甲', '乙']);
    const big = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    expect(await detect(big)).toMatchObject({ encoding: 'utf-16be' });
    expect(await detect(big.subarray(2))).toMatchObject({ encoding: 'utf-16be' });
    expect(await detect(Buffer.from(text, 'utf16le'))).toMatchObject({ encoding: 'utf-16le' });
    expect(await detect(Buffer.from(`\uFEFF${text}`))).toMatchObject({ encoding: 'utf-8' });
    expect(await detect(Uint8Array.from([0x31, 0x2c, 0x1b, 0x24, 0x42, 0x25, 0x22, 0x1b, 0x28, 0x42]))).toMatchObject({
      encoding: 'iso-2022-jp',
    });
  });

  it('is looked for in the whole file: its one name may stand at the end', async () => {
    const bytes = Buffer.concat([
      Buffer.alloc(3_000_000, 'a,b,1\n'),
      encode(table(namesOf('zh-Hans').slice(0, 20)), 'gb18030'),
    ]);
    expect(await detect(bytes)).toMatchObject({ encoding: 'gb18030' });
  });

  it('of noise, or of two encodings in one file, is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 200, maxLength: 2000 }), async (bytes) => {
        const high = bytes.map((byte) => byte | 0x80);
        expect(await detect(high)).toHaveProperty('doubtful');
      }),
      { numRuns: RUNS, seed: 12 },
    );
    const both = Buffer.concat([encode(table(['香港中路', '山东路']), 'utf-8'), encode(table(['闽江路']), 'gb18030')]);
    expect(await detect(both)).toHaveProperty('doubtful');
  });
});

describe('a decoder', () => {
  it('knows every label of TextDecoder by its name', () => {
    expect(['gbk', 'latin1', 'sjis', 'ks_c_5601-1987', 'UTF-16', 'klingon'].map(encodingNamed)).toEqual([
      'gbk',
      'windows-1252',
      'shift_jis',
      'euc-kr',
      'utf-16le',
      null,
    ]);
  });

  it('reads quotes, dashes and the euro sign of windows-1252, which Node 20 takes for control characters', () => {
    expect(decodeAll(Uint8Array.of(0x80, 0x93, 0x41, 0x94, 0x96, 0xe9), 'windows-1252')).toBe('€“A”–é');
    expect(decodeAll(Uint8Array.of(0x81), 'windows-1252')).toBeNull();
  });

  it.each(['utf-8', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'utf-16be', 'windows-1251', 'windows-1252'])(
    'reads %s in pieces of any size as it does whole',
    (encoding) => {
      const language = {
        big5: 'zh-Hant',
        shift_jis: 'ja',
        'euc-jp': 'ja',
        'euc-kr': 'ko',
        'windows-1251': 'ru',
        'windows-1252': 'fr',
      }[encoding];
      const bytes = encode(table(namesOf(language ?? 'zh-Hans')), encoding);
      const whole = decodeAll(bytes, encoding);
      for (const size of [1, 2, 3, 7, 64]) {
        const decoder = createDecoder(encoding);
        let text = '';
        for (let at = 0; at < bytes.length; at += size) text += decoder.decode(bytes.subarray(at, at + size));
        expect(text + decoder.end()).toBe(whole);
      }
    },
  );
});
