/** Mutation testing of the domain. What is mutated and which tests count is in test/mutation/areas.js; run it with `npm run mutation`. */
export default {
  testRunner: 'nearest-first',
  plugins: ['@stryker-mutator/jest-runner', './test/mutation/nearest-first.js'],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // What runs once, when a file is loaded (schemas, tables), would need all tests for each mutant.
  ignoreStatic: true,
  ignorers: ['error-words'],
  // swc only strips the types, and there is no checker for TypeScript 7; nor has it the API to rewrite tsconfig.json with.
  checkers: [],
  disableTypeChecks: false,
  tsconfigFile: 'none',
  // jest keeps the modules of every run.
  maxTestRunnerReuse: 40,
  timeoutMS: 20_000,
  dryRunTimeoutMinutes: 20,
  incremental: true,
  tempDirName: '.mutation/sandbox',
  ignorePatterns: ['dist', 'data', 'docs', 'dialogs', 'manifest', 'test/browser', 'tsconfig*.json'],
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: null },
};
