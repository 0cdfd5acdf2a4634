// Exits with 0 when the process lives, is ready and says so. VPA_URL is the API's address.
const base = process.env.VPA_URL;
for (const path of ['/livez', '/readyz', '/health']) {
  const response = await fetch(`${base}${path}`, { signal: AbortSignal.timeout(10_000) });
  const body = await response.text();
  console.log(`${path}: ${response.status} ${body.slice(0, 200)}`);
  if (response.status !== 200) process.exitCode = 1;
}
