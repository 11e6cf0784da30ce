/** Ends a run with one plain line, "N passed, N failed", that a machine can read. */
export default class PlainReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // Last of all, after jest's own summary.
    process.once('exit', () => process.stdout.write(`\n${numPassedTests} passed, ${failed} failed\n`));
  }
}
