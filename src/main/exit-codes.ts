/** The command did what was asked. */
export const EXIT_OK = 0;
/** It failed; nothing was changed unless it says so. */
export const EXIT_FAILURE = 1;
/** The call's words are wrong. */
export const EXIT_USAGE = 2;
/** It did what was asked, but refused some of the input and said which. */
export const EXIT_PARTIAL = 3;
