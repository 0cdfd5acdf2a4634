// Exits with 0 when the process of this container answers: the API by /livez, a worker by its metrics.
const addresses = [`http://127.0.0.1:${process.env.PORT}/livez`, `http://127.0.0.1:${process.env.METRICS_PORT}/metrics`];

async function answers(address) {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(2000) })).ok;
  } catch (error) {
    if (error.cause?.code === 'ECONNREFUSED') return null;
    return false;
  }
}

const [api, metrics] = await Promise.all(addresses.map(answers));
process.exitCode = (api ?? metrics) === true ? 0 : 1;
