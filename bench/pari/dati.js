// What every peer answers from: the program's own schema, the companies in memory, and for each request the loaders of the
// sections of a page, as a gateway has them. Nobody is recognised, nothing is decided, nothing is kept or counted.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import DataLoader from 'dataloader'

const [, , port, folder] = process.argv
const { azienda, pagina } = JSON.parse(readFileSync(join(folder, 'dati.json'), 'utf8'))
const dossiers = new Map([[azienda.matricola, azienda]])
const sections = new Map(pagina.map(a => [a.matricola, { sintetici: a.sintetici, infocamere: a.infocamere, emens: a.complementari.emens }]))
const page = pagina.map(({ matricola, denominazione }) => ({ matricola, denominazione, complementari: { matricola } }))

const loader = name => new DataLoader(async keys => keys.map(matricola => sections.get(matricola)?.[name] ?? null))
// A dossier has its sections, a company of a page does not.
const section = name => (parent, _, { loaders }) => parent[name] ?? loaders[name].load(parent.matricola)

export const typeDefs = readFileSync(join(folder, 'schema.graphql'), 'utf8')
export const resolvers = {
  Query: {
    azienda: (_, { matricola }) => dossiers.get(matricola) ?? null,
    aziende: (_, { first }) => ({ nodes: page.slice(0, first) })
  },
  Azienda: { sintetici: section('sintetici'), infocamere: section('infocamere') },
  DatiComplementari: { emens: section('emens') }
}
export const context = () => ({ loaders: { sintetici: loader('sintetici'), infocamere: loader('infocamere'), emens: loader('emens') } })
export const address = { host: '127.0.0.1', port: Number(port) }

// Whoever started it holds its input open.
process.stdin.on('end', () => process.exit()).resume()
