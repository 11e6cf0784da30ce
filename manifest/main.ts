/** `npm run package:teams [-- --to file]`: the package that a Teams administrator uploads. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { packageFiles, zipped } from './package.js';
import { PackageError, readSettings } from './settings.js';

const USAGE = `Makes the package with which an administrator brings the desk into Microsoft Teams.

  npm run package:teams [-- --to file]

  --to  the file; reservation-desk-teams.zip in this folder unless given

From the environment:

  MicrosoftAppId  the app id of the bot
  PUBLIC_URL      the https address of the desk, such as https://desk.example
  PUBLISHER_NAME  who runs the desk, at most 32 characters; Reservation Desk unless given
  WEBSITE_URL     a page about the desk; PUBLIC_URL unless given
  PRIVACY_URL     your privacy statement; /privacy at the desk unless given
  TERMS_URL       your terms of use; /terms at the desk unless given`;

process.exitCode = main();

/** The exit code: 0 where the package was made, 1 where it could not be, 2 for arguments that make no sense. */
function main(): number {
  const to = fileNamed(process.argv.slice(2));
  if (to === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return 2;
  }
  try {
    // npm runs scripts in the folder of package.json.
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const files = packageFiles('manifest', readSettings(process.env), version);
    writeFileSync(to, zipped(files));
    process.stdout.write(`Written to ${to}: ${[...files.keys()].join(', ')}\n`);
    return 0;
  } catch (error) {
    const known = error instanceof PackageError;
    process.stderr.write(`${known ? error.message : String(error)}\n`);
    return 1;
  }
}

/** Where the package goes; undefined where the arguments can not be understood. */
function fileNamed(args: string[]): string | undefined {
  try {
    const { values } = parseArgs({ args, options: { to: { type: 'string' } } });
    return resolve(values.to ?? 'reservation-desk-teams.zip');
  } catch {
    return undefined;
  }
}
