/** Which products a text finds, as people type it. */
import { describe, expect, it } from '@jest/globals';
import {
  isCalledSo,
  isWholeName,
  readWish,
  withWords,
  wordsOfProducts,
} from '../../../domain/search/product-words.js';
import { DemoDesk } from '../../support/demo-desk.js';

const ACTOR = { partnerId: 'northbridge', userId: 'anna-admin' };
const REGIONS = ['eastus', 'eastus2', 'westeurope', 'northeurope', 'southeastasia', 'germanywestcentral'];

/** Names, regions and terms found for Fabrikam: "Standard_D2s_v5 westeurope P1Y". */
async function found(text: string): Promise<string[]> {
  const { desk } = await DemoDesk.open();
  const [customer] = (await desk.findCustomers(ACTOR, { text: 'fabrikam' }, (code) => code)).items;
  const all: string[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const { offers } = await desk.offers(ACTOR, customer?.id ?? '', { text, page });
    pages = offers.pages;
    all.push(...offers.items.map(({ product }) => `${product.name} ${product.region} ${product.term}`));
  }
  return all;
}

const every = (names: readonly string[], part: string) => names.every((name) => name.includes(part));

describe('a product is found', () => {
  it.each([
    'd2sv5 west europe 3y',
    'D2s_v5 westeurope 3 years',
    'standard d2s v5 eu west 3 jaar',
    'd2s v5 europe west 3 år',
    'd2s_v5, west europe, P3Y',
    'vm d2s v5 west eu 3 ans',
    'd2sv5 west euorpe 3 year',
    'standrad d2s v5 westeurope 3-year',
  ])('by "%s"', async (text) => {
    expect(await found(text)).toEqual(['Standard_D2s_v5 westeurope P3Y']);
  });

  it.each([
    ['sql managed', 'SQL Managed Instance'],
    ['sql mi', 'SQL Managed Instance'],
    ['sql maneged instance', 'SQL Managed Instance'],
    ['cosmos 5000', 'Azure Cosmos DB 5,000 RU/s'],
    ['cosmos 5,000 ru/s', 'Azure Cosmos DB 5,000 RU/s'],
    ['cosmso db 80000', 'Azure Cosmos DB 80,000 RU/s'],
    ['disks p30', 'Managed Disks P30'],
    ['open shift 8', 'OpenShift 8 vCPU'],
    ['sap 5+', 'SAP 5+ vCPU'],
    ['b1ms', 'Standard_B1ms'],
  ])('"%s" finds nothing but %s', async (text, part) => {
    const names = await found(text);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !name.includes(part))).toEqual([]);
  });

  it.each([
    ['1 jaar', 'P1Y'],
    ['1 år', 'P1Y'],
    ['1yr', 'P1Y'],
    ['3y', 'P3Y'],
    ['3 years', 'P3Y'],
    ['5 Jahre', 'P5Y'],
  ])('by its term: "%s" is %s', (text, term) => {
    expect(readWish(text, REGIONS)).toEqual({ words: [], term });
  });

  it.each([
    ['east us', 'eastus'],
    ['eastus', 'eastus'],
    ['east us 2', 'eastus2'],
    ['us east 2', 'eastus2'],
    ['West Europe', 'westeurope'],
    ['eu west', 'westeurope'],
    ['north eu', 'northeurope'],
    ['southeast asia', 'southeastasia'],
    ['south east asia', 'southeastasia'],
    ['germany west central', 'germanywestcentral'],
  ])('by its region: "%s" is %s', (text, region) => {
    expect(readWish(text, REGIONS)).toEqual({ words: [], region });
  });

  it.each([
    ['d4 1 jaar', { words: ['d4'], term: 'P1Y' }],
    ['d4 p3y', { words: ['d4'], term: 'P3Y' }],
    ['d4, 3 - years, west europe', { words: ['d4'], term: 'P3Y', region: 'westeurope' }],
    ['3y;d4', { words: ['d4'], term: 'P3Y' }],
    ['3y·d4/westeurope', { words: ['d4'], term: 'P3Y', region: 'westeurope' }],
    ['3  YEARS', { words: [], term: 'P3Y' }],
    // No term that is sold, or no term at all.
    ['2 years', { words: ['2', 'years'] }],
    ['13 years', { words: ['13', 'years'] }],
    ['d3 y', { words: ['d3', 'y'] }],
    ['3yards', { words: ['3yards'] }],
    ['cosmos 50,000', { words: ['cosmos', '50000'] }],
    ['d2s - v5', { words: ['d2s', 'v5'] }],
  ])('"%s" is read as %j', (text, wish) => {
    expect(readWish(text, REGIONS)).toEqual(wish);
  });

  it.each([
    ['d4 westeurope v5', { words: ['d4', 'v5'], region: 'westeurope' }],
    ['west europe d4', { words: ['d4'], region: 'westeurope' }],
    ['d4 west eu', { words: ['d4'], region: 'westeurope' }],
    ['us west central 2 d4', { words: ['d4'], region: 'uswestcentral2' }],
    // One part of a name, a letter, or a word too many is no region.
    ['west d4', { words: ['west', 'd4'] }],
    ['west e', { words: ['west', 'e'] }],
    ['west west', { words: ['west', 'west'] }],
    ['west europe east', { words: ['east'], region: 'westeurope' }],
    // Two regions may be meant.
    ['central ind', { words: ['central', 'ind'] }],
    ['central indi', { words: [], region: 'centralindia' }],
    ['central indo', { words: [], region: 'indonesiacentral' }],
    // What is a region as it stands is that one, not the beginning of another.
    ['uk south', { words: [], region: 'uksouth' }],
  ])('the region in "%s": %j', (text, wish) => {
    const sold = ['westeurope', 'westeuropenorth', 'centralindia', 'indonesiacentral', 'uswestcentral2'];
    expect(readWish(text, [...sold, 'southukraine', 'uksouth'])).toEqual(wish);
  });

  it('a region and a number of years stand side by side', () => {
    expect(readWish('d4 east us 2 3 years', REGIONS)).toEqual({
      words: ['d4'],
      region: 'eastus2',
      term: 'P3Y',
    });
  });

  it('in several regions where only a part of them is named', async () => {
    const names = await found('d2s v5 europe 1 year');
    expect(names).toHaveLength(2);
    expect(every(names, 'europe')).toBe(true);
  });

  it('in no other region than the one that is named', async () => {
    const names = await found('east us');
    expect(names.length).toBeGreaterThan(0);
    expect(every(names, ' eastus ')).toBe(true);
  });

  it('never for nonsense or a region where it is not sold', async () => {
    for (const text of ['qqqq', 'd2s v5 japan east', 'flux capacitor']) expect(await found(text)).toEqual([]);
  });

  it('without words all there are', () => {
    expect(withWords([], ['x'])).toEqual([]);
    expect(readWish('  · , ', REGIONS)).toEqual({ words: [] });
  });
});

describe('the words of products', () => {
  const product = (name: string, type: string) => ({ name, type, region: 'westeurope' });

  it('are those of their names, whole and in parts, of their types, and what types are called in short', () => {
    const words = wordsOfProducts([
      product('Standard_D2s_v5', 'virtualMachines'),
      product(' - ', 'sqlDatabase'),
    ]);
    expect([...words].toSorted()).toEqual(
      [
        ...['standard', 'd2s', 'v5', 'standardd2sv5'],
        ...['virtual', 'machines', 'sql', 'database'],
        ...['vm', 'vms', 'avs', 'mi', 'aro'],
      ].toSorted(),
    );
  });

  it('are made once for a price list', () => {
    const list = [product('Standard_D2s_v5', 'virtualMachines')];
    expect(wordsOfProducts(list)).toBe(wordsOfProducts(list));
    expect(wordsOfProducts([...list])).not.toBe(wordsOfProducts(list));
  });
});

describe('the products that have all the words', () => {
  const product = (name: string, type: string, region = 'westeurope') => ({ name, type, region });
  const list = [
    product('Standard_D2s_v5', 'virtualMachines'),
    product('Standard_D2s_v5', 'virtualMachines', 'eastus2'),
    product('AV36 Node', 'azureVmwareSolution'),
    product('General Purpose Gen5', 'sqlManagedInstance'),
    product('OpenShift 4 vCPU', 'redHatOpenShift'),
    product('Generic Mix', 'cosmosDb'),
  ];
  const [d2, d2us, av36, mi, aro, cosmos] = list;
  it.each([
    [['d2sv5'], [d2, d2us]],
    [['2sv'], [d2, d2us]],
    [['d2s', 'westeurope'], [d2]],
    [['d2s', 'us'], [d2us]],
    [
      ['vm', 'd2'],
      [d2, d2us],
    ],
    [['vms', 'eastus2'], [d2us]],
    [['avs'], [av36]],
    [['mi', 'gen5'], [mi]],
    [['aro'], [aro]],
    [['sql'], [mi]],
    [['gen'], [mi, cosmos]],
    // Where a word is right as it stands, no other is taken for it.
    [['mix'], [cosmos]],
    [['mxi'], []],
    [['genreic'], [cosmos]],
    [
      ['machnies', 'd2sv5'],
      [d2, d2us],
    ],
    [['machnies', 'eastus2'], [d2us]],
    [['machnies', 'gen5'], []],
    [['opneshift', 'hta'], []],
    [['constructor'], []],
  ])('%j: %j', (words, expected) => {
    expect(withWords(list, words)).toEqual(expected);
  });

  it('is called so where it has the words just as they are', () => {
    expect(list.map((one) => isCalledSo(one, ['gen', 'west']))).toEqual([
      false,
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(list.map((one) => isCalledSo(one, ['machnies']))).toEqual(list.map(() => false));
  });

  it.each([
    ['standard_d2s_v5', true],
    ['D2s v5', true],
    ['d2sv5', true],
    ['d2s', false],
    ['standard standard d2s v5', false],
    ['d2s_v5_v2', false],
    ['', false],
  ])('"%s" is the whole name: %j', (text, whole) => {
    expect(isWholeName({ name: 'Standard_D2s_v5' }, text)).toBe(whole);
  });
});
