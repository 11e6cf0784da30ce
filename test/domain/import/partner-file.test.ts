/** The partner file: a profile and a policy that are read as they were written, or not at all. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isPartnerFile, partnerFileText, readPartnerFile } from '../../../domain/import/partner-file.js';
import type { PartnerPolicy } from '../../../domain/model.js';
import { POLICY, PROFILE } from '../../../domain/store/kinds.js';
import { activityRecord, partner } from '../../support/builders.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-partner-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const profile = partner({ tenantId: 'tenant', resellers: [{ id: 'r', name: 'R', mpnId: '111' }] });
const policy: PartnerPolicy = {
  refundPolicy: 'azure-current',
  since: '2020-01-01',
  activity: [activityRecord()],
};

async function read(text: string) {
  const path = join(folder, 'partner.jsonl');
  await writeFile(path, text);
  return await readPartnerFile(path);
}
const line = (kind: string, document: unknown, more: object = {}) =>
  JSON.stringify({ kind, document, ...more });
const BOTH = [line('profile', profile), line('policy', policy)];

describe('a partner file', () => {
  it('is read as it was written', async () => {
    const text = partnerFileText({ profile, policy });
    expect(
      text
        .split('\n')
        .slice(0, 2)
        .map((one) => JSON.parse(one)),
    ).toMatchObject([
      { kind: 'profile', format: PROFILE.format },
      { kind: 'policy', format: POLICY.format },
    ]);
    expect(await read(text)).toEqual({ profile, policy });
  });

  it('may be one of the first, without formats, in any order, with empty lines', async () => {
    expect(await read(BOTH.join('\n'))).toEqual({ profile, policy });
    expect(await read(`\n${[...BOTH].reverse().join('\n\n')}\n`)).toEqual({ profile, policy });
  });

  const MISSING = 'the profile and the policy of the partner must both be there';
  const NEWER = 'this file was written by a newer version of the desk';
  const NONE = 'this is no partner file of the desk';
  it.each<[string, string[], string]>([
    ['nothing', [], MISSING],
    ['a profile alone', [BOTH[0] ?? ''], MISSING],
    ['a policy alone', [BOTH[1] ?? ''], MISSING],
    [
      'a profile of a newer desk',
      [line('profile', {}, { format: PROFILE.format + 1 }), BOTH[1] ?? ''],
      NEWER,
    ],
    ['a policy of a newer desk', [BOTH[0] ?? '', line('policy', {}, { format: POLICY.format + 1 })], NEWER],
    ['a profile that is none', [line('profile', { id: 'x' }), BOTH[1] ?? ''], NONE],
    ['a policy that is none', [BOTH[0] ?? '', line('policy', profile)], NONE],
    ['something else', [...BOTH, line('users', {})], NONE],
    ['a format that is none', [line('profile', profile, { format: 0 }), BOTH[1] ?? ''], NONE],
    ['more in a line', [line('profile', profile, { more: 1 }), BOTH[1] ?? ''], NONE],
    ['a line that is no JSON', ['{', ...BOTH], NONE],
  ])('with %s is refused', async (_, lines, reason) => {
    expect(await read(lines.join('\n'))).toEqual({ file: 'partner.jsonl', line: 1, reason });
  });

  it('that is not there is none', async () => {
    expect(await readPartnerFile(join(folder, 'gone.jsonl'))).toEqual({
      file: 'gone.jsonl',
      line: 1,
      reason: NONE,
    });
  });

  it.each([
    ['/x/partner.jsonl', true],
    ['any.jsonl', true],
    ['partner.csv', false],
    ['partner.jsonl.csv', false],
  ])('is told by its ending: %s', (path, is) => {
    expect(isPartnerFile(path)).toBe(is);
  });
});
