/** Rules of a user. */
export const MAX_RULES = 100;
/** Bindings of a user. */
export const MAX_BINDINGS = 20;
/** A page with all rules or bindings of a user, also where requests at once went beyond what one may have. */
export const ALL = { first: 1_000, after: null } as const;
