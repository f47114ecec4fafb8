import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** `packaging` needs a build before it; `npm test` runs it after one. */
export default defineConfig({
  test: {
    // The default leaves a core idle; on two cores that is half of them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer,build,test}/**/*.test.{ts,tsx}'],
          exclude: ['test/packaging/**'],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'packaging', include: ['test/packaging/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000 } },
    ],
  },
})
