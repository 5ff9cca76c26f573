import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

const here = (path) => new URL(path, document.baseURI);

/** readJSON returns the document at path, or null when the server does not offer it. */
export async function readJSON(path) {
  const response = await fetch(here(path));
  return response.ok ? response.json() : null;
}

/** demoToken gives the token of a demo profile: one request, repeated only when a fresh one is asked for. */
export function demoToken(profilo) {
  let pending;
  return (fresh) => {
    if (!pending || fresh) {
      pending = issueToken(profilo);
      pending.catch(() => { pending = undefined; });
    }
    return pending;
  };
}

async function issueToken(profilo) {
  const response = await fetch(here('demo/token'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ profilo }),
  });
  if (!response.ok) throw new Error(`Token non ottenuto (HTTP ${response.status})`);
  return (await response.json()).token;
}

/**
 * newFetcher speaks to the graph as one identity, for queries, introspection and subscriptions alike.
 * Nothing is sent before getToken has answered; an expired token is renewed once.
 */
export function newFetcher(getToken) {
  const url = here('graphql');
  const socket = new URL(url);
  socket.protocol = url.protocol.replace('http', 'ws');

  const send = (init, token) => {
    const headers = new Headers(init.headers);
    if (token && !headers.has('Authorization')) headers.set('Authorization', `Bearer ${token}`);
    return fetch(url, { ...init, headers });
  };
  return createGraphiQLFetcher({
    url: url.href,
    fetch: async (_, init) => {
      const token = await getToken();
      const response = await send(init, token);
      if (!await isRefused(response)) return response;
      const fresh = await getToken(true);
      return fresh === token ? response : send(init, fresh);
    },
    wsClient: createClient({
      url: socket.href,
      connectionParams: async () => {
        const token = await getToken(true);
        return token ? { Authorization: `Bearer ${token}` } : {};
      },
    }),
  });
}

async function isRefused(response) {
  if (response.status === 401) return true;
  if (!/json/.test(response.headers.get('Content-Type') ?? '')) return false;
  const text = await response.clone().text();
  if (!text.includes('"UNAUTHENTICATED"')) return false;
  const { data, errors } = JSON.parse(text);
  return !data && Boolean(errors?.some((e) => e.extensions?.code === 'UNAUTHENTICATED'));
}
