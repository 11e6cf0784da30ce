/** Finds the browser of this machine, and runs tests only where there is one. */
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const MISSING =
  'Browser tests need Chromium. One command brings it (Debian, Ubuntu): sudo apt-get install -y chromium ' +
  '— or set CHROMIUM_PATH to the browser you have.';

/** The browser to use: CHROMIUM_PATH where that is set, else the first one found in the usual places. */
function chromiumPath(): string | undefined {
  const { CHROMIUM_PATH } = process.env;
  return (CHROMIUM_PATH ? [CHROMIUM_PATH] : PLACES).find((place) => existsSync(place));
}

/** Starts the browser, once per test file. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error(MISSING);
  // Containers have no user namespaces and little shared memory.
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/**
 * A group of tests that need the browser. Where there is none they are skipped, and one line of the whole run says how
 * to get it; in continuous integration (CI=true) that is a failure instead.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  const installed = chromiumPath() !== undefined;
  if (installed) describe(name, tests);
  else if (process.env.CI === 'true') describe(name, failForLackOfBrowser);
  else {
    if (firstOfTheRun()) process.stderr.write(`${MISSING} They are skipped for now.\n`);
    describe.skip(name, tests);
  }
}

function failForLackOfBrowser(): void {
  it('runs in a browser', () => {
    throw new Error(MISSING);
  });
}

/** Test files share no memory, so the first one to come leaves a mark for the others of this run. */
function firstOfTheRun(): boolean {
  const mark = join(tmpdir(), `reservation-desk-browser-tests-${process.ppid}`);
  const aMinuteAgo = Date.now() - 60_000;
  if (existsSync(mark) && statSync(mark).mtimeMs > aMinuteAgo) return false;
  closeSync(openSync(mark, 'w'));
  return true;
}
