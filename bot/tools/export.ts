/** `npm run export -- <folder> --as <user>`: the book as files that can be brought in again. */
import { resolve } from 'node:path';
import { readConfig } from '../config.js';
import { argumentsOf, run } from './run.js';
import { openToolDesk } from './tool-desk.js';
import { EXPORT_USAGE, exported } from './words.js';

await run(async () => {
  const given = argumentsOf(process.argv.slice(2));
  const [folder] = given?.files ?? [];
  if (!given?.as || folder === undefined) {
    process.stdout.write(`${EXPORT_USAGE}\n`);
    return 2;
  }
  const { dataDir } = readConfig(process.env);
  const desk = await openToolDesk(dataDir, (message) => process.stderr.write(`${message}\n`));
  try {
    const files = await desk.exportBook({ folder: resolve(folder), userId: given.as });
    process.stdout.write(`${exported(folder, files)}\n`);
    return 0;
  } finally {
    await desk.close();
  }
});
