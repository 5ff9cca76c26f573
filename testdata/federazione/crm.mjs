// A second subgraph: it keeps the notes of a firm on its clients, and knows nothing of them but their matricola.
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

export const sdl = readFileSync(new URL('crm.graphql', import.meta.url), 'utf8');

export const crm = (preferite) =>
  buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: {
      Query: { preferite: () => preferite.map((matricola) => ({ matricola })) },
      Azienda: { note: ({ matricola }) => `nota su ${matricola}` },
    },
  });
