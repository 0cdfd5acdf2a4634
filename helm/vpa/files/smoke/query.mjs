// Exits with 0 when the API answers a query that reads the database. VPA_URL is the API's address.
const response = await fetch(`${process.env.VPA_URL}/graphql`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ stocks(first: 1) { edges { node { symbol } } } }' }),
  signal: AbortSignal.timeout(10_000),
});
const { data, errors } = await response.json();
console.log(`query: ${response.status} ${JSON.stringify(data ?? errors)}`);
if (response.status !== 200 || errors !== undefined || !Array.isArray(data?.stocks?.edges)) process.exitCode = 1;
