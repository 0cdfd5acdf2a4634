/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  subscription Watch($after: String, $filter: SignalFilter) {\n    signalDetected(after: $after, filter: $filter) {\n      __typename\n      ... on SignalDetected {\n        cursor\n        signal {\n          symbol\n          tradingDate\n          kind\n          origin\n          stock {\n            symbol\n          }\n        }\n      }\n      ... on FeedPosition {\n        cursor\n      }\n      ... on FeedGap {\n        cursor\n        reason\n      }\n    }\n  }\n": typeof types.WatchDocument,
    "\n  query StockBySymbol($symbol: String!) {\n    stock(symbol: $symbol) {\n      id\n      symbol\n      latestBar {\n        tradingDate\n        close\n        volume\n      }\n      bars(first: 1000, order: ASC) {\n        edges {\n          node {\n            tradingDate\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n": typeof types.StockBySymbolDocument,
    "\n  query SignalsOf($filter: SignalFilter!, $after: String) {\n    signals(filter: $filter, first: 100, after: $after) {\n      totalCount\n      edges {\n        node {\n          id\n          symbol\n          tradingDate\n          kind\n          origin\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.SignalsOfDocument,
};
const documents: Documents = {
    "\n  subscription Watch($after: String, $filter: SignalFilter) {\n    signalDetected(after: $after, filter: $filter) {\n      __typename\n      ... on SignalDetected {\n        cursor\n        signal {\n          symbol\n          tradingDate\n          kind\n          origin\n          stock {\n            symbol\n          }\n        }\n      }\n      ... on FeedPosition {\n        cursor\n      }\n      ... on FeedGap {\n        cursor\n        reason\n      }\n    }\n  }\n": types.WatchDocument,
    "\n  query StockBySymbol($symbol: String!) {\n    stock(symbol: $symbol) {\n      id\n      symbol\n      latestBar {\n        tradingDate\n        close\n        volume\n      }\n      bars(first: 1000, order: ASC) {\n        edges {\n          node {\n            tradingDate\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n": types.StockBySymbolDocument,
    "\n  query SignalsOf($filter: SignalFilter!, $after: String) {\n    signals(filter: $filter, first: 100, after: $after) {\n      totalCount\n      edges {\n        node {\n          id\n          symbol\n          tradingDate\n          kind\n          origin\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.SignalsOfDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Watch($after: String, $filter: SignalFilter) {\n    signalDetected(after: $after, filter: $filter) {\n      __typename\n      ... on SignalDetected {\n        cursor\n        signal {\n          symbol\n          tradingDate\n          kind\n          origin\n          stock {\n            symbol\n          }\n        }\n      }\n      ... on FeedPosition {\n        cursor\n      }\n      ... on FeedGap {\n        cursor\n        reason\n      }\n    }\n  }\n"): typeof import('./graphql.js').WatchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StockBySymbol($symbol: String!) {\n    stock(symbol: $symbol) {\n      id\n      symbol\n      latestBar {\n        tradingDate\n        close\n        volume\n      }\n      bars(first: 1000, order: ASC) {\n        edges {\n          node {\n            tradingDate\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.js').StockBySymbolDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SignalsOf($filter: SignalFilter!, $after: String) {\n    signals(filter: $filter, first: 100, after: $after) {\n      totalCount\n      edges {\n        node {\n          id\n          symbol\n          tradingDate\n          kind\n          origin\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): typeof import('./graphql.js').SignalsOfDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
