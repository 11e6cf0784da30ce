/** What the tools on the command line say. */
import type { Manifest } from '../../domain/backup/manifest.js';
import type { Restored } from '../../domain/backup/restore.js';
import { FILE_KIND_NAMES } from '../../domain/import/file-kinds.js';
import type { RefusalFacts } from '../../domain/refusals.js';
import type { ImportReport } from '../../domain/use-cases/importing.js';

export const IMPORT_USAGE = `Brings files into the book of the desk.

  npm run import -- <files> --as <user id> [--currency EUR] [--dry-run | --yes]

  --as        the user on whose behalf it is done; a Global admin or an Admin agent
  --currency  of customers whose file does not say in which currency they are sold to
  --dry-run   says what would change, and stops
  --yes       goes on without asking

The data folder is DATA_DIR (./data). docs/import.md says which files are read.`;

export const EXPORT_USAGE = `Writes the book of the desk to files that can be brought in again.

  npm run export -- <folder> --as <user id>

The data folder is DATA_DIR (./data).`;

export const BACKUP_USAGE = `Writes the whole book of the desk to one file, as it is at one moment, while the desk runs.

  npm run backup [-- --to file]

  --to  the file; reservation-desk-<moment>.tar.gz in this folder unless given

The data folder is DATA_DIR (./data).`;

export const RESTORE_USAGE = `Brings a backup back. The desk must not run meanwhile.

  npm run restore -- <file> [--into folder] [--replace]

  --into     the data folder; DATA_DIR (./data) unless given
  --replace  where there is a book already, it is kept aside and the backup takes its place`;

export const STOP_FIRST = 'Stop the desk first, then bring the backup back. Nothing was changed.';

export const ASK = 'Bring this in? (yes/no) ';
export const NOT_DONE = 'Nothing was changed.';
export const ALREADY = 'Nothing to change: the book has all of it.';
export const DONE = 'Done: all of it is in the book.';
export const DRY = 'A dry run: nothing was changed.';

export function exported(folder: string, files: readonly string[]): string {
  return `Written to ${folder}: ${files.join(', ')}`;
}

/** What was packed, and where. */
export function backedUp(file: string, { at, count }: Manifest): string {
  return `Written to ${file}: ${count} files, as they were at ${at}.`;
}

/** What was brought back, and where the book that was there is kept. */
export function restored(folder: string, { manifest, kept }: Restored): string {
  const old = kept === undefined ? '' : `\nThe book that was there is kept in ${kept}`;
  return `Brought back into ${folder}: ${manifest.count} files, as they were at ${manifest.at}.${old}`;
}

/** The report as a small table, and what is wrong. */
export function reportText({ files, counts, problems, wrong }: ImportReport): string {
  const kinds = FILE_KIND_NAMES.filter((kind) => Object.values(counts[kind]).some((count) => count > 0));
  const rows = kinds.map((kind) => {
    const { new: added, changed, unchanged, leftOut } = counts[kind];
    return [kind, added, changed, unchanged, leftOut].map(String);
  });
  const table = [['', 'new', 'changed', 'unchanged', 'left out'], ...rows];
  const lines = table.map(
    ([name = '', ...cells]) => name.padEnd(15) + cells.map((cell) => cell.padStart(12)).join(''),
  );
  const faults = problems.map(
    ({ file, line, reason }) => `  ${file}${line > 0 ? `, line ${line}` : ''}: ${reason}`,
  );
  const more = wrong > problems.length ? [`  and ${wrong - problems.length} more`] : [];
  return [
    ...files.map(({ name, kind }) => `${name}: ${kind}`),
    '',
    ...(rows.length > 0 ? lines : []),
    ...(wrong > 0
      ? ['', `Wrong: ${wrong}. Nothing is brought in until these are right:`, ...faults, ...more]
      : []),
  ].join('\n');
}

/** Why the desk says no. */
export function refusalText(facts: RefusalFacts): string {
  if (facts.code === 'UnknownUser')
    return 'The user given with --as is not in the book, is a user of more than one partner in it, or has no role.';
  if (facts.code === 'NeedsRole')
    return `This user lacks the role for it. It takes: ${facts.roles.join(' or ')}.`;
  if (facts.code === 'DocumentUnreadable')
    return `${facts.file} can not be read (${facts.reason}). ${NOT_DONE}`;
  if (facts.code === 'StoreUnavailable') return `The data folder can not be written. ${NOT_DONE}`;
  return `The desk refuses: ${facts.code}. ${NOT_DONE}`;
}
