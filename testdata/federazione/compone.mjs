// node compone.mjs cassetto.graphql > supergraph.graphql
import { readFileSync } from 'node:fs';
import { supergraph } from './composizione.mjs';

process.stdout.write(supergraph(readFileSync(process.argv[2], 'utf8')));
