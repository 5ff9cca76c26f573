import { createServer } from 'node:http'
import { createSchema, createYoga } from 'graphql-yoga'
import { address, context, resolvers, typeDefs } from './dati.js'

createServer(createYoga({ schema: createSchema({ typeDefs, resolvers }), context, logging: false, graphiql: false, landingPage: false })).listen(address)
