// Runs the audit of graphql-http, the reference suite of the GraphQL-over-HTTP specification, against a running server:
// node http.mjs URL TOKEN
import { serverAudits } from 'graphql-http';

const [url, token] = process.argv.slice(2);
const counts = { ok: 0, notice: 0, warn: 0, error: 0 };
for (const audit of serverAudits({
  url,
  fetchFn: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, authorization: `Bearer ${token}` } }),
})) {
  const result = await audit.fn();
  counts[result.status]++;
  if (result.status !== 'ok') console.error(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`);
  await result.response?.body?.cancel().catch(() => {});
}
console.log(JSON.stringify(counts));
if (counts.ok !== 61 || counts.notice + counts.warn + counts.error > 0) process.exit(1);
