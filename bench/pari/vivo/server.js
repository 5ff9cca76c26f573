// The graph's subscription as graphql-ws serves it: its useServer over ws, and an async iterator for each subscriber. It takes an
// address; there is no archive behind it, and nobody is recognised. It says the same of an event as the program does.
import http from 'node:http'
import { crc32 } from 'node:zlib'
import { buildSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

const schema = buildSchema(`
  type Query { nome: String }
  type Subscription { aggiornamentiRichieste(matricola: String, id: ID, dopo: String): AggiornamentoRichiesta! }
  type AggiornamentoRichiesta { cursore: String! evento: EventoRichiesta! richiesta: Richiesta! }
  type EventoRichiesta { numero: Int! ts: String! tipo: TipoEventoRichiesta! daStato: StatoRichiesta aStato: StatoRichiesta! }
  type Richiesta { id: ID! protocollo: String stato: StatoRichiesta! matricola: String! dataUltimoAggiornamento: String! testo: String! }
  enum TipoEventoRichiesta { PRESA_IN_CARICO COMMENTO }
  enum StatoRichiesta { APERTA IN_CARICO }
`)

const subscribers = new Set()

// subscriber is an async iterator that waits for what it is given.
function subscriber () {
  const queue = []
  let wake = null
  let done = false
  const end = { value: undefined, done: true }
  const one = {
    give (value) {
      if (!wake) return queue.push(value)
      wake({ value, done: false })
      wake = null
    },
    async next () {
      if (queue.length > 0) return { value: queue.shift(), done: false }
      return done ? end : new Promise(resolve => { wake = resolve })
    },
    async return () {
      done = true
      subscribers.delete(one)
      if (wake) wake(end)
      return end
    },
    [Symbol.asyncIterator] () { return one }
  }
  subscribers.add(one)
  return one
}

schema.getSubscriptionType().getFields().aggiornamentiRichieste.subscribe = subscriber

// cursor is that of a position in the journal, as the program writes it.
function cursor (position) {
  const text = Buffer.from('1:' + position)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(text))
  return Buffer.concat([text, sum]).toString('base64url')
}

// event is the n-th thing that happens to the request, from 1, with what the subscription says of it. Two events were before.
function event (n) {
  const ts = new Date(Date.UTC(2026, 10, 23, 9, 30, n)).toISOString().replace('.000', '')
  return {
    aggiornamentiRichieste: {
      cursore: cursor(n + 2),
      evento: { numero: n + 2, ts, tipo: n === 1 ? 'PRESA_IN_CARICO' : 'COMMENTO', daStato: n === 1 ? 'APERTA' : 'IN_CARICO', aStato: 'IN_CARICO' },
      richiesta: {
        id: 'R-AURORA',
        protocollo: 'INPS.4900.23/11/2026.0000001',
        stato: 'IN_CARICO',
        matricola: '9900010011',
        dataUltimoAggiornamento: ts,
        testo: 'Si chiede di conoscere lo stato della pratica di rimborso presentata per la posizione in oggetto.'
      }
    }
  }
}

let events = 0

const server = http.createServer((request, answer) => {
  switch (request.method + ' ' + request.url) {
    case 'GET /readyz':
      return answer.writeHead(204).end()
    case 'POST /evento': {
      const told = event(++events)
      for (const one of subscribers) one.give(told)
      return answer.end(JSON.stringify({ At: new Date().toISOString() }))
    }
    case 'POST /memoria': {
      for (let i = 0; i < 3; i++) global.gc()
      return answer.end(JSON.stringify({ Heap: process.memoryUsage().heapUsed, Stacks: 0, Goroutines: 0 }))
    }
  }
  answer.writeHead(404).end()
})
useServer({ schema }, new WebSocketServer({ server, path: '/graphql' }))
const [host, port] = process.argv[2].split(':')
server.listen(Number(port), host)
