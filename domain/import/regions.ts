/** Regions as Azure names them ("westeurope"), from what price sheets and lists write ("EU West", "West Europe"). */

/** Names of price sheets that follow no rule. */
const OF_PRICE_SHEETS: Readonly<Record<string, string>> = {
  euwest: 'westeurope',
  eunorth: 'northeurope',
  apeast: 'eastasia',
  apsoutheast: 'southeastasia',
};

/** Azure's name of a region; "global" where there is none. */
export function regionOf(text: string | undefined): string {
  const name = (text ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
  if (name === '') return 'global';
  // "US West 2" is "westus2".
  const turned = /^us((?:north|south|west)?central|north|south|east|west)(\d?)$/.exec(name);
  if (turned) return `${turned[1]}us${turned[2]}`;
  return OF_PRICE_SHEETS[name] ?? name;
}
