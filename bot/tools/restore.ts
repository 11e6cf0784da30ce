/** `npm run restore -- <file> [--into folder] [--replace]`: the book of a backup, in the place of the one that is there. */
import { resolve } from 'node:path';
import { restoreBook } from '../../domain/backup/restore.js';
import { FolderInUse } from '../../domain/store/folder-lock.js';
import { systemClock } from '../../domain/term.js';
import { readConfig } from '../config.js';
import { optionsOf, run } from './run.js';
import { RESTORE_USAGE, restored, STOP_FIRST } from './words.js';

const say = (message: string) => process.stderr.write(`${message}\n`);

await run(async () => {
  const given = optionsOf(process.argv.slice(2), { into: { type: 'string' }, replace: { type: 'boolean' } });
  const [file, ...others] = given?.positionals ?? [];
  if (!given || file === undefined || others.length > 0) {
    process.stdout.write(`${RESTORE_USAGE}\n`);
    return 2;
  }
  const folder = resolve(given.values.into ?? readConfig(process.env).dataDir);
  const { replace = false } = given.values;
  try {
    const done = await restoreBook({ file: resolve(file), folder, replace, clock: systemClock, log: say });
    process.stdout.write(`${restored(folder, done)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof FolderInUse) say(STOP_FIRST);
    throw error;
  }
});
