import { describe, expect, it } from 'vitest';

import { volumeProfile, volumeRatioAt } from './volume-profile.js';

const at = (hour: number, minute: number) => hour * 60 + minute;

describe('the share of a session by a time of day', () => {
  it('grows evenly over the hours of trading where nothing is measured, and stands still at lunch', () => {
    const profile = volumeProfile('HOSE', [], 0);
    const all = 150 + 105;
    expect(profile.shareUntil(at(8, 0))).toBe(0);
    expect(profile.shareUntil(at(10, 0))).toBeCloseTo(60 / all);
    expect(profile.shareUntil(at(11, 30))).toBeCloseTo(150 / all);
    expect(profile.shareUntil(at(12, 15))).toBeCloseTo(150 / all);
    expect(profile.shareUntil(at(14, 45))).toBe(1);
    expect(volumeProfile('UPCOM', [], 0).shareUntil(at(14, 45))).toBeCloseTo(255 / 270);
  });

  it('is that of the last sessions where there are five', () => {
    const volumes = [
      { minute: at(9, 15), volume: 300 },
      { minute: at(14, 45), volume: 100 },
    ];
    const profile = volumeProfile('HOSE', volumes, 5);
    expect(profile.shareUntil(at(9, 15))).toBe(0);
    expect(profile.shareUntil(at(9, 15) + 0.5)).toBeCloseTo(0.375);
    expect(profile.shareUntil(at(12, 0))).toBeCloseTo(0.75);
    expect(profile.shareUntil(at(14, 46))).toBe(1);
    expect(volumeProfile('HOSE', volumes, 4).shareUntil(at(12, 0))).toBeCloseTo(150 / 255);
  });
});

describe('the volume against what is usual by a time of day', () => {
  const ratio = (volume: number, minute: number, usual = 255_000) =>
    volumeRatioAt({ volume, usual, exchange: 'HOSE', profile: volumeProfile('HOSE', [], 0) }, minute);

  it('compares with the same part of the day, so a morning is not quiet by itself', () => {
    expect(ratio(60_000, at(10, 0))).toBeCloseTo(1);
    expect(ratio(120_000, at(10, 0))).toBeCloseTo(2);
    expect(ratio(255_000, at(14, 45))).toBeCloseTo(1);
  });

  it('says nothing in the first half hour, and where nothing is usual', () => {
    expect(ratio(60_000, at(9, 29))).toBeNull();
    expect(ratio(30_000, at(9, 30))).toBeCloseTo(1);
    expect(ratio(1, at(10, 0), 0)).toBeNull();
  });
});
