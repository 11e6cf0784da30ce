/** What is mutated together, and which tests must notice: those of the same area, not any test that happens to pass by. */
const use = (...names) => names.map((name) => `test/domain/use-cases/${name}.test.ts`);

export const AREAS = {
  policy: {
    mutate: ['domain/{money,term}.ts', 'domain/policy/**/*.ts'],
    tests: ['test/domain/money.test.ts', 'test/domain/term.test.ts', 'test/domain/policy/**/*.test.ts'],
  },
  store: {
    mutate: ['domain/store/**/*.ts', 'domain/backup/**/*.ts', 'domain/partner-list.ts'],
    tests: [
      'test/domain/{store*,partner-list}.test.ts',
      'test/domain/store/**/*.test.ts',
      'test/domain/folder-faults.test.ts',
      'test/domain/backup/**/*.test.ts',
      ...use('on-disk'),
    ],
  },
  search: {
    mutate: ['domain/search/**/*.ts'],
    // That among 100,000 takes long, and notices what the others do.
    tests: ['test/domain/search/!(many).test.ts'],
  },
  import: {
    mutate: ['domain/import/**/*.ts', 'domain/bulk/**/*.ts', 'domain/csv-lines.ts'],
    tests: [
      'test/domain/import/**/*.test.ts',
      'test/domain/bulk/**/*.test.ts',
      'test/domain/csv-lines.test.ts',
      ...use('bulk'),
    ],
  },
  overview: {
    mutate: [
      'domain/overview/**/*.ts',
      'domain/use-cases/{overview,attention,attention-rows,history-of-all}.ts',
    ],
    tests: [
      'test/domain/{overview,overview-beside,summary}.test.ts',
      ...use('attention', 'attention-rows', 'over-all', 'overview', 'histories', 'history-of-all'),
    ],
  },
  partner: {
    mutate: [
      'domain/use-cases/partner/!(asking-access|access-requests|first-admin).ts',
      'domain/use-cases/{people,naming,preferences,log}.ts',
    ],
    tests: use(
      ...['partner', 'colleagues', 'customer-prices', 'settings', 'people', 'naming'],
      ...['preferences', 'rights', 'histories'],
    ),
  },
  'use-cases': {
    mutate: [
      'domain/use-cases/*.ts',
      'domain/partner-center.ts',
      '!domain/use-cases/{overview,attention,attention-rows,history-of-all,people,naming,preferences,log}.ts',
      '!domain/use-cases/{importing,exporting}.ts',
    ],
    tests: ['test/domain/use-cases/**/*.test.ts'],
  },
  files: {
    mutate: ['domain/use-cases/{importing,exporting}.ts'],
    tests: ['test/domain/import/{importing,round-trip}.test.ts', ...use('on-disk')],
  },
  access: {
    mutate: ['domain/use-cases/partner/{asking-access,access-requests,first-admin}.ts'],
    tests: use('access-requests', 'first-admin'),
  },
  notices: {
    mutate: ['domain/use-cases/notices/*.ts'],
    tests: ['test/domain/use-cases/notices/*.test.ts'],
  },
};
