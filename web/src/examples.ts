const LATEST_SIGNALS = `# The latest signals. Run: Ctrl-Enter.
query LatestSignals($first: Int! = 20, $after: String) {
  signals(first: $first, after: $after) {
    edges {
      node {
        tradingDate
        symbol
        kind
        direction
        volumeRatio
        spreadRatio
        closePosition
        changePct
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

const ONE_STOCK = `# One instrument with its newest bars.
# Prices are VND, those of an index points.
query OneStock($symbol: String!) {
  stock(symbol: $symbol) {
    symbol
    name
    exchange
    isIndex
    isSimulated
    bars(first: 10) {
      edges {
        node {
          tradingDate
          open
          high
          low
          close
          volume
          source
        }
      }
    }
  }
}
`;

const NESTED = `# Stocks, each with its newest bar
# and its newest signals.
query StocksWithSignals {
  stocks(first: 10, filter: { isIndex: false }) {
    totalCount
    edges {
      node {
        symbol
        exchange
        latestBar {
          tradingDate
          close
          volume
        }
        signals(first: 3) {
          edges {
            node {
              tradingDate
              kind
              direction
            }
          }
        }
      }
    }
  }
}
`;

const LIVE = `# Live: signals as they are found.
# Go on after a break with the last cursor
# as \`after\`, and nothing is missed.
subscription LiveSignals($after: String) {
  signalDetected(after: $after) {
    __typename
    ... on SignalDetected {
      cursor
      signal {
        tradingDate
        symbol
        kind
        direction
        volumeRatio
        stock {
          name
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
`;

/** What the page opens with: one tab each. */
export const EXAMPLES = [
  { query: LATEST_SIGNALS },
  { query: ONE_STOCK, variables: '{ "symbol": "VNINDEX" }' },
  { query: NESTED },
  { query: LIVE },
];
