import { graphql } from '../generated/gql.js';

export const WATCH = graphql(`
  subscription Watch($after: String, $filter: SignalFilter) {
    signalDetected(after: $after, filter: $filter) {
      __typename
      ... on SignalDetected {
        cursor
        signal {
          symbol
          tradingDate
          kind
          origin
          stock {
            symbol
          }
        }
      }
      ... on FeedPosition {
        cursor
      }
      ... on FeedGap {
        cursor
        reason
      }
    }
  }
`);

export const STOCK = graphql(`
  query StockBySymbol($symbol: String!) {
    stock(symbol: $symbol) {
      id
      symbol
      latestBar {
        tradingDate
        close
        volume
      }
      bars(first: 1000, order: ASC) {
        edges {
          node {
            tradingDate
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

export const SIGNALS = graphql(`
  query SignalsOf($filter: SignalFilter!, $after: String) {
    signals(filter: $filter, first: 100, after: $after) {
      totalCount
      edges {
        node {
          id
          symbol
          tradingDate
          kind
          origin
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
