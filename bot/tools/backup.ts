/** `npm run backup [-- --to file]`: the whole book as one file, also while the desk runs. */
import { resolve } from 'node:path';
import { packBackup } from '../../domain/backup/pack.js';
import { readConfig } from '../config.js';
import { optionsOf, run } from './run.js';
import { openToolDesk } from './tool-desk.js';
import { BACKUP_USAGE, backedUp } from './words.js';

await run(async () => {
  const given = optionsOf(process.argv.slice(2), { to: { type: 'string' } });
  if (!given || given.positionals.length > 0) {
    process.stdout.write(`${BACKUP_USAGE}\n`);
    return 2;
  }
  const { dataDir } = readConfig(process.env);
  const desk = await openToolDesk(dataDir, (message) => process.stderr.write(`${message}\n`));
  try {
    const kept = await desk.takeSnapshot();
    const file = resolve(given.values.to ?? `reservation-desk-${kept.at.replace(/[-:]|\.\d+/g, '')}.tar.gz`);
    process.stdout.write(`${backedUp(file, await packBackup(kept, file))}\n`);
    return 0;
  } finally {
    await desk.close();
  }
});
