// Asks one graph over two subgraphs, the running Cassetto and the notes of a firm, as a user would through a router:
// TOKEN=… node interroga.mjs http://127.0.0.1:8080/graphql
import { ApolloGateway, LocalGraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { parse } from 'graphql';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { supergraph } from './composizione.mjs';
import { crm } from './crm.mjs';

const [AURORA, PANIFICIO, UNKNOWN, MALFORMED] = ['9900010011', '9900020010', '9999999990', '99A0010011'];
const url = process.argv[2];
const token = process.env.TOKEN;
setTimeout(() => { throw new Error('not finished after a minute'); }, 60_000).unref();

const service = await fetch(url, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body: JSON.stringify({ query: '{ _service { sdl } }' }),
}).then((r) => r.json());
const supergraphSdl = supergraph(service.data._service.sdl);

// The router forwards who asks: the Cassetto decides, never the router.
class Cassetto extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    calls += 1;
    if (context.authorization) request.http.headers.set('authorization', context.authorization);
  }
}
let calls = 0;

const open = async (preferite) => {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => (name === 'crm' ? new LocalGraphQLDataSource(crm(preferite)) : new Cassetto({ url })),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const { schema } = await gateway.load();
  return {
    close: () => gateway.stop(),
    ask: async (query, context = { authorization: `Bearer ${token}` }) => {
      const document = parse(query);
      calls = 0;
      const { data, errors } = await gateway.executor({
        document, schema, context, request: { query }, queryHash: createHash('sha256').update(query).digest('hex'),
        cache: new Map(), metrics: {}, operation: document.definitions[0],
      });
      return { data: JSON.parse(JSON.stringify(data ?? null)), errors: (errors ?? []).map((e) => e.toJSON()), calls };
    },
  };
};
const note = (matricola) => `nota su ${matricola}`;

const lists = await open([PANIFICIO, AURORA, UNKNOWN, AURORA]);

// From the firm's list to what the Cassetto knows: one call for all; whom the user may not know is like whom nobody knows.
let a = await lists.ask('{ preferite { matricola note sede { comune } sintetici { sedeINPS { comune } } } }');
assert.deepEqual(a.errors, []);
assert.equal(a.calls, 1);
const aurora = { matricola: AURORA, note: note(AURORA), sede: { comune: 'MILANO' }, sintetici: { sedeINPS: { comune: 'MILANO' } } };
assert.deepEqual(a.data.preferite, [
  { matricola: PANIFICIO, note: note(PANIFICIO), sede: null, sintetici: null },
  aurora,
  { matricola: UNKNOWN, note: note(UNKNOWN), sede: null, sintetici: null },
  aurora,
]);

// A field that is never null takes its company with it, and no other.
a = await lists.ask('{ preferite { matricola denominazione complementari { emens(first: 1) { nodes { periodo } } } } }');
assert.equal(a.calls, 1);
assert.deepEqual(a.data.preferite.map((p) => p?.denominazione ?? null), [null, 'OFFICINE AURORA S.R.L.', null, 'OFFICINE AURORA S.R.L.']);
assert.equal(a.data.preferite[1].complementari.emens.nodes.length, 1);

// The other way round: from the Cassetto's lists to the notes.
a = await lists.ask(`{ azienda(matricola: "${AURORA}") { denominazione note } aziende(first: 5) { nodes { matricola note } } }`);
assert.deepEqual(a.errors, []);
assert.deepEqual(a.data.azienda, { denominazione: 'OFFICINE AURORA S.R.L.', note: note(AURORA) });
assert.equal(a.data.aziende.nodes.length, 5);
for (const n of a.data.aziende.nodes) assert.equal(n.note, note(n.matricola));

// Nobody passes by the router without a token.
a = await lists.ask('{ preferite { note sede { comune } } }', {});
assert.equal(a.errors[0].extensions.code, 'UNAUTHENTICATED');
assert.deepEqual(a.data.preferite.map((p) => [typeof p.note, p.sede]), Array(4).fill(['string', null]));

// A key that another subgraph spoilt costs its own company, and the error does not repeat it.
const spoilt = await open([MALFORMED, AURORA]);
a = await spoilt.ask('{ preferite { note sede { comune } } }');
assert.deepEqual(a.data.preferite, [{ note: note(MALFORMED), sede: null }, { note: note(AURORA), sede: { comune: 'MILANO' } }]);
assert.deepEqual(a.errors.map((e) => e.extensions.code), ['BAD_USER_INPUT']);
assert.ok(!JSON.stringify(a.errors).includes(MALFORMED));

await Promise.all([lists.close(), spoilt.close()]);
console.log('5 queries over two subgraphs: as expected');
