import { describe, expect, it } from 'vitest';
import { warMap, warningCard } from './war-map.ts';

describe('cards of the war map', () => {
  it('gives the 174, 104 and 111 % of the three campaigns, without a card', () => {
    const rows = [
      { item: '洽谈引进', target: 200, done: 348 },
      { item: '开工建设', target: 200, done: 208 },
      { item: '竣工投产', target: 200, done: 222 },
    ];
    expect(warMap.compute({ rows, nodesDone: 52, farBehind: 50 })).toEqual({
      cards: [
        { item: '洽谈引进', completion: 174, card: 'none' },
        { item: '开工建设', completion: 104, card: 'none' },
        { item: '竣工投产', completion: 111, card: 'none' },
      ],
      nodes: 100,
    });
  });

  it('shows yellow for a missed month and red for one far behind', () => {
    expect(warningCard(10, 9)).toBe('yellow');
    expect(warningCard(10, 5)).toBe('yellow');
    expect(warningCard(10, 4)).toBe('red');
    expect(warningCard(10, 4, 30)).toBe('yellow');
  });

  it('gives no card where nothing was due', () => {
    expect(warningCard(0, 0)).toBe('none');
  });

  it('refuses more than 52 nodes', () => {
    expect(() => warMap.compute({ rows: [], nodesDone: 53, farBehind: 50 })).toThrow(/^nodesDone: 53 is above 52/);
  });
});
