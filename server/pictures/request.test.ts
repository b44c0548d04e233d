import { describe, expect, it } from 'vitest';
import { BadParameter } from '../platform/http/errors.ts';
import { readMarkers, readSize, readView } from './request.ts';
import { viewOf, type Fitted } from './view.ts';

const SIZE = { width: 600, height: 400, ratio: 1 } as const;
const CITY = [119.5, 35.5, 121, 37] as const;

function refusal(read: () => unknown): { parameter: string | undefined; message: string } {
  try {
    read();
  } catch (error) {
    if (error instanceof BadParameter) return { parameter: error.parameter, message: error.message };
    throw error;
  }
  throw new Error('It was taken.');
}

describe('the size of a picture', () => {
  it('is read with and without @2x', () => {
    expect(readSize('600x400')).toEqual(SIZE);
    expect(readSize('64x1280@2x')).toEqual({ width: 64, height: 1280, ratio: 2 });
  });

  it.each(['0x400', '63x400', '600x1281', '999999999x1', '600', '600x', 'x', '600x400@3x', '-600x400', '6e2x400', ''])(
    'is refused as %j, with its name and value',
    (text) => {
      const { parameter, message } = refusal(() => readSize(text));
      expect(parameter).toBe('size');
      expect(message).toContain(`size=${text}`);
    },
  );
});

describe('the view of a picture', () => {
  it('is read as longitude, latitude and zoom', () => {
    expect(readView('120.38,36.07,13.5', SIZE, CITY)).toMatchObject({ lon: 120.38, lat: 36.07, zoom: 13.5 });
  });

  it('shows a box where it is “auto”', () => {
    expect(viewOf(readView('auto', SIZE, CITY) as Fitted)).toMatchObject({ lon: 120.25, width: 600 });
  });

  it.each([
    ['999,36,9', 'lon'],
    ['120,89,9', 'lat'],
    ['120,36,99', 'zoom'],
    ['120,36,-1', 'zoom'],
    ['120,36', 'view'],
    ['120,36,9,1', 'view'],
    ['a,b,c', 'view'],
    ['120,36,NaN', 'view'],
    ['120,36,Infinity', 'view'],
    ['', 'view'],
    ['Auto', 'view'],
  ])('is refused as %j by the parameter %s', (text, parameter) => {
    expect(refusal(() => readView(text, SIZE, CITY)).parameter).toBe(parameter);
  });
});

describe('markers', () => {
  it('have a colour of their own, or that of the theme', () => {
    expect(readMarkers('120.38,36.07;120.4,36.1,00FF00', '#d6006c')).toEqual([
      { lon: 120.38, lat: 36.07, color: '#d6006c' },
      { lon: 120.4, lat: 36.1, color: '#00ff00' },
    ]);
    expect(readMarkers(undefined, '#d6006c')).toEqual([]);
  });

  it.each(['1', '1,2,3,4', '200,36', '120,36,red', '120,36,', '120,36;', `${'120,36;'.repeat(50)}120,36`])(
    'are refused as %j',
    (text) => expect(refusal(() => readMarkers(text, '#000000')).parameter).toBe('marker'),
  );
});
