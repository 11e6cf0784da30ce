/**
 * The key that tokens of the chat page are signed with, where none is configured: drawn once and kept in the data
 * folder, so that pages go on after a restart.
 */
import { randomBytes } from 'node:crypto';
import { chmod, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../domain/store/durable-file.js';

const FILE = 'chat.key';
const BYTES = 32;

/** The key of this data folder, readable by its owner only; a new one where there is none, or none that is whole. */
export async function keptChatKey(dataDir: string): Promise<Uint8Array> {
  const path = join(dataDir, FILE);
  const kept = Buffer.from((await textIn(path)) ?? '', 'base64url');
  if (kept.length === BYTES) {
    await chmod(path, 0o600);
    return kept;
  }
  const drawn = randomBytes(BYTES);
  const file = await open(path, 'w', 0o600);
  try {
    // A file that was there keeps the mode it had.
    await file.chmod(0o600);
    await file.writeFile(drawn.toString('base64url'));
    await file.sync();
  } finally {
    await file.close();
  }
  return drawn;
}

async function textIn(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
