import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { address, context, resolvers, typeDefs } from './dati.js'

await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), { listen: address, context: async () => context() })
