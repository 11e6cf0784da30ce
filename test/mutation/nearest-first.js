/**
 * Stryker's own jest runner, but a mutant meets the nearest tests first: the test file of the same name, then those
 * of which the largest part covers it, the quickest of them before the others. Most mutants are dead after the first
 * file; jest alone would load every test file for each mutant.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';

const { factory: jestRunnerFactory, kind } = jestPlugins[0];

/**
 * The test files by the names of their tests, and how long each file takes; kept in the sandbox, because the process
 * is a new one now and then.
 */
const KNOWN = 'files-of-tests.json';

function nearestFirst(injector) {
  const runner = injector.injectFunction(jestRunnerFactory);
  const adapter = runner.jestTestAdapter;
  const runJest = adapter.run.bind(adapter);
  let only;
  adapter.run = (settings) => runJest(only ? { ...settings, testFiles: only } : settings);

  return {
    init: () => runner.init(),
    capabilities: () => runner.capabilities(),

    async dryRun(options) {
      const result = await runner.dryRun(options);
      const filesOf = {};
      const times = {};
      for (const { id, fileName, timeSpentMs } of result.tests ?? []) {
        filesOf[id] = [...(filesOf[id] ?? []), fileName];
        times[fileName] = (times[fileName] ?? 0) + timeSpentMs;
      }
      writeFileSync(KNOWN, JSON.stringify({ filesOf, times }));
      return result;
    },

    async mutantRun(options) {
      const known = JSON.parse(readFileSync(KNOWN, 'utf8'));
      const covering = options.testFilter ?? Object.keys(known.filesOf);
      let asked = 0;
      for (const files of inTurns(nearest(known, covering, options.sandboxFileName))) {
        only = files;
        const result = await runner.mutantRun(options).finally(() => {
          only = undefined;
        });
        asked += result.nrOfTests ?? 0;
        if (result.status !== 'survived') return { ...result, nrOfTests: asked };
      }
      return { status: 'survived', nrOfTests: asked };
    },
  };
}
nearestFirst.inject = ['$injector'];

/** The files of the covering tests, the nearest to the mutated file first. */
function nearest({ filesOf, times }, covering, mutated) {
  const all = countByFile(Object.values(filesOf).flat());
  const hit = countByFile(covering.flatMap((id) => filesOf[id] ?? []));
  const subject = basename(mutated, '.ts');
  const share = (file) => (basename(file, '.test.ts') === subject ? 2 : hit.get(file) / all.get(file));
  return [...hit.keys()].sort((a, b) => share(b) - share(a) || times[a] - times[b]);
}

function countByFile(files) {
  const counts = new Map();
  for (const file of files) counts.set(file, (counts.get(file) ?? 0) + 1);
  return counts;
}

/** One file, then two, then four …: a survivor has met all of them after few runs of jest. */
function inTurns(files) {
  const turns = [];
  for (let size = 1, from = 0; from < files.length; from += size, size *= 2)
    turns.push(files.slice(from, from + size));
  return turns;
}

/** The words of a built-in error are for who reads a stack trace: no test holds them, and none should. */
const errorWords = {
  shouldIgnore({ node, parentPath: call }) {
    const words = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
    if (!words || call?.node.type !== 'NewExpression') return undefined;
    return /^(Type|Range)?Error$/.test(call.node.callee.name) ? 'the words of a built-in error' : undefined;
  },
};

export const strykerPlugins = [
  { kind, name: 'nearest-first', factory: nearestFirst },
  { kind: 'Ignore', name: 'error-words', value: errorWords },
];
