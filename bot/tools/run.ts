/** How a tool on the command line begins and ends: its arguments, what it says where it fails, its exit code. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Refusal } from '../../domain/refusals.js';
import { FolderInUse } from '../../domain/store/folder-lock.js';
import { ConfigError } from '../config.js';
import { refusalText } from './words.js';

/** What a tool can be given. */
export interface Arguments {
  readonly files: readonly string[];
  readonly as?: string;
  readonly currency?: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/** The arguments; undefined where they can not be understood. */
export function argumentsOf(args: readonly string[]): Arguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        currency: { type: 'string' },
        'dry-run': { type: 'boolean' },
        yes: { type: 'boolean' },
      },
    });
    const { as, currency, yes = false, 'dry-run': dryRun = false } = values;
    return { files: positionals, yes, dryRun, ...(as ? { as } : {}), ...(currency ? { currency } : {}) };
  } catch {
    return undefined;
  }
}

/** The options and what else was given; undefined where they can not be understood. */
export function optionsOf<const O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch {
    return undefined;
  }
}

/** Runs a tool: exit code 0 where all went well, 1 where it did not, 2 for arguments that make no sense. */
export async function run(tool: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await tool();
  } catch (error) {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  }
}

function failureText(error: unknown): string {
  if (error instanceof Refusal) return refusalText(error.facts);
  if (error instanceof FolderInUse || error instanceof ConfigError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
