/** Tests run as native ES modules; swc only strips the types. */
export default {
  testEnvironment: 'node',
  // Two cores are all there may be.
  maxWorkers: '100%',
  // jest keeps the modules of every file that a worker has run: one that has grown is replaced.
  workerIdleMemoryLimit: '1500MB',
  // Far more than any test takes: whatever else the machine does, none of them is a test of time.
  testTimeout: 60_000,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  reporters: [['default', { summaryThreshold: 0 }], '<rootDir>/test/support/plain-reporter.js'],
};
