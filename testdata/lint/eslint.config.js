import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import plugin from '@graphql-eslint/eslint-plugin';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export default [
  {
    files: ['schema/*.graphql'],
    languageOptions: { parser: plugin.parser, parserOptions: { graphQLConfig: { schema: `${root}/schema/*.graphql` } } },
    plugins: { '@graphql-eslint': plugin },
    rules: Object.fromEntries(
      Object.entries({
        'naming-convention': ['error', {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          Argument: 'camelCase',
          DirectiveDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
          'FieldDefinition[parent.name.value=Query]': { forbiddenPrefixes: ['query', 'get'], forbiddenSuffixes: ['Query'] },
          'FieldDefinition[parent.name.value=Mutation]': { forbiddenPrefixes: ['mutation'], forbiddenSuffixes: ['Mutation'] },
        }],
        'require-description': ['error', { types: true, FieldDefinition: true, EnumValueDefinition: true, InputValueDefinition: false, rootField: true, DirectiveDefinition: true }],
        'description-style': ['error', { style: 'block' }],
        'require-deprecation-reason': 'error',
        'no-unreachable-types': 'error',
        'no-typename-prefix': 'error',
        'no-scalar-result-type-on-mutation': 'error',
        'no-duplicate-fields': 'error',
        'no-hashtag-description': 'error',
        'unique-enum-value-names': 'error',
        'require-nullable-fields-with-oneof': 'error',
        'relay-connection-types': 'error',
        'relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
        'relay-page-info': 'error',
        'relay-arguments': ['error', { includeBoth: false }],
        'input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
      }).map(([rule, setting]) => [`@graphql-eslint/${rule}`, setting]),
    ),
  },
];
