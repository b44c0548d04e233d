import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COSTS, GOAL, HABITS, MACHINE_CORES } from './costs.ts';
import { scaleTable } from './table.ts';

const textOf = (file: string): string => readFileSync(new URL(`../../data/docs/${file}`, import.meta.url), 'utf8');

it.each([
  ['zh', 'scale.md'],
  ['en', 'scale.en.md'],
] as const)('the table of the document is what the script prints: %s', (lang, file) => {
  expect(textOf(file)).toContain(scaleTable(lang).join('\n'));
});

it.each(['scale.md', 'scale.en.md'])('%s names the costs and habits that the script counts with', (file) => {
  const { cachedTileMs, coldTile, question, tileKb, editMs, diskMb, serviceMb, restartS } = COSTS;
  const { visitorShare, busiestHour, tilesPerVisit, questionsPerVisit, burst, skew } = HABITS;
  for (const cell of [
    `${cachedTileMs} ms`,
    `${coldTile.serviceMs} + ${coldTile.databaseMs} ms`,
    `${question.serviceMs} + ${question.databaseMs} ms`,
    `${tileKb} KB`,
    `${editMs} ms`,
    `${diskMb.features} + ${diskMb.clusters} + ${diskMb.search} MB`,
    `${serviceMb.first} / ${serviceMb.more} MB`,
    `${restartS} s`,
    `${visitorShare * 100} %`,
    `${busiestHour * 100} %`,
    `${GOAL.mostUtilisation * 100} %`,
    `${GOAL.mostWaitS * 1000} ms`,
  ])
    expect(textOf(file)).toContain(cell);
  for (const count of [tilesPerVisit, questionsPerVisit, burst, skew, MACHINE_CORES])
    expect(textOf(file)).toMatch(new RegExp(`\\D${String(count)}\\D`));
});
