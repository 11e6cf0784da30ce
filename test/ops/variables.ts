/** The names of the variables that the desk reads from its environment: it is given one that writes down what it is asked. */
import { readConfig } from '../../bot/config.js';

export function variablesRead(): Set<string> {
  const asked = new Set<string>();
  const environment = new Proxy<Record<string, string | undefined>>(
    {},
    { get: (_all, name) => void asked.add(String(name)), has: () => false },
  );
  readConfig(environment);
  return asked;
}
