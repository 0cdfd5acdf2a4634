import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** GraphiQL as the API serves it: every file, the editor's workers too, from its own origin. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/graphiql/',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../dist/web/graphiql', import.meta.url)),
    emptyOutDir: true,
    sourcemap: false,
    // The editor is one large piece by nature.
    chunkSizeWarningLimit: 5_000,
  },
});
