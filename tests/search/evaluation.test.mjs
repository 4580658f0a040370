// The floor below which the ranking may not fall on the judged queries of the demo ward.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { evaluate, median, queries, table } from './evaluate.mjs';

test('the judged queries are many and of many kinds', () => {
  assert.ok(queries().length >= 80);
  assert.ok(new Set(queries().map(({ kind }) => kind)).size >= 12);
});

test('ranking, recall and bytes stay above their floor', async () => {
  const { runs, scripts, core } = await evaluate(process.env.BANGTIN_SITE), rows = table(runs), all = rows[rows.length - 1];
  console.table(rows.map((row) => ({ ...row, ndcg: row.ndcg.toFixed(3), recall: row.recall.toFixed(3) })));
  assert.ok(all.ndcg >= 0.97, `nDCG@10 ${all.ndcg}`);
  assert.ok(all.recall >= 0.99, `recall@10 ${all.recall}`);
  for (const { kind, ndcg } of rows) assert.ok(ndcg >= 0.9, `${kind} ${ndcg}`);
  assert.deepEqual(runs.filter(({ found }) => !found.length).map(({ query }) => query), [], 'queries without a result');
  assert.ok(median(runs.map(({ bytes }) => bytes + scripts)) <= 27_000);
  assert.ok(core <= 6144, `core ${core} bytes gz`);
});
