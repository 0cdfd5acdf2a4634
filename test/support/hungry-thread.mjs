// A thread that takes memory, a little at a time, until it gets no more.
const kept = [];
for (;;) kept.push({ more: Array.from({ length: 50 }, (_, i) => ({ i })) });
