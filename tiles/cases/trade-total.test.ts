import { describe, expect, it } from 'vitest';
import { addMeasures, tradeTotal } from './trade-total.ts';

describe('the total of international trade', () => {
  it('adds the three measures of 2017 up to 115 billion dollars at the rate that the source implies', () => {
    const output = tradeTotal.compute({ goodsYuan: 5007, servicesUsd: 140, overseasSalesUsd: 246, yuanPerUsd: 6.554 });
    expect(output).toEqual({
      goodsUsd: 764,
      totalUsd: 1150,
      goodsShare: 66.4,
      servicesShare: 12.2,
      overseasShare: 21.4,
    });
  });

  it('converts only the goods', () => {
    expect(addMeasures({ goodsYuan: 700, servicesUsd: 10, overseasSalesUsd: 20, yuanPerUsd: 7 })).toEqual({
      goodsUsd: 100,
      totalUsd: 130,
    });
  });

  it('gives no shares of nothing', () => {
    expect(tradeTotal.compute({ goodsYuan: 0, servicesUsd: 0, overseasSalesUsd: 0, yuanPerUsd: 6.5 })).toMatchObject({
      totalUsd: 0,
      goodsShare: 0,
    });
  });

  it('names the field that is out of range', () => {
    expect(() => tradeTotal.compute({ goodsYuan: 1, servicesUsd: 1, overseasSalesUsd: 1, yuanPerUsd: 0 })).toThrow(
      /^yuanPerUsd:/,
    );
  });
});
