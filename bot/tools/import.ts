/** `npm run import -- <files> --as <user>`: what the files would change, and, once agreed, all of it. */
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { SingleBar } from 'cli-progress';
import type { ImportReport } from '../../domain/use-cases/importing.js';
import { readConfig } from '../config.js';
import { type Arguments, argumentsOf, run } from './run.js';
import { openToolDesk } from './tool-desk.js';
import { ALREADY, ASK, DONE, DRY, IMPORT_USAGE, NOT_DONE, reportText } from './words.js';

const print = (text: string) => process.stdout.write(`${text}\n`);

await run(async () => {
  const given = argumentsOf(process.argv.slice(2));
  if (!given?.as || given.files.length === 0) {
    print(IMPORT_USAGE);
    return 2;
  }
  const { dataDir } = readConfig(process.env);
  const desk = await openToolDesk(dataDir, (message) => process.stderr.write(`${message}\n`));
  const bar = progressBar();
  try {
    const { done, report } = await desk.importFiles(
      {
        files: given.files.map((file) => resolve(file)),
        userId: given.as,
        dryRun: given.dryRun,
        ...(given.currency ? { currency: given.currency.toUpperCase() } : {}),
      },
      {
        goOn: async (found) => {
          bar.stop();
          print(reportText(found));
          return await agreed(found, given);
        },
        onProgress: bar.show,
      },
    );
    print(done ? DONE : outcome(report, given));
    return done || report.wrong === 0 ? 0 : 1;
  } finally {
    bar.stop();
    await desk.close();
  }
});

function isNothing({ counts }: ImportReport): boolean {
  return Object.values(counts).every((count) => count.new === 0 && count.changed === 0);
}

async function agreed(report: ImportReport, { dryRun, yes }: Arguments): Promise<boolean> {
  if (dryRun || report.wrong > 0 || isNothing(report)) return false;
  if (yes) return true;
  if (!process.stdin.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asking.question(ASK);
  asking.close();
  return /^y(es)?$/i.test(answer.trim());
}

function outcome(report: ImportReport, { dryRun }: Arguments): string {
  if (report.wrong === 0 && isNothing(report)) return ALREADY;
  return dryRun && report.wrong === 0 ? DRY : NOT_DONE;
}

/** None where nobody looks at a terminal. */
function progressBar(): { show: (done: number, of: number) => void; stop: () => void } {
  if (!process.stderr.isTTY) return { show: () => undefined, stop: () => undefined };
  const bar = new SingleBar({ format: '{bar} {percentage}% · {eta_formatted} left', stream: process.stderr });
  let started = false;
  return {
    show(done, of) {
      if (!started) bar.start(of, 0);
      started = true;
      bar.update(done);
    },
    stop() {
      if (started) bar.stop();
      started = false;
    },
  };
}
