/** What an operation of the API needs. Every operation declares one. */
export type Permission = 'stock:read' | 'bar:read' | 'signal:read' | 'quarantine:read';
