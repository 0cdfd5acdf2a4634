"""The common task of bench/backtest.ts with vectorbt, told as JSON: milliseconds of the middle round and trades."""
import json
import sys
import time

import numpy as np
import pandas as pd
import vectorbt as vbt

frame = pd.read_csv(sys.argv[1])
frame.columns = [name.lower() for name in frame.columns]
symbol = "ticker" if "ticker" in frame.columns else "symbol"
date = "time" if "time" in frame.columns else "date"
frame = frame[~frame[symbol].isin(["VNINDEX", "VN30"])]
frame = frame[frame.groupby(symbol)[date].transform("count") > 1500]
frame[date] = pd.to_datetime(frame[date])
wide = {name: frame.pivot(index=date, columns=symbol, values=name) for name in ["open", "high", "low", "close", "volume"]}


def task():
    mean = wide["volume"].rolling(20).mean().shift(1)
    place = (wide["close"] - wide["low"]) / (wide["high"] - wide["low"])
    entries = ((wide["volume"] >= 2 * mean) & (place >= 0.6)).shift(1, fill_value=False)
    exits = entries.shift(10, fill_value=False)
    return vbt.Portfolio.from_signals(
        wide["close"], entries, exits, price=wide["open"], open=wide["open"], high=wide["high"], low=wide["low"],
        sl_stop=0.03, fees=0.002, init_cash=1e8, freq="D",
    )


portfolio = task()
times = []
for _ in range(7):
    start = time.perf_counter()
    task()
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps({"ms": round(float(np.median(times)), 1), "trades": int(portfolio.trades.count().sum())}))
