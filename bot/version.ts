/** The version of the desk, as its package has it. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Above the sources, and above what is built from them. */
const PLACES = ['../package.json', '../../package.json'];

const packageSchema = z.object({ version: z.string() });

/** Such as "0.1.0"; "unknown" where the package can not be read, which is no reason not to start. */
export async function deskVersion(): Promise<string> {
  for (const place of PLACES) {
    const text = await readFile(new URL(place, import.meta.url), 'utf8').catch(() => undefined);
    if (text !== undefined) return packageSchema.parse(JSON.parse(text)).version;
  }
  return 'unknown';
}
