import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';

import { GraphiQL } from 'graphiql';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { EXAMPLES } from './examples';
import { createFetcher } from './fetcher';

interface PageConfig {
  /** Says that the market is not the real one; null where it is. */
  readonly banner: string | null;
}

const fetcher = createFetcher();

function Page({ banner }: PageConfig) {
  return (
    <div className="page">
      {banner === null ? null : (
        <p className="page-banner" role="status">
          {banner}
        </p>
      )}
      <div className="page-editor">
        <GraphiQL fetcher={fetcher} defaultTabs={EXAMPLES} />
      </div>
    </div>
  );
}

async function start(): Promise<void> {
  const root = document.querySelector('#root');
  const response = await fetch('/graphiql/config.json');
  const config = (await response.json()) as PageConfig;
  if (root !== null) {
    createRoot(root).render(
      <StrictMode>
        <Page banner={config.banner} />
      </StrictMode>,
    );
  }
}

void start();
