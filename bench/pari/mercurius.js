import fastify from 'fastify'
import mercurius from 'mercurius'
import { address, context, resolvers, typeDefs } from './dati.js'

const app = fastify()
app.register(mercurius, { schema: typeDefs, resolvers, context, jit: 1, path: '/graphql' })
await app.listen(address)
