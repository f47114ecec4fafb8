import type { Database } from '../database/connection.ts'

interface HandbookHit {
  handbook_no: string
  operator_name: string
}
interface ListHit {
  list_no: string
  inner_no: string
  handbook_no: string
  declared_on: string
}
export interface ItemHit {
  handbook_no: string
  kind: 'I' | 'E'
  seq: bigint
  part_no: string
  hs_code: string
  name: string
}

/** Reads across features: only to find, never to compute. */
export class SearchStore {
  private readonly handbookHits
  private readonly listHits
  private readonly itemHits
  private readonly namedItems
  private readonly itemNames

  constructor(db: Database) {
    this.handbookHits = db.prepare<[string, bigint], HandbookHit>(`
      SELECT handbook_no, operator_name FROM handbook WHERE instr(upper(handbook_no), upper(?)) > 0 ORDER BY handbook_no LIMIT ?`)
    this.listHits = db.prepare<{ text: string; most: bigint }, ListHit>(`
      SELECT b.list_no, b.inner_no, b.declared_on, h.handbook_no FROM bonded_list b JOIN handbook h ON h.id = b.handbook_id
       WHERE b.replaced_by IS NULL AND b.opening IS NULL AND (instr(upper(b.list_no), upper(@text)) > 0 OR instr(upper(b.inner_no), upper(@text)) > 0) ORDER BY b.declared_on DESC LIMIT @most`)
    this.itemHits = db.prepare<{ text: string; most: bigint }, ItemHit>(`
      SELECT h.handbook_no, i.kind, i.seq, i.part_no, i.hs_code, i.name FROM item i JOIN handbook h ON h.id = i.handbook_id
       WHERE instr(upper(i.part_no), upper(@text)) > 0 OR substr(i.hs_code, 1, length(@text)) = @text OR instr(upper(i.name), upper(@text)) > 0
       ORDER BY h.handbook_no, i.kind DESC, i.seq LIMIT @most`)
    this.namedItems = db.prepare<[string, bigint], ItemHit>(`
      SELECT h.handbook_no, i.kind, i.seq, i.part_no, i.hs_code, i.name FROM item i JOIN handbook h ON h.id = i.handbook_id
       WHERE i.name IN (SELECT value FROM json_each(?)) ORDER BY h.handbook_no, i.kind DESC, i.seq LIMIT ?`)
    this.itemNames = db.prepare<[], string>('SELECT DISTINCT name FROM item').pluck()
  }

  handbooks(text: string, most: number): HandbookHit[] {
    return this.handbookHits.all(text, BigInt(most))
  }

  lists(text: string, most: number): ListHit[] {
    return this.listHits.all({ text, most: BigInt(most) })
  }

  items(text: string, most: number): ItemHit[] {
    return this.itemHits.all({ text, most: BigInt(most) })
  }

  itemsNamed(names: readonly string[], most: number): ItemHit[] {
    return this.namedItems.all(JSON.stringify(names), BigInt(most))
  }

  names(): string[] {
    return this.itemNames.all()
  }
}
