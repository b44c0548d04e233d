import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Guards against what hangs, and no more: on a busy machine everything takes a multiple of its time, and how long
 * something takes is for `npm run bench`.
 */
const PATIENCE = {
  testTimeout: 900_000,
  hookTimeout: 900_000,
  teardownTimeout: 60_000,
  expect: { poll: { timeout: 300_000 } },
} as const;

const RUN_FOLDER = 'server/testing/run-folder.ts';

/**
 * unit: pure code, no services. db: against the embedded database and against PostgreSQL (the global set-up starts
 * what is missing). browser: the built client in Chromium against a running server.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{tiles,server,client,scripts}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/*.browser.test.ts', 'node_modules/**'],
          globalSetup: [RUN_FOLDER],
          maxWorkers: availableParallelism(),
          isolate: false,
          setupFiles: ['server/testing/put-back.ts'],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'db',
          include: ['{server,scripts}/**/*.db.test.ts'],
          globalSetup: [RUN_FOLDER, 'server/testing/databases.ts'],
          maxWorkers: availableParallelism(),
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['client/**/*.browser.test.ts'],
          globalSetup: [RUN_FOLDER, 'scripts/testing/service.ts'],
          // Two pages at once: one of them is mostly waiting.
          maxWorkers: 2,
          ...PATIENCE,
        },
      },
    ],
  },
});
