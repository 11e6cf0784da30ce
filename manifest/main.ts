/** `npm run package:teams [-- --to file --version 1.2.3]`: the package that a Teams administrator uploads. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { packageFiles, zipped } from './package.js';
import { PackageError, readSettings } from './settings.js';

const USAGE = `Makes the package with which an administrator brings the desk into Microsoft Teams.

  npm run package:teams [-- --to file --version 1.2.3]

  --to       the file; reservation-desk-teams.zip in this folder unless given
  --version  that of the desk unless given; Teams takes a changed package only under a higher one

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
  const given = optionsIn(process.argv.slice(2));
  if (!given) {
    process.stdout.write(`${USAGE}\n`);
    return 2;
  }
  try {
    const to = resolve(given.to ?? 'reservation-desk-teams.zip');
    const files = packageFiles('manifest', readSettings(process.env), given.version ?? deskVersion());
    writeFileSync(to, zipped(files));
    process.stdout.write(`Written to ${to}: ${[...files.keys()].join(', ')}\n`);
    return 0;
  } catch (error) {
    const known = error instanceof PackageError;
    process.stderr.write(`${known ? error.message : String(error)}\n`);
    return 1;
  }
}

/** What was given; undefined where it can not be understood. */
function optionsIn(args: string[]) {
  try {
    return parseArgs({ args, options: { to: { type: 'string' }, version: { type: 'string' } } }).values;
  } catch {
    return undefined;
  }
}

/** The version in package.json, in whose folder npm runs scripts. */
function deskVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8'))).version;
}
