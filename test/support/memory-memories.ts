/** What conversations remember, in memory: it outlasts a bot that is started again over it, as the folder does. */
import type { Memories } from '../../bot/memories.js';

export class MemoryMemories implements Memories {
  /** By key, as they were written. */
  readonly texts = new Map<string, string>();
  /** There is no room for what is written. */
  full = false;

  async read(key: string): Promise<string | undefined> {
    return this.texts.get(key);
  }

  async write(key: string, text: string): Promise<void> {
    if (this.full) throw Object.assign(new Error('no space left on device'), { code: 'LEVEL_IO_ERROR' });
    this.texts.set(key, text);
  }

  async remove(key: string): Promise<void> {
    this.texts.delete(key);
  }

  async *entries(prefix: string): AsyncIterable<readonly [key: string, text: string]> {
    for (const key of [...this.texts.keys()].sort()) {
      const text = this.texts.get(key);
      if (key.startsWith(prefix) && text !== undefined) yield [key, text];
    }
  }

  async close(): Promise<void> {}
}
