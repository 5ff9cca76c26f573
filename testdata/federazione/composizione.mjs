// Composes the Cassetto with the second subgraph, as a router does before it starts.
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { sdl as crm } from './crm.mjs';

export const supergraph = (cassetto) => {
  const { errors, hints, supergraphSdl } = composeServices([
    { name: 'cassetto', typeDefs: parse(cassetto), url: 'http://127.0.0.1:8080/graphql' },
    { name: 'crm', typeDefs: parse(crm), url: 'http://crm.invalid' },
  ]);
  const wrong = [...(errors ?? []), ...(hints ?? []).filter((h) => h.definition.level.name === 'ERROR' || h.definition.level.name === 'WARN')];
  if (wrong.length > 0) throw new Error(wrong.map((e) => e.message ?? e.toString()).join('\n'));
  return supergraphSdl;
};
