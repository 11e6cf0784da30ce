import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestAdapter, TurnContext } from 'botbuilder';
import { ClassicLevel } from 'classic-level';
import { type Memories, MemoryUnreadable, openMemories } from '../../bot/memories.js';
import { ConversationMemory } from '../../bot/state.js';
import { MemoryMemories } from '../support/memory-memories.js';

const KEY = 'msteams/conversations/19:abc@thread|x/../y';

/** Far longer than it takes: what is left waiting would wait for ever. */
const late = () => new Promise((resolve) => setTimeout(resolve, 3000).unref());

describe('What conversations remember, on disk', () => {
  let folder: string;
  let memories: Memories;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memories-'));
    memories = await openMemories(folder);
  });
  afterEach(async () => {
    await memories.close();
    await rm(folder, { recursive: true });
  });
  const again = async () => {
    await memories.close();
    memories = await openMemories(folder);
  };

  it('is given back under any key, also after a new start', async () => {
    await memories.write(KEY, 'one');
    await memories.write('other', 'two');
    expect(await memories.read(KEY)).toBe('one');
    await again();
    expect(await memories.read(KEY)).toBe('one');
    expect(await memories.read('other')).toBe('two');
    expect(await memories.read('nobody')).toBeUndefined();
  });

  it('is found by how its keys begin, in their order, also after a new start', async () => {
    for (const key of ['chat/b/2', 'chat/b', 'chatter', 'chat/a', 'cha', 'chat/b/10'])
      await memories.write(key, key);
    await memories.remove('chat/a');
    const found = async () => {
      const keys: string[] = [];
      for await (const [key, text] of memories.entries('chat/')) {
        expect(text).toBe(key);
        keys.push(key);
      }
      return keys;
    };
    expect(await found()).toEqual(['chat/b', 'chat/b/10', 'chat/b/2']);
    await again();
    expect(await found()).toEqual(['chat/b', 'chat/b/10', 'chat/b/2']);
  });

  it('is what was written last', async () => {
    for (const text of ['one', 'two', 'three']) await memories.write(KEY, text);
    expect(await memories.read(KEY)).toBe('three');
    await again();
    expect(await memories.read(KEY)).toBe('three');
  });

  it('that could not be written is refused, and the database opened anew before anything else is written', async () => {
    await memories.write('before', 'kept');
    const open = jest.spyOn(ClassicLevel.prototype, 'open');
    jest.spyOn(ClassicLevel.prototype, 'batch').mockImplementationOnce(() => {
      throw new Error('IO error: no space left on device');
    });
    await expect(memories.write(KEY, 'lost')).rejects.toThrow('no space');
    expect(open).not.toHaveBeenCalled();
    await Promise.all([memories.write(KEY, 'one'), memories.write('other', 'two')]);
    expect(open).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
    await again();
    expect(await Promise.all(['before', KEY, 'other'].map((key) => memories.read(key)))).toEqual([
      'kept',
      'one',
      'two',
    ]);
  });

  it('is written however soon after another write it comes', async () => {
    const hops = async (count: number) => {
      for (let hop = 0; hop < count; hop += 1) await undefined;
    };
    let ended = 0;
    const writer = async (number: number) => {
      for (let time = 0; time < 20; time += 1) {
        await memories.write(`writer-${number}`, `${time}`);
        ended += 1;
        await hops((number + time) % 7);
      }
    };
    for (let number = 0; number < 40; number += 1) await Promise.race([writer(number), late()]);
    await Promise.race([Promise.all(Array.from({ length: 40 }, (_, number) => writer(number))), late()]);
    expect(ended).toBe(1600);
  });

  it('is set aside where its file is damaged, and goes on', async () => {
    await memories.write(KEY, 'one'.repeat(1000));
    // Opened anew, what stood in the log is in a table of its own.
    await again();
    const [table = ''] = (await readdir(folder)).filter((name) => name.endsWith('.ldb'));
    await memories.close();
    const bytes = await readFile(join(folder, table));
    await writeFile(
      join(folder, table),
      bytes.map((byte, i) => (i % 7 === 0 ? byte ^ 0xff : byte)),
    );
    const warned: string[] = [];
    memories = await openMemories(folder, (message) => warned.push(message));
    await expect(memories.read(KEY)).rejects.toThrow(MemoryUnreadable);
    expect(await memories.read(KEY)).toBeUndefined();
    await memories.write(KEY, 'two');
    await again();
    expect(await memories.read(KEY)).toBe('two');
    expect(warned).toHaveLength(1);
  });

  it('is left alone where the disk is full: not opened is not damaged', async () => {
    await memories.write(KEY, 'one');
    jest.spyOn(ClassicLevel.prototype, 'batch').mockImplementationOnce(() => {
      throw new Error('IO error: no space left on device');
    });
    await expect(memories.write(KEY, 'lost')).rejects.toThrow('no space');
    const repair = jest.spyOn(ClassicLevel, 'repair');
    // What the database itself does to open.
    const inner = ClassicLevel.prototype as unknown as { _open(): Promise<void> };
    jest.spyOn(inner, '_open').mockRejectedValueOnce(new Error('IO error: no space left on device'));
    await expect(memories.read(KEY)).rejects.toThrow('failed to open');
    expect(repair).not.toHaveBeenCalled();
    jest.restoreAllMocks();
    expect(await memories.read(KEY)).toBe('one');
  });

  it('starts though a file of it is damaged', async () => {
    await memories.write(KEY, 'one');
    await memories.close();
    await writeFile(join(folder, 'CURRENT'), 'nonsense');
    memories = await openMemories(folder);
    await memories.write(KEY, 'two');
    expect(await memories.read(KEY)).toBe('two');
  });

  it('is gone once it is removed', async () => {
    await memories.write(KEY, 'one');
    await memories.remove(KEY);
    expect(await memories.read(KEY)).toBeUndefined();
    await again();
    expect(await memories.read(KEY)).toBeUndefined();
  });
});

/** Memories that count what is asked of them. */
class CountedMemories extends MemoryMemories {
  reads = 0;
  writes = 0;

  override async read(key: string): Promise<string | undefined> {
    this.reads += 1;
    return await super.read(key);
  }

  override async write(key: string, text: string): Promise<void> {
    this.writes += 1;
    await super.write(key, text);
  }
}

describe.each([0, 10])('The memory of a conversation in a turn, with %i held', (held) => {
  const memories = new CountedMemories();
  const opened = () => {
    const memory = new ConversationMemory(memories, held);
    const steps = memory.createProperty<{ at: string }>('steps');
    return { memory, steps, entries: memory.createProperty<string[]>('entries') };
  };
  let { memory, steps, entries } = opened();
  const turn = (conversation = 'one') =>
    new TurnContext(new TestAdapter(), {
      type: 'message',
      channelId: 'webchat',
      conversation: { id: conversation, isGroup: false, conversationType: 'personal', name: '' },
    });
  beforeEach(() => {
    memories.texts.clear();
    ({ memory, steps, entries } = opened());
    memories.reads = 0;
    memories.writes = 0;
  });

  it('is read once and written once, whatever is asked of it', async () => {
    const context = turn();
    (await steps.get(context, { at: 'begin' })).at = 'review';
    await entries.set(context, ['2']);
    await memory.saveChanges(context);
    expect([memories.reads, memories.writes]).toEqual([1, 1]);
    const next = turn();
    expect(await steps.get(next)).toEqual({ at: 'review' });
    expect(await entries.get(next)).toEqual(['2']);
  });

  it('is not written where nothing has changed', async () => {
    const context = turn();
    await steps.set(context, { at: 'review' });
    await memory.saveChanges(context);
    const next = turn();
    await steps.get(next);
    await memory.saveChanges(next);
    expect(memories.writes).toBe(1);
  });

  it('is of that conversation only', async () => {
    const context = turn();
    await steps.set(context, { at: 'review' });
    await memory.saveChanges(context);
    expect(await steps.get(turn('other'))).toBeUndefined();
  });

  it('is as the last turn left it while it is held, though it could not be written; else as it was written last', async () => {
    const context = turn();
    await steps.set(context, { at: 'review' });
    await memory.saveChanges(context);
    const failing = turn();
    (await steps.get(failing, { at: '' })).at = 'done';
    memories.full = true;
    await expect(memory.saveChanges(failing)).rejects.toThrow();
    memories.full = false;
    const next = turn();
    expect(await steps.get(next)).toEqual({ at: held > 0 ? 'done' : 'review' });
    await memory.saveChanges(next);
    ({ memory, steps, entries } = opened());
    expect(await steps.get(turn())).toEqual({ at: held > 0 ? 'done' : 'review' });
  });

  it('loses a part, or all', async () => {
    const context = turn();
    await steps.set(context, { at: 'review' });
    await entries.set(context, ['2']);
    await steps.delete(context);
    await memory.saveChanges(context);
    expect(await steps.get(turn())).toBeUndefined();
    expect(await entries.get(turn())).toEqual(['2']);
    await memory.delete(turn());
    expect(await entries.get(turn())).toBeUndefined();
  });

  it('can not be read where it is no memory, and can be forgotten then', async () => {
    for (const text of ['{"steps":', '[]', 'null', '5']) {
      await memory.delete(turn());
      memories.texts.set('webchat/conversations/one', text);
      const context = turn();
      await expect(memory.load(context)).rejects.toThrow();
      await memory.delete(context);
      expect(await steps.get(context)).toBeUndefined();
    }
  });
});
