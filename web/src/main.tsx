import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';

import { GraphiQL } from 'graphiql';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { AccountBar } from './account-bar';
import { EXAMPLES } from './examples';
import { createFetcher } from './fetcher';
import { Session } from './session';

interface PageConfig {
  /** Says that the market is not the real one; null where it is. */
  readonly banner: string | null;
  /** Whether requests from this machine are the administrator's. */
  readonly hasLocalAdmin: boolean;
}

const session = new Session();
const fetcher = createFetcher(session);

function Page({ banner, hasLocalAdmin }: PageConfig) {
  return (
    <div className="page">
      {banner === null ? null : (
        <p className="page-banner" role="status">
          {banner}
        </p>
      )}
      <AccountBar session={session} hasLocalAdmin={hasLocalAdmin} />
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
        <Page {...config} />
      </StrictMode>,
    );
  }
}

void start();
