/** What the tools on the command line say. */
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

export const ASK = 'Bring this in? (yes/no) ';
export const NOT_DONE = 'Nothing was changed.';
export const ALREADY = 'Nothing to change: the book has all of it.';
export const DONE = 'Done: all of it is in the book.';
export const DRY = 'A dry run: nothing was changed.';

export function exported(folder: string, files: readonly string[]): string {
  return `Written to ${folder}: ${files.join(', ')}`;
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
  if (facts.code === 'UnknownUser') return 'The user given with --as is not in the book, or has no role.';
  if (facts.code === 'NeedsRole')
    return `This user lacks the role for it. It takes: ${facts.roles.join(' or ')}.`;
  if (facts.code === 'DocumentUnreadable')
    return `${facts.file} can not be read (${facts.reason}). ${NOT_DONE}`;
  if (facts.code === 'StoreUnavailable') return `The data folder can not be written. ${NOT_DONE}`;
  return `The desk refuses: ${facts.code}. ${NOT_DONE}`;
}
