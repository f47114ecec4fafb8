import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { openConnection } from './connection.ts'
import type { Database } from './connection.ts'
import { migrate, readMigrations } from './migrate.ts'

const migrations = readMigrations(fileURLToPath(new URL('./migrations/', import.meta.url)))
const before = migrations.findIndex(({ name }) => name.startsWith('0011'))
const file = '11111111-1111-4111-8111-111111111111'
const draftId = 'd'.repeat(36)
const filingId = 'f'.repeat(36)

/** A handbook with a booked, a reserved and a taken-back list, as version 10 keeps them. */
const rows = `
INSERT INTO stored_file VALUES ('${file}', '清单.xlsx', 1, '${'a'.repeat(64)}', '2025-03-01T00:00:00.000Z');
INSERT INTO handbook (id, handbook_no, kind, operator_credit_code, operator_customs_code, operator_name, processor_credit_code,
  processor_customs_code, processor_name, customs_district, supervision_mode, levy_nature, import_contract_no, export_contract_no,
  import_currency, export_currency, established_on, valid_to, consumption_stage, purpose, imported_at, source_file_id) VALUES (1, 'C23325100001', 'C', '91320594MA1202516U', '3205940251', '经营', '91320594MA1202516U', '3205940251', '加工', '2332', '0615', '503',
  'IM-1', 'EX-1', '502', '502', '2025-01-01', '2026-01-01', '1', '', '2025-03-01T00:00:00.000Z', '${file}');
INSERT INTO item (handbook_id, kind, seq, part_no, hs_code, name, spec, unit, legal_unit, quantity_e5, unit_price_e5, currency, country, levy_mode)
  VALUES (1, 'I', 1, 'M-1', '3901200099', '料件', '', '035', '035', 100000000, 100000, '502', '116', '3'),
         (1, 'E', 1, 'P-1', '8542310000', '成品', '', '007', '007', 100000000, 100000, '502', '502', '3');
INSERT INTO consumption (handbook_id, material_seq, product_seq, version, net_e9, tangible_e9, intangible_e9, bonded_e9)
  VALUES (1, 1, 1, '0', 1000000000, 0, 0, 100000000000);
INSERT INTO list_import VALUES (1, 1, '${file}', '2025-03-01T00:00:00.000Z', 3, 3, NULL);
INSERT INTO bonded_list VALUES (5, 1, 'QD01', 'IN-1', 'I', 'I', '0615', '0', '2025-02-01', '', 'booked', 1),
  (6, 1, 'QD02', '', 'E', 'E', '0615', '0', '2025-02-02', '', 'reserved', 1),
  (9, 1, 'QD03', '', 'I', 'I', '0615', '0', '2025-02-03', 'C23325100002', 'deleted', 1);
INSERT INTO list_line VALUES (5, 1, 1, '', 500000, 100000, 500000, '502'), (6, 1, 1, '0', 100000, 100000, 100000, '502'),
  (9, 1, 1, '', 700000, NULL, NULL, '502');
INSERT INTO movement VALUES (1, 1, 'I', 1, '', '0615', 'I', 500000, 500000, '2025-02-01', 5, 1, NULL, '2025-03-01T00:00:00.000Z'),
  (2, 1, 'I', 1, '', '0615', 'I', 700000, NULL, '2025-02-03', 9, 1, NULL, '2025-03-01T00:00:00.000Z'),
  (3, 1, 'I', 1, '', '0615', 'I', -700000, NULL, '2025-02-03', 9, 1, 2, '2025-03-02T00:00:00.000Z');
`
const draft = (id = draftId, fields: Partial<Record<'type' | 'base' | 'inner' | 'state' | 'list', string>> = {}) => {
  const { type = "'1'", base = 'NULL', inner = "'IN-9'", state = "'editing'", list = 'NULL' } = fields
  const filing = state === "'editing'" ? 'NULL, ' : `'${filingId}', `
  return `INSERT INTO list_draft (draft_id, handbook_id, business, mode, declaration_type, base_list, inner_no, head, lines, state, filing_id, list_id, created_at, saved_at, filed_saved_at)
    VALUES ('${id}', 1, 'import', '0615', ${type}, ${base}, ${inner}, '{}', '[]', ${state}, ${filing}${list}, '2025-03-01', '2025-03-01', iif(${state} = 'editing', NULL, '2025-03-01'))`
}
const list = (id: number, of: string, fields: Partial<Record<'no' | 'edition' | 'inner' | 'status', string>> = {}) => {
  const { no = 'IN-9', edition = '0', inner = 'IN-9', status = 'reserved' } = fields
  return `INSERT INTO bonded_list VALUES (${id}, 1, '${no}', ${edition}, '${inner}', '', 'I', 'I', '0615', '0', '2025-03-01', '', '${status}', ${of}, '2025-03-01T00:00:00.000Z', NULL)`
}

let root: string
let db: Database
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-0011-'))
  db = openConnection(join(root, 'ledger.db'), 'write')
  migrate(db, migrations.slice(0, before), systemClock, '0.1.0')
  db.exec(rows)
})
afterEach(() => {
  db.close()
  rmSync(root, { recursive: true, force: true })
})

const upgrade = () => migrate(db, migrations.slice(0, before + 1), systemClock, '0.1.0')
const refused = (sql: string, why: RegExp) => expect(() => db.exec(sql), sql).toThrow(why)

test('0011 keeps every list, line and movement, and what guards them', () => {
  const columns =
    'id, handbook_id, list_no, inner_no, direction, goods, mode, list_type, declared_on, related_handbook_no, status, import_id'
  const kept = () => [
    db.prepare(`SELECT ${columns} FROM bonded_list ORDER BY id`).all(),
    db
      .prepare(
        'SELECT list_id, line_no, item_seq, version, quantity_e5, unit_price_e5, total_e5, currency FROM list_line ORDER BY list_id',
      )
      .all(),
    ...['movement', 'movement_total', 'list_import'].map((table) => db.prepare(`SELECT * FROM ${table}`).all()),
    db.prepare('SELECT * FROM used_version ORDER BY product_seq').all(),
  ]
  const were = kept()
  upgrade()
  expect(kept()).toEqual(were)
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.prepare('SELECT DISTINCT edition, seq_no, draft_id, replaced_by, entered_at FROM bonded_list').all()).toEqual([
    { edition: 0n, seq_no: '', draft_id: null, replaced_by: null, entered_at: '2025-03-01T00:00:00.000Z' },
  ])
  refused('DELETE FROM bonded_list', /never deleted/)
  refused('UPDATE list_line SET quantity_e5 = 1', /never changed/)
  refused('DELETE FROM movement', /never deleted/)
  refused('UPDATE consumption SET net_e9 = 2', /used version/)
  refused(
    "INSERT INTO list_line (list_id, line_no, item_seq, version, quantity_e5, currency) VALUES (77, 1, 1, '', 1, '502')",
    /FOREIGN KEY/,
  )
})

test('0011 a list keeps what it says: only its mark moves on, and customs numbers a list made here', () => {
  upgrade()
  db.exec(draft())
  db.exec(list(20, `NULL, '${draftId}'`))
  db.exec("UPDATE bonded_list SET list_no = 'QD20', declared_on = '2025-03-02', seq_no = 'S-1' WHERE id = 20")
  db.exec("UPDATE bonded_list SET status = 'booked' WHERE id = 20")
  const why = /keeps what it says/
  for (const change of [
    "list_no = 'X'",
    "declared_on = '2025-03-03'",
    "seq_no = 'S-2'",
    "mode = '0654'",
    'edition = 3',
    "status = 'reserved'",
  ])
    refused(`UPDATE bonded_list SET ${change} WHERE id = 20`, why)
  refused("UPDATE bonded_list SET list_no = 'X' WHERE id = 6", why)
  refused("UPDATE bonded_list SET status = 'booked' WHERE id = 9", why)
  refused('UPDATE bonded_list SET replaced_by = 20 WHERE id = 5', /CHECK/)
  db.exec("UPDATE bonded_list SET status = 'booked' WHERE id = 6")
  refused(list(21, 'NULL, NULL'), /CHECK/)
  refused(list(21, `1, '${draftId}'`), /CHECK/)
})

test('0011 the newest edition takes the place of the one before; the number is its own', () => {
  upgrade()
  db.exec(draft())
  refused(list(20, `NULL, '${draftId}'`, { no: 'QD01' }), /UNIQUE/)
  db.exec("UPDATE bonded_list SET status = 'deleted' WHERE id = 5")
  db.exec(draft('e'.repeat(36), { type: "'2'", base: '5', inner: "'IN-1'" }))
  db.exec(list(20, `NULL, '${'e'.repeat(36)}'`, { no: 'QD01', edition: '1', inner: 'IN-1', status: 'booked' }))
  db.exec('UPDATE bonded_list SET replaced_by = 20 WHERE id = 5')
  refused('UPDATE bonded_list SET replaced_by = NULL WHERE id = 5', /keeps what it says/)
  //
  refused(list(21, `NULL, '${draftId}'`, { inner: 'IN-1' }), /inner number/)
  db.exec(
    "INSERT INTO handbook_event (handbook_id, at, event, happened_on, note, operator_name) VALUES (1, '', 'closed', '2026-02-01', '', '')",
  )
  refused(list(21, `NULL, '${draftId}'`), /closed handbook/)
})

test('0011 a filed draft is what was filed, an ended one stays, and none is deleted', () => {
  upgrade()
  db.exec(draft())
  refused(draft('2'.repeat(36), { type: "'2'" }), /CHECK/)
  refused(draft('2'.repeat(36), { base: '5' }), /CHECK/)
  db.exec(`UPDATE list_draft SET head = '{"port":"2332"}', saved_at = '2025-03-02'`)
  refused("UPDATE list_draft SET head = '[]'", /CHECK/)
  refused("UPDATE list_draft SET business = 'export'", /keeps what it is/)
  refused("UPDATE list_draft SET state = 'filed'", /CHECK/)
  db.exec(`UPDATE list_draft SET state = 'filed', filing_id = '${filingId}', filed_saved_at = saved_at`)
  refused("UPDATE list_draft SET lines = '[{}]'", /filed draft/)
  // two drafts may be written with one number, only one is filed.
  db.exec(draft('3'.repeat(36)))
  refused(
    `UPDATE list_draft SET state = 'filed', filing_id = '${filingId}', filed_saved_at = saved_at WHERE draft_id = '${'3'.repeat(36)}'`,
    /UNIQUE/,
  )
  // one change at a time.
  db.exec(draft('4'.repeat(36), { type: "'2'", base: '5' }))
  refused(draft('5'.repeat(36), { type: "'3'", base: '5' }), /UNIQUE/)
  db.exec(`UPDATE list_draft SET state = 'discarded' WHERE draft_id = '${'4'.repeat(36)}'`)
  db.exec(draft('5'.repeat(36), { type: "'3'", base: '5' }))
  refused(`UPDATE list_draft SET state = 'editing' WHERE draft_id = '${'4'.repeat(36)}'`, /has ended/)
  refused(`UPDATE list_draft SET state = 'accepted' WHERE draft_id = '${draftId}'`, /CHECK/)
  refused('DELETE FROM list_draft', /never deleted/)
})
