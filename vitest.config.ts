import { defineConfig } from 'vitest/config';

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
          // Generous, as nothing here is about time: on a busy machine reading the catalogue alone takes seconds.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'db',
          include: ['{server,scripts}/**/*.db.test.ts'],
          globalSetup: ['server/testing/databases.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['client/**/*.browser.test.ts'],
          globalSetup: ['scripts/testing/service.ts'],
          // What a page shows after a moment takes longer where database tests run beside it.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
