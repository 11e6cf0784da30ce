/** The script that looks after the desk on its machine in Azure, against stand-ins of Azure's services and of Docker. */
import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from './packed-copy.js';

const SCRIPT = join(ROOT, 'infra/machine/desk');

/** The script is for Ubuntu. Elsewhere it is not run, but in continuous integration, which has what it needs. */
const isLikeThere =
  process.platform === 'linux' &&
  ['bash', 'jq', 'curl'].every((name) => !spawnSync(name, ['--version']).error);
const describeThere = isLikeThere || process.env.CI === 'true' ? describe : describe.skip;

/** Writes down how it was called; what is asked of it is in files of its folder. */
const DOCKER = `#!/usr/bin/env bash
echo "$*" >> "$STAND_INS/called"
case "$*" in
  login*) cat > "$STAND_INS/password" ;;
  pull*) ! grep -qxF "$3" "$STAND_INS/missing" 2>/dev/null ;;
  *" up "*) echo "$DESK_IMAGE" >> "$STAND_INS/started"; ! grep -qxF "$DESK_IMAGE" "$STAND_INS/broken" 2>/dev/null ;;
  *"ps --quiet desk") cat "$STAND_INS/started" 2>/dev/null ;;
  *restore.js*) [ ! -e "$STAND_INS/bad-backup" ] ;;
  *backup.js*) echo the book > "$DESK_DISK/backups/$(basename "\${@: -1}")" ;;
esac
`;
/** Files are nobody else's here. */
const INSTALL = `#!/usr/bin/env bash
set -e
[ "$1" = -d ] && { for each in "$@"; do case $each in */*) mkdir -p "$each" ;; esac; done; exit; }
cp "\${@: -2:1}" "\${@: -1}"
`;

let base: string;
let azure: Server;
let requests: { line: string; authorization: string; body: string }[];
let secret: string | undefined;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'desk-machine-'));
  for (const folder of ['bin', 'home', 'disk']) await mkdir(join(base, folder));
  const program = async (name: string, text: string) => {
    await writeFile(join(base, 'bin', name), text);
    await chmod(join(base, 'bin', name), 0o755);
  };
  await program('docker', DOCKER);
  await program('install', INSTALL);
  await program('mountpoint', '#!/usr/bin/env bash\n[ ! -e "$STAND_INS/no-disk" ]\n');
  await program('sleep', '#!/usr/bin/env bash\n');
  requests = [];
  secret = '# From .env.example\nPUBLIC_URL=\nMicrosoftAppPassword=marked-password\n\nLOG_LEVEL=info';
  azure = createServer(async (req, res) => {
    let body = '';
    for await (const piece of req) body += String(piece);
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://azure');
    requests.push({
      line: `${req.method} ${pathname}`,
      authorization: req.headers.authorization ?? '',
      body,
    });
    const json = (value: object | undefined) => {
      res.statusCode = value ? 200 : 404;
      res.end(JSON.stringify(value ?? {}));
    };
    if (pathname === '/metadata/identity/oauth2/token')
      json({ access_token: `token for ${searchParams.get('client_id')} at ${searchParams.get('resource')}` });
    else if (pathname === '/secrets/desk-env') json(secret === undefined ? undefined : { value: secret });
    else if (pathname === '/oauth2/exchange') json({ refresh_token: 'marked-refresh-token' });
    else json(req.method === 'PUT' ? {} : undefined);
  });
  await new Promise<void>((resolve) => azure.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(azure.address() as AddressInfo).port}`;
  const facts = {
    HOST_NAME: 'desk.example',
    IDENTITY_CLIENT_ID: 'the-identity',
    VAULT_URL: `${url}/`,
    REGISTRY: 'registry.example',
    REGISTRY_URL: url,
    METADATA_URL: url,
    BACKUPS_URL: `${url}/backups`,
  };
  // Where Azure's own addresses stand in the script, the stand-in is named in its environment.
  await writeFile(
    join(base, 'home/facts'),
    Object.entries(facts)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  await writeFile(join(base, 'home/environment'), 'PUBLIC_URL=https://desk.example\n');
});
afterEach(async () => {
  azure.closeAllConnections();
  azure.close();
  await rm(base, { recursive: true });
});

async function desk(...args: string[]): Promise<{ code: number; said: string }> {
  const metadata =
    (await readFile(join(base, 'home/facts'), 'utf8')).match(/^METADATA_URL=(.*)$/m)?.[1] ?? '';
  const env = {
    PATH: `${join(base, 'bin')}:${process.env.PATH}`,
    DESK_HOME: join(base, 'home'),
    DESK_DISK: join(base, 'disk'),
    DESK_RUN: join(base, 'run'),
    DESK_TRIES: '2',
    METADATA_URL: metadata,
    STAND_INS: base,
  };
  return await new Promise((resolve) => {
    execFile(SCRIPT, args, { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
    );
  });
}

const lines = async (name: string) =>
  (await readFile(join(base, name), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
const write = (name: string, text: string) => writeFile(join(base, name), text);

describeThere('desk upgrade', () => {
  it('fetches what the desk is run with and its image, starts it, and keeps secrets to itself', async () => {
    const { code, said } = await desk('upgrade', '1.0.0');
    expect([code, said]).toEqual([0, 'desk: version 1.0.0 runs at https://desk.example\n']);
    expect(await lines('run/env')).toEqual([
      'PUBLIC_URL=https://desk.example',
      'MicrosoftAppPassword=marked-password',
      'LOG_LEVEL=info',
    ]);
    expect((await stat(join(base, 'run/env'))).mode & 0o777).toBe(0o600);
    expect(await lines('started')).toEqual(['registry.example/reservation-desk:1.0.0']);
    expect(await lines('password')).toEqual(['marked-refresh-token']);
    const called = (await lines('called')).join('\n');
    expect(called).toContain('pull --quiet registry.example/reservation-desk:1.0.0');
    expect(called).not.toContain('marked');
    expect(requests.find(({ line }) => line === 'GET /secrets/desk-env')?.authorization).toBe(
      'Bearer token for the-identity at https://vault.azure.net',
    );
  });

  it('backs the book up before, goes back to the version of before where the next does not start', async () => {
    await desk('upgrade', '1.0.0');
    await write('broken', 'registry.example/reservation-desk:2.0.0\n');
    const { code, said } = await desk('upgrade', '2.0.0');
    expect(code).toBe(1);
    expect(said).toContain('version 2.0.0 does not start; going back to 1.0.0');
    expect(await lines('started')).toEqual(
      ['1.0.0', '2.0.0', '1.0.0'].map((v) => `registry.example/reservation-desk:${v}`),
    );
    expect(await lines('disk/version')).toEqual(['1.0.0']);
    expect(await readdir(join(base, 'disk/backups'))).toHaveLength(1);
  });

  it('leaves all as it is where there is no such version', async () => {
    await desk('upgrade', '1.0.0');
    await write('missing', 'registry.example/reservation-desk:3.0.0\n');
    const { code, said } = await desk('upgrade', '3.0.0');
    expect([code, said]).toEqual([1, 'desk: there is no version 3.0.0 in registry.example\n']);
    expect(await lines('disk/version')).toEqual(['1.0.0']);
    expect(await lines('started')).toHaveLength(1);
  });
});

describeThere('desk up', () => {
  it.each([
    ['without its disk', () => write('no-disk', ''), /the disk of the book is not at/],
    ['without a version', async () => undefined, /no version was chosen yet/],
  ])('starts nothing %s', async (_what, so, why) => {
    await so();
    const { code, said } = await desk('up');
    expect([code, said]).toEqual([1, expect.stringMatching(why)]);
    expect(await lines('called')).toEqual([]);
  });

  it('says that the vault has nothing for it', async () => {
    secret = undefined;
    await write('disk/version', '1.0.0\n');
    const { code, said } = await desk('up');
    expect([code, said]).toEqual([1, expect.stringContaining('there is no secret desk-env in http')]);
    expect(await lines('started')).toEqual([]);
  });
});

describeThere('desk backup', () => {
  it('brings the book off the machine, and keeps the latest seven on it', async () => {
    await desk('upgrade', '1.0.0');
    for (let day = 10; day < 19; day += 1) await write(`disk/backups/2021-01-${day}T013000Z.tar.gz`, 'older');
    const { code, said } = await desk('backup');
    expect(code).toBe(0);
    const put = requests.find(({ line }) => line.startsWith('PUT '));
    expect(put?.line).toMatch(/^PUT \/backups\/20\d\d-\d\d-\d\dT\d{6}Z\.tar\.gz$/);
    expect([put?.body, put?.authorization]).toEqual([
      'the book\n',
      'Bearer token for the-identity at https://storage.azure.com',
    ]);
    expect(said).toContain(put?.line.slice('PUT '.length) ?? 'nothing');
    const kept = (await readdir(join(base, 'disk/backups'))).sort();
    expect([kept.length, kept[0]]).toEqual([7, '2021-01-13T013000Z.tar.gz']);
  });
});

describeThere('desk restore', () => {
  it.each([
    ['starts the desk with it', false],
    ['starts the desk as it was where the backup is none', true],
  ])('%s', async (_what, bad) => {
    await desk('upgrade', '1.0.0');
    await write('disk/backups/one.tar.gz', 'the book');
    if (bad) await write('bad-backup', '');
    const { code, said } = await desk('restore', 'one.tar.gz');
    expect(code).toBe(bad ? 1 : 0);
    if (bad) expect(said).toContain('nothing was brought back');
    const called = (await lines('called')).map((line) => line.split('--file').at(-1) ?? '');
    const after = called.slice(called.findIndex((line) => line.includes(' stop desk')));
    expect(after[1]).toContain(
      'run --rm --no-deps desk node dist/bot/tools/restore.js /backups/one.tar.gz --replace',
    );
    expect(after.some((line) => line.includes(' up '))).toBe(true);
  });

  it('does nothing where there is no such backup', async () => {
    await desk('upgrade', '1.0.0');
    expect(await desk('restore', 'two.tar.gz')).toEqual({
      code: 1,
      said: expect.stringMatching(/there is no .*two\.tar\.gz/),
    });
    expect((await lines('called')).some((line) => line.includes(' stop desk'))).toBe(false);
  });
});

describeThere('desk import', () => {
  it('shows the files to the desk for as long as it takes, and needs some', async () => {
    await desk('upgrade', '1.0.0');
    await write('customers.csv', 'a');
    expect((await desk('import', 'ada')).said).toContain('which files');
    expect((await desk('import', 'ada', join(base, 'customers.csv'))).code).toBe(0);
    expect((await lines('called')).at(-1)).toMatch(
      /exec desk node dist\/bot\/tools\/import\.js \/backups\/import\/customers\.csv --as ada$/,
    );
    expect(await readdir(join(base, 'disk/backups'))).toEqual([]);
  });

  it('passes on the currency of customers, which exports do not have', async () => {
    await desk('upgrade', '1.0.0');
    await write('customers.csv', 'a');
    expect((await desk('import', 'ada', '--currency', 'EUR')).said).toContain('which files');
    await desk('import', 'ada', '--currency', 'EUR', join(base, 'customers.csv'), '--dry-run');
    expect((await lines('called')).at(-1)).toMatch(/customers\.csv --as ada --currency EUR --dry-run$/);
  });
});

describeThere('desk', () => {
  it('says what it can do', async () => {
    const { code, said } = await desk('dance');
    expect([code, said]).toEqual([1, expect.stringContaining('upgrade <version>')]);
  });
});
